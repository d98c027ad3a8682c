package org.yardmaster.slave;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.yardmaster.protocol.message.BuildReport;
import org.yardmaster.protocol.message.SlaveFrame;
import org.yardmaster.protocol.message.SlaveMessage;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.Outcome;
import org.yardmaster.protocol.model.Presence;
import org.yardmaster.protocol.testing.CuttingProxy;
import org.yardmaster.protocol.testing.FarmCertificates;
import org.yardmaster.protocol.wire.HostPort;
import org.yardmaster.slave.core.Entry;
import org.yardmaster.slave.core.Memory;
import org.yardmaster.slave.core.Orders;
import org.yardmaster.slave.journal.Journal;
import org.yardmaster.slave.owner.OwnerClient;
import org.yardmaster.slave.owner.OwnerCommand;
import org.yardmaster.slave.owner.OwnerReply;

@Timeout(60)
@EnabledOnOs({OS.LINUX, OS.MAC})
final class SlaveProcessTest {
  private static final BuildId B1 = new BuildId(1);

  @TempDir Path data;

  private FakeMaster master;
  private CuttingProxy proxy;

  @BeforeEach
  void open() throws IOException {
    master = new FakeMaster();
    proxy = new CuttingProxy(master.address());
  }

  @AfterEach
  void close() throws IOException {
    proxy.close();
    master.close();
  }

  private CompletableFuture<ExitCode> run() {
    return run(256L << 20);
  }

  private CompletableFuture<ExitCode> run(long reserve) {
    return run(reserve, Hardware.of(List.of()));
  }

  private CompletableFuture<ExitCode> run(long reserve, Hardware hardware) {
    SlaveSettings settings =
        new SlaveSettings(
            "s1",
            List.of(new HostPort("127.0.0.1", proxy.port())),
            FakeMaster.FARM.fingerprint(),
            "secret",
            data);
    SlaveProcess process =
        new SlaveProcess(
            "s1",
            data,
            new SlaveProcess.Terms(
                Duration.ofMillis(500), reserve, InstantSource.system(), hardware),
            start -> TlsMasterLine.to(settings, start));
    CompletableFuture<ExitCode> exit = new CompletableFuture<>();
    Thread.ofPlatform()
        .start(() -> {
          try {
            exit.complete(process.run());
          } catch (InterruptedException | RuntimeException e) {
            exit.completeExceptionally(e);
          }
        });
    return exit;
  }

  private OwnerReply say(OwnerCommand command) throws IOException {
    return new OwnerClient(data).say(command);
  }

  private void stop(CompletableFuture<ExitCode> exit) throws Exception {
    say(new OwnerCommand.Stop(false, "test over"));
    assertThat(exit.get()).isEqualTo(ExitCode.OK);
  }

  @Test
  void copyOfADataFolderLeavesUnfinishedBuildsToTheMachineItComesFrom() throws Exception {
    Hardware first = Hardware.of(List.of("52:54:00:00:00:01"));
    Hardware second = Hardware.of(List.of("52:54:00:00:00:02"));
    CompletableFuture<ExitCode> original = run(256L << 20, first);
    master.next(SlaveMessage.Inventory.class);
    stop(original);
    List<Entry> unfinished = List.of(new Entry.Accepted(Orders.shell(1, "sleep 600"), 1));
    Journal.begin(data.resolve("journal"), Memory.of(unfinished)).close();

    CompletableFuture<ExitCode> copy = run(256L << 20, second);
    assertThat(master.next(SlaveMessage.Inventory.class).builds()).isEmpty();
    stop(copy);
    Journal.begin(data.resolve("journal"), Memory.of(unfinished)).close();
    CompletableFuture<ExitCode> nextLife = run(256L << 20, second);
    assertThat(master.next(SlaveMessage.Inventory.class).builds())
        .singleElement()
        .isInstanceOf(BuildReport.Ended.class);
    stop(nextLife);
  }

  @Test
  void buildRunsAndIsForgottenWhenTheMasterHasAllOfIt() throws Exception {
    CompletableFuture<ExitCode> exit = run();
    assertThat(master.next(SlaveMessage.Inventory.class).builds()).isEmpty();
    master.startBuild(Orders.shell(1, "echo one", "seq 1 50000"));
    assertThat(master.next(SlaveMessage.BuildFinished.class).result().outcome())
        .isEqualTo(Outcome.SUCCESS);
    stop(exit);
    assertThat(master.printed(B1, 0)).containsExactly("one");
    assertThat(master.printed(B1, 1)).hasSize(50_000).startsWith("1", "2").endsWith("50000");
    assertThat(data.resolve("spool/1")).doesNotExist();
  }

  @Test
  void cutLinesLoseAndRepeatNothing() throws Exception {
    CompletableFuture<ExitCode> exit = run();
    master.next(SlaveMessage.Inventory.class);
    master.startBuild(
        Orders.shell(
            1,
            "i=1; while [ $i -le 150 ]; do echo line $i; sleep 0.01; i=$((i+1)); done",
            "echo end"));
    for (int i = 30; i < 150; i += 30) {
      master.awaitLog(B1, 0, "line " + i);
      proxy.cut();
    }
    SlaveMessage.BuildFinished finished = master.next(SlaveMessage.BuildFinished.class);
    assertThat(finished.result().outcome()).isEqualTo(Outcome.SUCCESS);
    stop(exit);
    assertThat(master.printed(B1, 0))
        .isEqualTo(IntStream.rangeClosed(1, 150).mapToObj(i -> "line " + i).toList());
    assertThat(master.heard).noneMatch(SlaveMessage.Inventory.class::isInstance);
  }

  @Test
  void ownerSendsTheSlaveAwayAndBack() throws Exception {
    CompletableFuture<ExitCode> exit = run();
    master.next(SlaveMessage.Inventory.class);
    assertThat(say(new OwnerCommand.Away("lunch", Optional.empty())))
        .isEqualTo(new OwnerReply.Done("away (lunch); no build runs"));
    assertThat(master.next(SlaveMessage.PresenceChanged.class).presence().reason())
        .isEqualTo("lunch");
    master.startBuild(Orders.shell(1, "true"));
    assertThat(master.next(SlaveMessage.BuildRefused.class).refusal())
        .isEqualTo(SlaveMessage.Refusal.AWAY);
    stop(exit);

    exit = run();
    assertThat(master.next(SlaveMessage.Inventory.class).presence().reason()).isEqualTo("lunch");
    say(new OwnerCommand.Back());
    assertThat(master.next(SlaveMessage.PresenceChanged.class).presence())
        .isEqualTo(Presence.accepting());
    stop(exit);
  }

  @Test
  void gracefulStopLetsTheBuildEnd() throws Exception {
    CompletableFuture<ExitCode> exit = run();
    master.next(SlaveMessage.Inventory.class);
    master.startBuild(Orders.shell(1, "mkfifo gate; echo up; read x < gate"));
    master.awaitLog(B1, 0, "up");
    say(new OwnerCommand.Stop(true, "reboot"));
    assertThat(((OwnerReply.Report) say(new OwnerCommand.Status())).leaving()).isTrue();
    Files.writeString(data.resolve("workspaces/linux/1/gate"), "go\n");
    assertThat(master.next(SlaveMessage.BuildFinished.class).result().outcome())
        .isEqualTo(Outcome.SUCCESS);
    assertThat(master.next(SlaveMessage.Leaving.class).reason()).isEqualTo("reboot");
    assertThat(exit.get()).isEqualTo(ExitCode.OK);
  }

  @Test
  void stopEndsTheBuildAndTellsBoth() throws Exception {
    CompletableFuture<ExitCode> exit = run();
    master.next(SlaveMessage.Inventory.class);
    master.startBuild(Orders.shell(1, "echo up; sleep 600"));
    master.awaitLog(B1, 0, "up");
    stop(exit);
    SlaveMessage.BuildFinished finished = master.next(SlaveMessage.BuildFinished.class);
    assertThat(finished.result().outcome()).isEqualTo(Outcome.STOPPED);
    assertThat(finished.result().detail()).isEqualTo("slave stopped: test over");
    master.next(SlaveMessage.Leaving.class);
  }

  @Test
  void statusTellsWhatRuns() throws Exception {
    CompletableFuture<ExitCode> exit = run();
    master.next(SlaveMessage.Inventory.class);
    master.startBuild(Orders.shell(1, "echo up; sleep 600"));
    master.awaitLog(B1, 0, "up");
    OwnerReply.Report report = (OwnerReply.Report) say(new OwnerCommand.Status());
    assertThat(report.slave()).isEqualTo("s1");
    assertThat(report.connectedTo()).contains("127.0.0.1:" + proxy.port());
    assertThat(report.builds())
        .singleElement()
        .satisfies(build -> {
          assertThat(build.build()).isEqualTo(B1);
          assertThat(build.step()).contains("step0");
        });
    assertThat(Files.getPosixFilePermissions(data.resolve("owner.sock")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    stop(exit);
    assertThat(data.resolve("owner.sock")).doesNotExist();
  }

  @Test
  void slaveWithoutDiskRefuses() throws Exception {
    CompletableFuture<ExitCode> exit = run(Long.MAX_VALUE);
    master.next(SlaveMessage.Inventory.class);
    master.startBuild(Orders.shell(1, "true"));
    assertThat(master.next(SlaveMessage.BuildRefused.class).refusal())
        .isEqualTo(SlaveMessage.Refusal.NO_DISK);
    stop(exit);
  }

  @Test
  void wrongSecretEndsASlaveThatNeverWasLetIn() throws Exception {
    master.refuse(SlaveFrame.Refusal.WRONG_SECRET);
    assertThat(run().get()).isEqualTo(ExitCode.REFUSED);
    master.refuse(SlaveFrame.Refusal.NAME_IN_USE);
    assertThat(run().get()).isEqualTo(ExitCode.NAME_IN_USE);
  }

  @Test
  void wrongFarmEndsASlaveThatNeverWasLetIn() throws Exception {
    SlaveSettings settings =
        new SlaveSettings(
            "s1",
            List.of(new HostPort("127.0.0.1", master.address().getPort())),
            new FarmCertificates().fingerprint(),
            "secret",
            data);
    SlaveProcess process =
        new SlaveProcess(
            "s1", data, SlaveProcess.Terms.standard(), start -> TlsMasterLine.to(settings, start));
    assertThat(process.run()).isEqualTo(ExitCode.REFUSED);
  }

  @Test
  void dataFolderHasOneProcess() throws Exception {
    CompletableFuture<ExitCode> exit = run();
    master.next(SlaveMessage.Inventory.class);
    assertThat(run().get()).isEqualTo(ExitCode.DATA_IN_USE);
    stop(exit);
  }

  @Test
  void farFromItsMasterItStillObeysItsOwner() throws Exception {
    InetSocketAddress gone = master.address();
    master.close();
    CompletableFuture<ExitCode> exit = run();
    while (!Files.exists(data.resolve("owner.sock"))) {
      Thread.onSpinWait();
    }
    OwnerReply reply = say(new OwnerCommand.Away("x", Optional.empty()));
    assertThat(reply)
        .as("with %s gone", gone)
        .isEqualTo(new OwnerReply.Done("away (x); no build runs"));
    stop(exit);
  }
}
