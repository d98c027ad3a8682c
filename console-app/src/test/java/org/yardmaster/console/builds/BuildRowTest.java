package org.yardmaster.console.builds;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.yardmaster.protocol.model.Build;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.BuilderId;
import org.yardmaster.protocol.model.RequestId;
import org.yardmaster.protocol.model.SlaveId;

final class BuildRowTest {
  private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

  /// A build of `fetch` and `make` at this step.
  private static BuildRow at(int step) {
    Build build =
        new Build(
            new BuildId(1),
            new RequestId(1),
            new TreeSet<>(),
            new BuilderId(1),
            new SlaveId(1),
            "one",
            1,
            AT,
            List.of("fetch", "make"),
            List.of(),
            Optional.of(step),
            Optional.of(AT),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    return new BuildRow(build, "b", "s", Optional.empty());
  }

  @Test
  void theStepAtWorkIsNamed() {
    assertThat(at(1).step()).isEqualTo("2/2  make");
  }

  @Test
  void aStepThatTheBuildDoesNotHaveIsNotNamed() {
    assertThat(at(2).step()).isEqualTo("0/2");
    assertThat(at(-1).step()).isEqualTo("0/2");
  }
}
