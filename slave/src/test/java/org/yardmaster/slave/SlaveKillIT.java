package org.yardmaster.slave;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.yardmaster.protocol.message.BuildReport;
import org.yardmaster.protocol.message.SlaveMessage;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.Outcome;
import org.yardmaster.protocol.model.StepResult;
import org.yardmaster.slave.core.Orders;
import org.yardmaster.slave.owner.OwnerClient;
import org.yardmaster.slave.owner.OwnerCommand;

/// The real program, killed with -9 and started again.
@Timeout(90)
@EnabledOnOs(OS.LINUX)
@Execution(ExecutionMode.CONCURRENT)
final class SlaveKillIT {
  private static final BuildId B1 = new BuildId(1);

  @TempDir Path data;

  private FakeMaster master;
  private final List<Process> processes = new ArrayList<>();

  @BeforeEach
  void open() throws IOException {
    master = new FakeMaster();
    Process join = keep(ChildSlave.start(arguments("join", "--no-run")));
    assertThat(join.onExit().join().exitValue()).isZero();
  }

  @AfterEach
  void close() {
    processes.forEach(Process::destroyForcibly);
    processes.forEach(process -> process.onExit().join());
    master.close();
  }

  private String[] arguments(String command, String... more) {
    List<String> all = new ArrayList<>(List.of(command));
    all.addAll(
        List.of(
            "--name",
            "s1",
            "--master",
            "127.0.0.1:" + master.address().getPort(),
            "--fingerprint",
            FakeMaster.FARM.fingerprint().toString(),
            "--secret",
            "s3cret",
            "--data",
            data.toString()));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  private Process keep(Process process) {
    processes.add(process);
    return process;
  }

  private Process run() throws IOException {
    return keep(ChildSlave.start("run", "--data", data.toString()));
  }

  private static void kill(Process process) {
    process.destroyForcibly();
    process.onExit().join();
  }

  private void stop(Process process) throws IOException {
    new OwnerClient(data).say(new OwnerCommand.Stop(false, "test over"));
    assertThat(process.onExit().join().exitValue()).isZero();
  }

  private static Optional<ProcessHandle> living(String log, String name) {
    String rest = log.substring(log.indexOf(name + "=") + name.length() + 1);
    return ProcessHandle.of(Long.parseLong(rest.split("\\s", 2)[0])).filter(SlaveKillIT::alive);
  }

  private static boolean alive(ProcessHandle process) {
    try {
      String stat =
          Files.readString(
              Path.of("/proc/" + process.pid() + "/stat"), StandardCharsets.ISO_8859_1);
      return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void noProcessOfTheOldLifeSurvives() throws Exception {
    Process first = run();
    master.next(SlaveMessage.Inventory.class);
    master.startBuild(
        Orders.shell(
            1,
            "setsid sh -c 'trap \"\" TERM HUP; echo daemon=$$; while :; do sleep 1; done' & (sleep"
                + " 600 & echo child=$!; wait) & echo shell=$$; while ! test -e never; do sleep"
                + " 0.05; done"));
    master.awaitLog(B1, 0, "daemon=");
    master.awaitLog(B1, 0, "child=");
    String log = master.awaitLog(B1, 0, "shell=");
    kill(first);
    assertThat(living(log, "daemon")).isPresent();
    assertThat(living(log, "child")).isPresent();

    Process second = run();
    BuildReport.Ended lost =
        (BuildReport.Ended) master.next(SlaveMessage.Inventory.class).builds().getFirst();
    assertThat(lost.build()).isEqualTo(B1);
    assertThat(lost.result().outcome()).isEqualTo(Outcome.TRANSIENT);
    assertThat(lost.result().steps())
        .singleElement()
        .returns(StepResult.End.BROKEN, StepResult::end)
        .returns((long) log.length(), StepResult::logBytes);
    assertThat(living(log, "daemon")).isEmpty();
    assertThat(living(log, "child")).isEmpty();
    assertThat(living(log, "shell")).isEmpty();
    master.startBuild(Orders.shell(2, "echo again"));
    assertThat(master.next(SlaveMessage.BuildFinished.class).result().outcome())
        .isEqualTo(Outcome.SUCCESS);
    stop(second);
    assertThat(data.resolve("spool/1")).doesNotExist();
  }

  @Test
  void finishedButUnreportedBuildIsReportedAndNotRunAgain() throws Exception {
    Process first = run();
    master.next(SlaveMessage.Inventory.class);
    master.record(false);
    master.startBuild(Orders.shell(1, "echo ran >> count; seq 1 1000"));
    SlaveMessage.BuildFinished finished = master.next(SlaveMessage.BuildFinished.class);
    kill(first);

    master.record(true);
    Process second = run();
    assertThat(master.next(SlaveMessage.Inventory.class).builds())
        .containsExactly(new BuildReport.Ended(B1, finished.result()));
    master.startBuild(Orders.shell(2, "cat count"));
    master.next(SlaveMessage.BuildFinished.class);
    stop(second);
    assertThat(master.printed(B1, 0)).hasSize(1000).endsWith("1000");
    assertThat(master.printed(new BuildId(2), 0)).containsExactly("ran");
    assertThat(data.resolve("spool/1")).doesNotExist();
  }

  @Test
  void serviceStopIsAnnounced() throws Exception {
    Process slave = run();
    master.next(SlaveMessage.Inventory.class);
    master.startBuild(Orders.shell(1, "echo pid=$$; sleep 600"));
    String log = master.awaitLog(B1, 0, "pid=");
    slave.destroy();
    SlaveMessage.BuildFinished finished = master.next(SlaveMessage.BuildFinished.class);
    assertThat(finished.result().outcome()).isEqualTo(Outcome.STOPPED);
    assertThat(finished.result().detail()).isEqualTo("slave stopped: service stop");
    assertThat(master.next(SlaveMessage.Leaving.class).reason()).isEqualTo("service stop");
    slave.onExit().join();
    assertThat(living(log, "pid")).isEmpty();
  }

  @Test
  void statusCommandPrintsForPeople() throws Exception {
    Process slave = run();
    master.next(SlaveMessage.Inventory.class);
    master.startBuild(Orders.shell(1, "echo up; sleep 600"));
    master.awaitLog(B1, 0, "up");
    Process status = keep(ChildSlave.builder("status", "--data", data.toString()).start());
    String text = new String(status.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(text)
        .startsWith("slave s1 (pid " + slave.pid() + "): accepting builds")
        .contains("build 1 of linux, step step0");
    stop(slave);
    Process none = keep(ChildSlave.builder("status", "--data", data.toString()).start());
    assertThat(none.onExit().join().exitValue()).isEqualTo(ExitCode.NOT_RUNNING.code());
  }
}
