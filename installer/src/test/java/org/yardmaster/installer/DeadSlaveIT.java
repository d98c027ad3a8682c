package org.yardmaster.installer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.yardmaster.protocol.testing.CuttingProxy;

@Timeout(240)
class DeadSlaveIT {
  @TempDir private Path folder;

  @Test
  void nextLifeEndsWhatTheKilledOneLeftAndTheRequestStartsAgain() throws Exception {
    try (Pipe pipe = new Pipe(folder);
        TryOut farm = new TryOut(folder, endless(pipe))) {
      farm.startMaster();
      Process first = farm.join("rack", "127.0.0.1");
      farm.yardmaster("submit", "endless");
      ProcessHandle child = ProcessHandle.of(Long.parseLong(pipe.next())).orElseThrow();
      ProcessHandle orphan = ProcessHandle.of(Long.parseLong(pipe.next())).orElseThrow();

      TryOut.kill(first);
      assertThat(child.isAlive()).isTrue();
      assertThat(orphan.isAlive()).isTrue();
      farm.rejoin("rack");

      child.onExit().get(60, TimeUnit.SECONDS);
      orphan.onExit().get(60, TimeUnit.SECONDS);
      assertThat(pipe.next()).as("the second attempt's child").isNotEqualTo("" + child.pid());
      pipe.next();
      farm.yardmaster("stop", "2");
      assertThat(farm.yardmaster("log", "-f", "2")).contains("begun");
    }
  }

  @Test
  void buildThatEndedUnreportedIsReportedAndNotRunAgain() throws Exception {
    Path runs = folder.resolve("runs");
    try (Pipe pipe = new Pipe(folder);
        TryOut farm = new TryOut(folder, counted(pipe, runs))) {
      farm.startMaster();
      try (CuttingProxy proxy = new CuttingProxy(farm.slaveAddress())) {
        Process first = farm.join("rack", "127.0.0.1:" + proxy.port());
        farm.yardmaster("submit", "counted");
        assertThat(pipe.next()).isEqualTo("begun");
        proxy.refuse(true);
        proxy.cut();
        assertThat(pipe.next()).isEqualTo("ends");
        awaitOwed(farm);

        TryOut.kill(first);
        proxy.refuse(false);
        farm.rejoin("rack");

        assertThat(farm.yardmaster("log", "-f", "1").lines()).containsExactly("one", "two");
        assertThat(farm.yardmaster("history", "--json"))
            .contains("\"outcome\" : \"SUCCESS\"")
            .contains("\"attempts\" : 1,");
        assertThat(Files.readAllLines(runs)).containsExactly("run");
      }
    }
  }

  /// Until the slave tells its owner that the build has ended.
  private static void awaitOwed(TryOut farm) throws Exception {
    String status;
    do {
      status =
          farm.product.ask(
              "yardmaster-slave", "status", "--data", farm.slaveData("rack").toString());
    } while (!status.contains("1 ended, not yet wholly at the master"));
  }

  private static String endless(Pipe pipe) {
    return """
    settings: {retry: {delay: 0s}}
    builders:
      endless:
        steps:
          - |
            echo begun
            sleep 600 &
            %s
            (setsid sleep 600 & %s)
            wait
    """
        .formatted(pipe.tell("$!"), pipe.tell("$!"));
  }

  private static String counted(Pipe pipe, Path runs) {
    return """
    builders:
      counted:
        steps:
          - |
            echo run >>'%s'
            echo one
            %s
            echo two
            %s
    """
        .formatted(runs, pipe.tell("begun"), pipe.tell("ends"));
  }
}
