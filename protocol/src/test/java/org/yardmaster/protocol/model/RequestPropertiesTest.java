package org.yardmaster.protocol.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RequestPropertiesTest {
  @Test
  void aPropertyIsSeenAsAVariable() {
    assertThat(RequestProperties.variable("target-os")).isEqualTo("YARD_TARGET_OS");
    assertThat(RequestProperties.problem(new TreeMap<>(Map.of("branch", "main", "Tag", ""))))
        .isEmpty();
  }

  @Test
  void twoThatStepsCouldNotTellApartAreAProblem() {
    assertThat(RequestProperties.problem(new TreeMap<>(Map.of("a-b", "1", "A_B", "2"))))
        .contains("the steps see A_B and a-b both as YARD_A_B; name one of them otherwise");
  }

  @ParameterizedTest
  @ValueSource(strings = {"builder", "Build", "REQUEST", "mark"})
  void whatABuildSaysOfItselfIsNotForOthers(String name) {
    assertThat(RequestProperties.problem(new TreeMap<>(Map.of(name, "x"))).orElseThrow())
        .startsWith(RequestProperties.variable(name) + " tells the steps something else");
  }
}
