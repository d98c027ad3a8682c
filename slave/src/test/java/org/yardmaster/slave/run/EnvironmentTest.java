package org.yardmaster.slave.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.yardmaster.protocol.model.Step;
import org.yardmaster.protocol.model.StepAction;
import org.yardmaster.slave.core.Orders;

final class EnvironmentTest {
  @Test
  void nobodyCanSetTheMarksByWhichProcessesAreFoundAndEnded() {
    Step step = Orders.step("a", new StepAction.Shell("true"));
    TreeMap<String, String> secrets = new TreeMap<>(Map.of("YARD_MARK", "other/life/1/0;"));
    Map<String, String> outer = Map.of("YARD_MARK", "outer/life/1/0;", "YARD_BUILD", "1");

    assertThat(Environment.of(outer, Orders.of(2, "b", List.of(step)), step, secrets))
        .containsEntry("YARD_MARK", "outer/life/1/0;")
        .containsEntry("YARD_BUILD", "2");
    assertThat(Environment.of(Map.of(), Orders.of(2, "b", List.of(step)), step, secrets))
        .doesNotContainKey("YARD_MARK");
  }
}
