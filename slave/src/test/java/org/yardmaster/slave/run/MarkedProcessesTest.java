package org.yardmaster.slave.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.yardmaster.protocol.model.BuildId;

@EnabledOnOs(OS.LINUX)
final class MarkedProcessesTest {
  private static final ProcessMark MARK =
      ProcessMark.ofStep("test-" + ProcessHandle.current().pid(), "now", new BuildId(1), 0);
  private static final Duration JUST_NOW = Duration.ofMillis(5);

  private final MarkedProcesses processes = new MarkedProcesses();
  private Process marked;

  @BeforeEach
  void startOne() throws IOException {
    ProcessBuilder builder = new ProcessBuilder("sleep", "1000");
    MARK.putInto(builder.environment());
    marked = builder.start();
  }

  @AfterEach
  void endIt() {
    marked.destroyForcibly().onExit().join();
  }

  @Test
  void markIsFound() {
    assertThat(processes.find(MARK)).containsExactly(marked.toHandle());
    assertThat(processes.find(ProcessMark.ofSlave("somebody else"))).isEmpty();
  }

  @Test
  void youngerThanAProcessIsWhatWasStartedAfterIt() throws Exception {
    Process before = new ProcessBuilder("true").start();
    before.waitFor();

    assertThat(processes.anyYounger(MARK, marked.pid() - 1, JUST_NOW)).isTrue();
    assertThat(processes.anyYounger(MARK, marked.pid(), JUST_NOW)).isFalse();
    assertThat(processes.anyYounger(MARK, before.pid(), JUST_NOW)).isFalse();
  }

  @Test
  void whatWasStartedLongAgoMayHaveYoungerOnesOfAnyPid() throws Exception {
    assertThat(processes.anyYounger(MARK, marked.pid(), Duration.ofDays(1))).isTrue();
  }

  @Test
  void deadProcessCountsNoMore() throws Exception {
    endIt();
    assertThat(processes.find(MARK)).isEmpty();
    assertThat(processes.anyYounger(MARK, marked.pid() - 1, JUST_NOW)).isFalse();
  }

  /// The kernel takes its memory away first: for so long it has no environment, but is there.
  @Test
  void theEndOfOneThatWasKilledIsWaitedFor() throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            "sh", "-c", "x=$(head -c 60000000 /dev/zero | tr '\\0' a); echo ready; read y");
    MARK.putInto(builder.environment());
    Process large = builder.start();
    assertThat(large.inputReader().readLine()).isEqualTo("ready");

    large.destroyForcibly();

    while (processes.find(MARK).contains(large.toHandle())) {
      Thread.onSpinWait();
    }
    assertThat(processes.alive(large.toHandle())).isFalse();
  }
}
