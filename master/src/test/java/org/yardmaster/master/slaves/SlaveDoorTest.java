package org.yardmaster.master.slaves;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.yardmaster.master.ScriptedSlave;
import org.yardmaster.master.farm.Decision;
import org.yardmaster.master.farm.Event;
import org.yardmaster.master.keys.SecretValues;
import org.yardmaster.master.logs.BuildLogs;
import org.yardmaster.master.loop.Loop;
import org.yardmaster.master.loop.Outward;
import org.yardmaster.master.loop.Receipt;
import org.yardmaster.master.loop.Source;
import org.yardmaster.master.store.MemoryStore;
import org.yardmaster.protocol.client.Secrets;
import org.yardmaster.protocol.message.Answer;
import org.yardmaster.protocol.message.Command;
import org.yardmaster.protocol.message.SlaveFrame.Attached;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.SlaveDefinition;
import org.yardmaster.protocol.model.Sorted;
import org.yardmaster.protocol.testing.CuttingProxy;
import org.yardmaster.protocol.testing.FarmCertificates;
import org.yardmaster.protocol.testing.ManualTimer;
import org.yardmaster.protocol.wire.HostPort;

/// The door on real sockets, with a clock that the test turns.
@Timeout(60)
final class SlaveDoorTest {
  private static final FarmCertificates FARM = new FarmCertificates();

  @TempDir Path folder;

  private final ManualTimer timer = new ManualTimer();
  private final AtomicReference<SlaveDoor> opened = new AtomicReference<>();
  private Loop loop;
  private LogIntake intake;
  private CuttingProxy proxy;

  @BeforeEach
  void open() throws Exception {
    MemoryStore store = new MemoryStore();
    loop =
        new Loop(store, store.recover(), new ToTheDoor(), (_, _, _) -> {}, InstantSource.system());
    intake = new LogIntake(logs());
    SlaveDoor door =
        new SlaveDoor(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            FARM.server(),
            timer,
            loop,
            intake,
            new BuildSecrets(SecretValues.ofThisProcess(folder), TreeMap::new));
    opened.set(door);
    proxy = new CuttingProxy(door.address());
    loop.start(Optional.empty());
  }

  private BuildLogs logs() {
    return new BuildLogs(
        folder, 10, () -> Long.MAX_VALUE, () -> 0, (_, _) -> () -> {}, Runnable::run);
  }

  @AfterEach
  void close() throws Exception {
    proxy.close();
    opened.get().close();
    loop.close();
    intake.close();
  }

  private final class ToTheDoor implements Outward {
    @Override
    public void carryOut(Decision decision) {
      opened.get().carryOut(decision);
    }

    @Override
    public void notice(String text) {}

    @Override
    public void removeLogs(List<BuildId> builds, Consumer<List<BuildId>> gone) {}
  }

  private ScriptedSlave slave() throws Exception {
    String secret = Secrets.random();
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    loop.submit(
        new Event.Commanded(
            "add",
            new Event.Person("anna", true),
            new Command.AddSlave(
                "s", new SlaveDefinition(Sorted.set(List.of()), 1), Secrets.hash(secret)),
            Optional.empty()),
        new Receipt() {
          @Override
          public void answered(long batch, Answer told) {
            answer.complete(told);
          }
        },
        Source.unstoppable());
    assertThat(answer.get(10, TimeUnit.SECONDS)).isInstanceOf(Answer.Accepted.class);
    return new ScriptedSlave(
        "s", secret, "one", new HostPort("127.0.0.1", proxy.port()), FARM.fingerprint());
  }

  private void cutFor(Duration time) {
    proxy.refuse(true);
    proxy.cut();
    timer.advance(time);
    proxy.refuse(false);
  }

  @Test
  void aSessionGoesOnAfterAShortSilenceAndBeginsAnewAfterALongOne() throws Exception {
    try (ScriptedSlave slave = slave()) {
      assertThat(slave.hear(Attached.class).resumed()).isFalse();
      cutFor(Duration.ofSeconds(110));
      assertThat(slave.hear(Attached.class).resumed()).isTrue();
      cutFor(Duration.ofSeconds(130));
      assertThat(slave.hear(Attached.class).resumed()).isFalse();
      cutFor(Duration.ofSeconds(10));
      assertThat(slave.hear(Attached.class).resumed()).isTrue();
    }
  }
}
