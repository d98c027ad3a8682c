package org.yardmaster.master.slaves;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.yardmaster.master.ScriptedSlave;
import org.yardmaster.master.farm.Change;
import org.yardmaster.master.farm.Decision;
import org.yardmaster.master.farm.Event;
import org.yardmaster.master.keys.SecretValues;
import org.yardmaster.master.logs.BuildLogs;
import org.yardmaster.master.loop.Loop;
import org.yardmaster.master.loop.Outward;
import org.yardmaster.master.loop.Receipt;
import org.yardmaster.master.loop.Source;
import org.yardmaster.master.loop.Store;
import org.yardmaster.master.store.MemoryStore;
import org.yardmaster.protocol.client.Secrets;
import org.yardmaster.protocol.message.Answer;
import org.yardmaster.protocol.message.BuildReport;
import org.yardmaster.protocol.message.Command;
import org.yardmaster.protocol.message.FarmChange;
import org.yardmaster.protocol.message.Reply;
import org.yardmaster.protocol.message.SlaveFrame;
import org.yardmaster.protocol.message.SlaveFrame.Attached;
import org.yardmaster.protocol.message.SlaveMessage;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.BuildResult;
import org.yardmaster.protocol.model.Contact;
import org.yardmaster.protocol.model.Outcome;
import org.yardmaster.protocol.model.Presence;
import org.yardmaster.protocol.model.Slave;
import org.yardmaster.protocol.model.SlaveDefinition;
import org.yardmaster.protocol.model.SlaveId;
import org.yardmaster.protocol.model.Sorted;
import org.yardmaster.protocol.model.StepResult;
import org.yardmaster.protocol.testing.CuttingProxy;
import org.yardmaster.protocol.testing.FarmCertificates;
import org.yardmaster.protocol.testing.ManualTimer;
import org.yardmaster.protocol.wire.FrameCodec;
import org.yardmaster.protocol.wire.HostPort;
import org.yardmaster.protocol.wire.Peer;
import org.yardmaster.protocol.wire.SystemTimer;
import org.yardmaster.protocol.wire.Tls;
import org.yardmaster.protocol.wire.WireClient;
import org.yardmaster.protocol.wire.WireLimits;
import org.yardmaster.protocol.wire.WireListener;

/// The door on real sockets, with a clock that the test turns.
@Timeout(60)
final class SlaveDoorTest {
  private static final FarmCertificates FARM = new FarmCertificates();
  private static final BuildId BUILD = new BuildId(1);

  @TempDir Path folder;

  private final MemoryStore store = new MemoryStore();
  private final ManualTimer timer = new ManualTimer();
  private final Map<BuildId, SlaveId> past = new ConcurrentHashMap<>();
  private final AtomicReference<SlaveDoor> opened = new AtomicReference<>();
  private Loop loop;
  private BuildLogs logs;
  private LogIntake intake;
  private CuttingProxy proxy;

  @BeforeEach
  void open() throws Exception {
    loop =
        new Loop(store, store.recover(), new ToTheDoor(), (_, _, _) -> {}, InstantSource.system());
    logs =
        new BuildLogs(folder, 10, () -> Long.MAX_VALUE, () -> 0, (_, _) -> () -> {}, Runnable::run);
    intake = new LogIntake(logs, build -> Optional.ofNullable(past.get(build)));
    SlaveDoor door = door();
    opened.set(door);
    proxy =
        new CuttingProxy(
            door.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), FARM.server()));
    loop.start(Optional.empty());
  }

  private SlaveDoor door() {
    return new SlaveDoor(
        timer, loop, intake, new BuildSecrets(SecretValues.ofThisProcess(folder), TreeMap::new));
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
    return slave(added());
  }

  private ScriptedSlave slave(String secret) {
    return new ScriptedSlave(
        "s", secret, "one", new HostPort("127.0.0.1", proxy.port()), FARM.fingerprint());
  }

  /// Adds slave `s` to the farm, and returns its secret.
  private String added() throws Exception {
    String secret = Secrets.random();
    accepted(
        new Command.AddSlave(
            "s", new SlaveDefinition(Sorted.set(List.of()), 1), Secrets.hash(secret)));
    return secret;
  }

  private void accepted(Command command) throws Exception {
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    loop.submit(
        new Event.Commanded(
            UUID.randomUUID().toString(),
            new Event.Person("anna", true),
            command,
            Optional.empty()),
        Receipt.answering((_, told) -> answer.complete(told)),
        Source.unstoppable());
    assertThat(answer.get(10, TimeUnit.SECONDS)).isInstanceOf(Answer.Accepted.class);
  }

  private Slave known() {
    return loop.twin().ask(view -> view.farm().slaveNamed("s").orElseThrow()).join();
  }

  /// Turns the clock on while it waits.
  private void await(Contact.State state, Duration step) {
    long latest = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (known().contact().state() != state) {
      assertThat(System.nanoTime()).as("%s", known()).isLessThan(latest);
      timer.advance(step);
    }
  }

  /// A slave of which the test makes each connection by hand.
  private final class Caller implements AutoCloseable {
    private final CompletableFuture<String> closed = new CompletableFuture<>();
    private final String secret;
    private final SystemTimer ownTimer = new SystemTimer("caller-timer");
    private final WireClient<SlaveFrame> wire =
        new WireClient<>(FrameCodec.SLAVE, WireLimits.towardsMaster(), ownTimer);

    Caller(String secret) {
      this.secret = secret;
    }

    /// Asks to be let in, having been in a session before, and says more. Returns the answer to be.
    CompletableFuture<Attached> attach(String session, long received, SlaveFrame... more) {
      CompletableFuture<Attached> answer = new CompletableFuture<>();
      wire.connect(
          proxy.address(),
          Tls.client(FARM.fingerprint()),
          new WireListener<>() {
            @Override
            public void opened(Peer<SlaveFrame> peer) {
              peer.send(
                  new SlaveFrame.Attach(
                      1, Sorted.set(List.of()), "s", secret, "one", session, received));
              List.of(more).forEach(peer::send);
            }

            @Override
            public void received(Peer<SlaveFrame> peer, SlaveFrame frame) {
              if (frame instanceof Attached attached) {
                answer.complete(attached);
              }
            }

            @Override
            public void closed(Peer<SlaveFrame> peer, String reason) {
              closed.complete(reason);
            }
          },
          answer::completeExceptionally);
      return answer;
    }

    @Override
    public void close() {
      wire.close();
      ownTimer.close();
    }
  }

  private void cutFor(Duration time) {
    proxy.refuse(true);
    proxy.cut();
    timer.advance(time);
    proxy.refuse(false);
  }

  /// Like [#cutFor], with nothing under way when the silence begins: that would end it.
  private void silentFor(Duration time) throws Exception {
    await(Contact.State.CONNECTED, Duration.ZERO);
    proxy.refuse(true);
    proxy.cut();
    await(Contact.State.UNREACHABLE, Duration.ZERO);
    timer.advance(time);
    proxy.refuse(false);
  }

  @Test
  void aSessionGoesOnAfterAShortSilenceAndBeginsAnewAfterALongOne() throws Exception {
    try (ScriptedSlave slave = slave()) {
      assertThat(slave.hear(Attached.class).resumed()).isFalse();
      silentFor(Duration.ofSeconds(110));
      assertThat(slave.hear(Attached.class).resumed()).isTrue();
      silentFor(Duration.ofSeconds(130));
      assertThat(slave.hear(Attached.class).resumed()).isFalse();
      silentFor(Duration.ofSeconds(10));
      assertThat(slave.hear(Attached.class).resumed()).isTrue();
    }
  }

  @Test
  void aSessionThatTheSlaveNeverHeardOfIsNotResumed() throws Exception {
    try (Caller slave = new Caller(added())) {
      Attached first = slave.attach("", 0).get(10, TimeUnit.SECONDS);
      opened.get().carryOut(new Decision.DetachSlave(known().id(), "as the test wants it"));
      Attached unheard = slave.attach(first.session(), 5).get(10, TimeUnit.SECONDS);
      Attached third = slave.attach(first.session(), 5).get(10, TimeUnit.SECONDS);

      assertThat(unheard.resumed()).isFalse();
      assertThat(third.resumed()).isFalse();
      assertThat(third.session()).isNotIn(first.session(), unheard.session());
    }
  }

  @Test
  void aLossThatCannotBeStoredIsToldAgain() throws Exception {
    try (ScriptedSlave slave = slave()) {
      slave.hear(Attached.class);
      await(Contact.State.CONNECTED, Duration.ZERO);
      CountDownLatch tried = new CountDownLatch(2);
      store.refuseAll(batch -> {
        boolean loss = MemoryStore.shows(batch, Contact.State.UNREACHABLE);
        if (loss) {
          tried.countDown();
        }
        return loss;
      });
      proxy.refuse(true);
      proxy.cut();
      tried.await();
      store.refuseAll(_ -> false);
      await(Contact.State.UNREACHABLE, Duration.ofSeconds(1));
    }
  }

  @Test
  void aRefusedMessageEndsItsSessionOnWhateverLineTheSlaveIsByThen() throws Exception {
    try (ScriptedSlave slave = slave()) {
      slave.hear(Attached.class);
      await(Contact.State.CONNECTED, Duration.ZERO);
      CountDownLatch tried = new CountDownLatch(1);
      CountDownLatch back = new CountDownLatch(1);
      store.refuseAll(batch -> {
        boolean away = shows(batch, Presence.State.AWAY);
        if (away) {
          tried.countDown();
          await(back);
        }
        return away;
      });
      slave.say(new SlaveMessage.PresenceChanged(Presence.away("tea", Optional.empty())));
      tried.await();
      cutFor(Duration.ofSeconds(5));
      assertThat(slave.hear(Attached.class).resumed()).isTrue();
      back.countDown();
      assertThat(slave.hear(Attached.class).resumed()).isFalse();
    }
  }

  private static boolean shows(Store.Batch batch, Presence.State state) {
    return batch.changes().stream()
        .anyMatch(change ->
            change instanceof Change.Shown(FarmChange.SlaveKept(Slave slave))
                && slave.presence().state() == state);
  }

  private static SlaveFrame.LogChunk chunk(long offset, String text) {
    return new SlaveFrame.LogChunk(BUILD, 0, offset, text.getBytes(UTF_8));
  }

  private void followToItsEnd() throws Exception {
    Reply.LogPart end =
        logs.follow(BUILD, 0, Long.MAX_VALUE, 1, Duration.ofDays(1)).get(10, TimeUnit.SECONDS);
    assertThat(end.complete()).isTrue();
  }

  @Test
  void aRemovedSlaveStaysUntilNothingMoreOfItsLogsComes() throws Exception {
    try (ScriptedSlave slave = slave()) {
      slave.hear(Attached.class);
      await(Contact.State.CONNECTED, Duration.ZERO);
      intake.expect(BUILD, known().id(), 100);
      accepted(new Command.RemoveSlave("s"));
      timer.awaitDueWithin(Farewells.SILENCE);
      slave.print(chunk(0, "one\n"));
      slave.hear(SlaveFrame.LogStored.class);
      timer.advance(Farewells.SILENCE);
      slave.print(chunk(4, "two\n"));
      assertThat(slave.hear(SlaveFrame.LogStored.class).length()).isEqualTo(8);
      timer.advance(Farewells.SILENCE);
      slave.print(chunk(8, "end\n"));
      assertThat(slave.hear(SlaveFrame.LogStored.class).length()).isEqualTo(12);
      timer.advance(Farewells.SILENCE.multipliedBy(2));
      slave.hear(ScriptedSlave.Lost.class);
      followToItsEnd();
    }
  }

  @Test
  void aSlaveThatIsDownBringsTheRestOfAnEndedLogInANewSession() throws Exception {
    StepResult step = new StepResult(0, "make", StepResult.End.EXITED, 0, Duration.ZERO, 8, "");
    BuildResult result = new BuildResult(Outcome.SUCCESS, List.of(step), "");
    try (ScriptedSlave slave = slave()) {
      slave.hear(Attached.class);
      past.put(BUILD, known().id());
      intake.expect(BUILD, known().id(), 100);
      slave.print(chunk(0, "one\n"));
      slave.hear(SlaveFrame.LogStored.class);
      slave.say(new SlaveMessage.BuildFinished(BUILD, result));
      slave.has(new BuildReport.Ended(BUILD, result));
      slave.hear(SlaveMessage.BuildRecorded.class);
      await(Contact.State.CONNECTED, Duration.ZERO);
      proxy.refuse(true);
      proxy.cut();
      await(Contact.State.UNREACHABLE, Duration.ZERO);
      opened.get().carryOut(new Decision.CloseOwedLogs(known().id()));
      followToItsEnd();

      timer.advance(Duration.ofSeconds(30));
      proxy.refuse(false);
      assertThat(slave.hear(Attached.class).resumed()).isFalse();
      slave.hear(SlaveMessage.BuildRecorded.class);
      slave.print(chunk(4, "two\n"));
      while (!slave.hear(SlaveFrame.LogStored.class).synced()) {
        continue;
      }
      assertThat(logs.length(BUILD, 0).length()).isEqualTo(8);
    }
  }

  @Test
  void aLogIsClosedBeforeTheDoorIsOpen() throws Exception {
    logs.append(BUILD, 0, 0, "one\n".getBytes(UTF_8));
    door().carryOut(new Decision.CloseLog(BUILD));
    followToItsEnd();
  }

  @Test
  void aLineThatEndsWhileItsSlaveIsJudgedIsNoLine() throws Exception {
    String secret = added();
    String session;
    try (ScriptedSlave slave = slave(secret)) {
      session = slave.hear(Attached.class).session();
      await(Contact.State.CONNECTED, Duration.ZERO);
    }
    await(Contact.State.UNREACHABLE, Duration.ZERO);
    CountDownLatch judged = new CountDownLatch(1);
    CompletableFuture<Boolean> judge = loop.twin().ask(_ -> await(judged));
    try (Caller slave = new Caller(secret)) {
      CompletableFuture<Attached> answer = slave.attach(session, 0, new SlaveFrame.Ping());
      slave.closed.get(10, TimeUnit.SECONDS);
      judged.countDown();
      assertThat(judge.get(10, TimeUnit.SECONDS)).isTrue();
      loop.twin().ask(_ -> true).get(10, TimeUnit.SECONDS);
      // By now the door has said to the loop what it has to say; the loop has heard it before this.
      var _ = added();
      await(Contact.State.UNREACHABLE, Duration.ofSeconds(1));
      assertThat(answer).isNotDone();
    }
  }

  private static boolean await(CountDownLatch latch) {
    try {
      return latch.await(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
