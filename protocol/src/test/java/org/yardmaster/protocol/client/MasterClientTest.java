package org.yardmaster.protocol.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.yardmaster.protocol.message.Answer;
import org.yardmaster.protocol.message.Command;
import org.yardmaster.protocol.message.ConsoleFrame;
import org.yardmaster.protocol.message.ConsoleFrame.Ask;
import org.yardmaster.protocol.message.ConsoleFrame.Changed;
import org.yardmaster.protocol.message.ConsoleFrame.Do;
import org.yardmaster.protocol.message.ConsoleFrame.Done;
import org.yardmaster.protocol.message.ConsoleFrame.LoggedIn;
import org.yardmaster.protocol.message.ConsoleFrame.Login;
import org.yardmaster.protocol.message.ConsoleFrame.LoginRefused;
import org.yardmaster.protocol.message.ConsoleFrame.Notice;
import org.yardmaster.protocol.message.ConsoleFrame.Ping;
import org.yardmaster.protocol.message.ConsoleFrame.Pong;
import org.yardmaster.protocol.message.ConsoleFrame.SnapshotChunk;
import org.yardmaster.protocol.message.ConsoleFrame.Subscribe;
import org.yardmaster.protocol.message.ConsoleFrame.Told;
import org.yardmaster.protocol.message.FarmChange;
import org.yardmaster.protocol.message.Query;
import org.yardmaster.protocol.message.Reply;
import org.yardmaster.protocol.model.Pause;
import org.yardmaster.protocol.model.PauseScope;
import org.yardmaster.protocol.model.Role;
import org.yardmaster.protocol.model.Sorted;
import org.yardmaster.protocol.testing.CuttingProxy;
import org.yardmaster.protocol.testing.FarmCertificates;
import org.yardmaster.protocol.testing.ManualTimer;
import org.yardmaster.protocol.wire.Fingerprint;
import org.yardmaster.protocol.wire.FrameCodec;
import org.yardmaster.protocol.wire.HostPort;
import org.yardmaster.protocol.wire.Peer;
import org.yardmaster.protocol.wire.UnknownFarm;
import org.yardmaster.protocol.wire.WireClient;
import org.yardmaster.protocol.wire.WireLimits;
import org.yardmaster.protocol.wire.WireListener;
import org.yardmaster.protocol.wire.WireServer;

/// A client over real sockets, against a master played frame by frame; time is turned by hand.
class MasterClientTest {
  private static final FarmCertificates FARM = new FarmCertificates();
  private static final Command UNDO = new Command.Undo(Optional.empty());
  private static final Answer DONE = new Answer.Accepted(7, "undone", Optional.empty());

  private final ManualTimer timer = new ManualTimer();
  private final Master master = new Master();
  private final Person person = new Person();
  private final ExecutorService owner = Executors.newSingleThreadExecutor();
  private final WireClient<ConsoleFrame> wire =
      new WireClient<>(FrameCodec.CONSOLE, WireLimits.towardsMaster(), timer);
  private final List<AutoCloseable> open = new ArrayList<>();
  private CuttingProxy proxy;
  private Peer<ConsoleFrame> peer;

  @BeforeEach
  void openMaster() throws Exception {
    WireServer<ConsoleFrame> server =
        WireServer.open(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            FrameCodec.CONSOLE,
            FARM.server(),
            WireLimits.door(),
            timer,
            master);
    open.add(owner::shutdown);
    open.add(wire);
    open.add(server);
    proxy = new CuttingProxy(server.address());
    open.add(proxy);
  }

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  private MasterClient client(Optional<Fingerprint> farm, MasterClient.Persistence persistence) {
    MasterClient client =
        new MasterClient(
            new MasterClient.Target(
                new HostPort("127.0.0.1", proxy.port()), farm, "anna", "pass", false),
            persistence,
            wire,
            timer,
            () -> 1.0,
            owner,
            person);
    open.add(client);
    return client;
  }

  private MasterClient client() {
    return client(Optional.of(FARM.fingerprint()), MasterClient.Persistence.COME_BACK);
  }

  private LoggedIn welcome(String masterStart) {
    return new LoggedIn(
        ConsoleFrame.VERSION,
        Sorted.set(List.of()),
        "farm",
        masterStart,
        "anna",
        Role.OPERATOR,
        timer.now().plusSeconds(100),
        Duration.ofSeconds(15),
        Duration.ofSeconds(45));
  }

  private void letIn(String masterStart) throws Exception {
    peer = next(master.opened);
    assertThat(next(master.frames))
        .isEqualTo(new Login(ConsoleFrame.VERSION, Sorted.set(List.of()), "anna", "pass", false));
    peer.send(welcome(masterStart));
    assertThat(next(person.heard)).isEqualTo("Connecting");
    assertThat(next(person.heard)).isEqualTo("Connected");
  }

  private void comeBack(String masterStart) throws Exception {
    assertThat(next(person.heard)).isEqualTo("Lost");
    timer.awaitDueWithin(Duration.ofSeconds(1));
    timer.advance(Duration.ofSeconds(1));
    letIn(masterStart);
  }

  private static Pause pause(String builder) {
    return new Pause(PauseScope.builder(builder), "anna", Instant.EPOCH, "power", Optional.empty());
  }

  private static FarmChange kept(String builder) {
    return new FarmChange.PauseKept(pause(builder));
  }

  @Test
  void followingBringsASnapshotAndThenChanges() throws Exception {
    MasterClient client = client();
    client.follow();
    CompletableFuture<LoggedIn> login = client.start();
    letIn("m-1");
    assertThat(login.get(20, TimeUnit.SECONDS).farm()).isEqualTo("farm");
    assertThat(client.masterNow()).isEqualTo(timer.now().plusSeconds(100));
    assertThat(next(master.frames)).isEqualTo(new Subscribe("m-1", OptionalLong.empty()));
    peer.send(new SnapshotChunk(true, 2, List.of(kept("a"))));
    peer.send(new SnapshotChunk(false, 2, List.of(kept("b"))));
    peer.send(new Changed(40, Instant.EPOCH, List.of()));
    peer.send(
        new Changed(41, Instant.EPOCH, List.of(new FarmChange.PauseGone(pause("a").scope()))));
    assertThat(next(person.heard)).isEqualTo("begins 2");
    assertThat(next(person.heard)).isEqualTo("1 of 2 [builder a]");
    assertThat(next(person.heard)).isEqualTo("2 of 2 [builder a, builder b]");
    assertThat(next(person.heard)).isEqualTo("batch 40 [builder a, builder b]");
    assertThat(next(person.heard)).isEqualTo("ready");
    assertThat(next(person.heard)).isEqualTo("batch 41 [builder b]");
  }

  @Test
  void afterALossChangesGoOnFromTheLastBatch() throws Exception {
    MasterClient client = client();
    client.follow();
    var _ = client.start();
    letIn("m-1");
    next(master.frames);
    peer.send(new SnapshotChunk(true, 1, List.of(kept("a"))));
    peer.send(new Changed(40, Instant.EPOCH, List.of()));
    for (String expected :
        List.of("begins 1", "1 of 1 [builder a]", "batch 40 [builder a]", "ready")) {
      assertThat(next(person.heard)).isEqualTo(expected);
    }
    proxy.cut();
    comeBack("m-1");
    assertThat(next(master.frames)).isEqualTo(new Subscribe("m-1", OptionalLong.of(40)));
    peer.send(new Changed(44, Instant.EPOCH, List.of(kept("b"))));
    assertThat(next(person.heard)).isEqualTo("batch 44 [builder a, builder b]");
    assertThat(next(person.heard)).isEqualTo("ready");

    proxy.cut();
    comeBack("m-2");
    assertThat(next(master.frames)).isEqualTo(new Subscribe("m-2", OptionalLong.empty()));
    peer.send(new SnapshotChunk(true, 1, List.of(kept("c"))));
    assertThat(next(person.heard)).isEqualTo("begins 1");
    assertThat(next(person.heard)).isEqualTo("1 of 1 [builder c]");
  }

  @Test
  void aCommandIsSentAgainUntilAnswered() throws Exception {
    MasterClient client = client();
    CompletableFuture<Answer> early = client.command("id-1", UNDO);
    var _ = client.start();
    letIn("m-1");
    assertThat(next(master.frames)).isEqualTo(new Do("id-1", UNDO, false));
    CompletableFuture<Answer> second = client.command("id-2", UNDO);
    assertThat(next(master.frames)).isEqualTo(new Do("id-2", UNDO, false));
    peer.send(new Done("id-2", 3, DONE));
    assertThat(second.get(20, TimeUnit.SECONDS)).isEqualTo(DONE);
    proxy.cut();
    comeBack("m-1");
    assertThat(next(master.frames)).isEqualTo(new Do("id-1", UNDO, false));
    peer.send(new Done("id-1", 4, DONE));
    assertThat(early.get(20, TimeUnit.SECONDS)).isEqualTo(DONE);
  }

  @Test
  void onlyACommandUnderAnIdJustMadeIsFirstAndOnlyOnce() throws Exception {
    MasterClient client = client();
    var _ = client.start();
    letIn("m-1");
    var _ = client.command(UNDO);
    Do first = (Do) next(master.frames);
    assertThat(first).isEqualTo(new Do(first.id(), UNDO, true));
    proxy.cut();
    comeBack("m-1");
    assertThat(next(master.frames)).isEqualTo(new Do(first.id(), UNDO, false));
  }

  @Test
  void aCommandThatNoFrameCanCarryIsRefusedAndTheLineStands() throws Exception {
    MasterClient client = client();
    var _ = client.start();
    letIn("m-1");
    Command huge = new Command.Hold(List.of(), "x".repeat(17 << 20));

    assertThat(client.command("huge", huge).get(20, TimeUnit.SECONDS))
        .isInstanceOfSatisfying(
            Answer.Refused.class, refused -> assertThat(refused.text()).contains("not sent"));
    var _ = client.command("next", UNDO);
    assertThat(next(master.frames)).isEqualTo(new Do("next", UNDO, false));
  }

  @Test
  void aQuestionFailsWithTheLine() throws Exception {
    MasterClient client = client();
    assertThatThrownBy(() -> client.ask(new Query.Users()).get(20, TimeUnit.SECONDS))
        .hasCauseInstanceOf(NotConnected.class);
    var _ = client.start();
    letIn("m-1");
    CompletableFuture<Reply> first = client.ask(new Query.Users());
    assertThat(next(master.frames)).isEqualTo(new Ask(1, new Query.Users()));
    peer.send(new Told(1, new Reply.Failed("no")));
    assertThat(first.get(20, TimeUnit.SECONDS)).isEqualTo(new Reply.Failed("no"));
    CompletableFuture<Reply> second = client.ask(new Query.Users());
    next(master.frames);
    proxy.cut();
    assertThatThrownBy(() -> second.get(20, TimeUnit.SECONDS))
        .hasCauseInstanceOf(NotConnected.class)
        .hasMessageContaining("line lost");
  }

  @Test
  void anUnknownFarmIsShownForAPersonToDecide() throws Exception {
    MasterClient client = client(Optional.empty(), MasterClient.Persistence.COME_BACK);
    CompletableFuture<LoggedIn> login = client.start();
    assertThatThrownBy(() -> login.get(20, TimeUnit.SECONDS)).hasCauseInstanceOf(UnknownFarm.class);
    assertThat(next(person.states)).isInstanceOf(Connection.Connecting.class);
    assertThat(((Connection.Refused) next(person.states)).presented()).contains(FARM.fingerprint());
    assertThatThrownBy(() -> client.command(UNDO).get(20, TimeUnit.SECONDS))
        .hasCauseInstanceOf(NotConnected.class);
  }

  @Test
  void aRefusedLoginIsNotRepeatedByItself() throws Exception {
    MasterClient client = client();
    CompletableFuture<LoggedIn> login = client.start();
    Peer<ConsoleFrame> first = next(master.opened);
    next(master.frames);
    first.send(new LoginRefused("wrong user or password", Duration.ofSeconds(2)));
    assertThatThrownBy(() -> login.get(20, TimeUnit.SECONDS))
        .hasMessageContaining("wrong user or password");
    assertThat(next(person.heard)).isEqualTo("Connecting");
    assertThat(next(person.heard)).isEqualTo("Refused");
    timer.advance(Duration.ofHours(1));
    assertThat(master.opened).isEmpty();
    client.retryNow();
    letIn("m-1");
  }

  @Test
  void whoWasInAndIsOnlyAskedToWaitComesBackByItself() throws Exception {
    MasterClient client = client();
    var _ = client.start();
    Peer<ConsoleFrame> first = next(master.opened);
    next(master.frames);
    first.send(welcome("m-1"));
    next(master.pings);
    first.close("restarted");
    hears("Connecting", "Connected", "Lost");
    timer.advance(Duration.ofSeconds(30));
    Peer<ConsoleFrame> second = next(master.opened);
    next(master.frames);
    second.send(new LoginRefused("too many logins", Duration.ofSeconds(2)));
    hears("Connecting", "Lost");
    timer.advance(Duration.ofSeconds(30));
    next(master.opened);
  }

  private void hears(String... states) throws Exception {
    for (String state : states) {
      assertThat(next(person.heard)).isEqualTo(state);
    }
  }

  @Test
  void aCommandLineGivesUpAtOnce() throws Exception {
    proxy.refuse(true);
    MasterClient client = client(Optional.of(FARM.fingerprint()), MasterClient.Persistence.ONCE);
    assertThatThrownBy(() -> client.start().get(20, TimeUnit.SECONDS))
        .hasCauseInstanceOf(NotConnected.class);
  }

  @Test
  void pingsMeasureTheLineAndNoticesArrive() throws Exception {
    MasterClient client = client();
    var _ = client.start();
    peer = next(master.opened);
    next(master.frames);
    peer.send(welcome("m-1"));
    assertThat(next(master.pings)).isEqualTo(new Ping());
    timer.advance(Duration.ofMillis(30));
    peer.send(new Pong());
    peer.send(new Notice("disk full"));
    assertThat(next(person.heard)).isEqualTo("Connecting");
    assertThat(next(person.heard)).isEqualTo("Connected");
    assertThat(next(person.heard)).isEqualTo("notice disk full");
    assertThat(next(person.roundTrips)).isEqualTo(Duration.ofMillis(30));
    peer.send(new Ping());
    assertThat(next(master.pings)).isEqualTo(new Pong());
  }

  @Test
  void aSilentMasterIsLost() throws Exception {
    var _ = client().start();
    letIn("m-1");
    proxy.stall();
    for (int i = 0; i < 12; i++) {
      timer.advance(Duration.ofMillis(3_750));
    }
    assertThat(next(person.heard)).isEqualTo("Lost");
    proxy.flow();
  }

  private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
    T item = queue.poll(20, TimeUnit.SECONDS);
    if (item == null) {
      throw new AssertionError("nothing came");
    }
    return item;
  }

  /// What the master hears; pings and pongs apart.
  private static final class Master implements WireListener<ConsoleFrame> {
    final BlockingQueue<Peer<ConsoleFrame>> opened = new LinkedBlockingQueue<>();
    final BlockingQueue<ConsoleFrame> frames = new LinkedBlockingQueue<>();
    final BlockingQueue<ConsoleFrame> pings = new LinkedBlockingQueue<>();

    @Override
    public void opened(Peer<ConsoleFrame> peer) {
      opened.add(peer);
    }

    @Override
    public void received(Peer<ConsoleFrame> peer, ConsoleFrame frame) {
      peer.trust();
      (frame instanceof Ping || frame instanceof Pong ? pings : frames).add(frame);
    }

    @Override
    public void closed(Peer<ConsoleFrame> peer, String reason) {}
  }

  /// What the client's listener hears, in words.
  private static final class Person implements MasterClient.Listener {
    final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    final BlockingQueue<Connection> states = new LinkedBlockingQueue<>();
    final BlockingQueue<Duration> roundTrips = new LinkedBlockingQueue<>();

    private static String rows(FarmView view) {
      return view.pauses().keySet().toString();
    }

    @Override
    public void connection(Connection state) {
      states.add(state);
      heard.add(state.getClass().getSimpleName());
    }

    @Override
    public void snapshotBegins(FarmView view, int total) {
      heard.add("begins " + total);
    }

    @Override
    public void snapshotRows(FarmView view, List<FarmChange> rows, int have, int total) {
      heard.add(have + " of " + total + " " + rows(view));
    }

    @Override
    public void ready(FarmView view) {
      heard.add("ready");
    }

    @Override
    public void changed(FarmView view, Changed batch) {
      heard.add("batch " + batch.batch() + " " + rows(view));
    }

    @Override
    public void notice(String text) {
      heard.add("notice " + text);
    }

    @Override
    public void roundTrip(Duration time) {
      roundTrips.add(time);
    }
  }
}
