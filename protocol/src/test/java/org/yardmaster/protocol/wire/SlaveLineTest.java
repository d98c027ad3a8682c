package org.yardmaster.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.yardmaster.protocol.wire.Recorder.next;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.yardmaster.protocol.message.SlaveFrame;
import org.yardmaster.protocol.message.SlaveFrame.Acknowledged;
import org.yardmaster.protocol.message.SlaveFrame.Attach;
import org.yardmaster.protocol.message.SlaveFrame.AttachRefused;
import org.yardmaster.protocol.message.SlaveFrame.Attached;
import org.yardmaster.protocol.message.SlaveFrame.LogChunk;
import org.yardmaster.protocol.message.SlaveFrame.LogStored;
import org.yardmaster.protocol.message.SlaveFrame.Numbered;
import org.yardmaster.protocol.message.SlaveFrame.Ping;
import org.yardmaster.protocol.message.SlaveFrame.Pong;
import org.yardmaster.protocol.message.SlaveFrame.Refusal;
import org.yardmaster.protocol.message.SlaveMessage;
import org.yardmaster.protocol.message.SlaveMessage.BuildRecorded;
import org.yardmaster.protocol.message.SlaveMessage.Inventory;
import org.yardmaster.protocol.message.SlaveMessage.StepStarted;
import org.yardmaster.protocol.message.SlaveMessage.ToSlave;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.Presence;
import org.yardmaster.protocol.model.SlaveFacts;
import org.yardmaster.protocol.model.Sorted;
import org.yardmaster.protocol.testing.CuttingProxy;
import org.yardmaster.protocol.testing.FarmCertificates;
import org.yardmaster.protocol.testing.ManualTimer;

/// A slave's line over real sockets, against a master played frame by frame; time is turned by
/// hand.
class SlaveLineTest {
  private static final FarmCertificates FARM = new FarmCertificates();
  private static final Inventory INVENTORY =
      new Inventory(Presence.accepting(), SlaveFacts.unknown(), List.of());
  private static final Duration BEAT = Duration.ofSeconds(15);
  private static final Duration DEAD = Duration.ofSeconds(45);

  private final ManualTimer timer = new ManualTimer();
  private final Recorder<SlaveFrame> master = new Recorder<>((peer, _) -> peer.trust());
  private final Slave slave = new Slave();
  private final List<AutoCloseable> open = new ArrayList<>();
  private CuttingProxy proxy;
  private SlaveLine line;

  @BeforeEach
  void start() throws Exception {
    WireServer<SlaveFrame> server =
        WireServer.open(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            FrameCodec.SLAVE,
            FARM.server(),
            WireLimits.door(),
            timer,
            master);
    open.add(server);
    proxy = new CuttingProxy(server.address());
    open.add(proxy);
    WireClient<SlaveFrame> client =
        new WireClient<>(FrameCodec.SLAVE, WireLimits.towardsMaster(), timer);
    open.add(client);
    line =
        new SlaveLine(
            new SlaveLine.Identity(
                "osx-3",
                "secret",
                "start-1",
                Sorted.set(List.of()),
                List.of(new HostPort("127.0.0.1", proxy.port())),
                FARM.fingerprint()),
            client,
            timer,
            () -> 1.0,
            slave.owner,
            slave);
    slave.onOwner(line::start);
  }

  @AfterEach
  void closeAll() throws Exception {
    slave.onOwner(line::close);
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
    slave.owner.shutdown();
  }

  private static Attached attached(String session, long term, boolean resumed, long received) {
    return new Attached(
        SlaveFrame.VERSION, Sorted.set(List.of()), session, term, resumed, received, BEAT, DEAD);
  }

  private Attach attach(String session, long received) {
    return new Attach(
        SlaveFrame.VERSION, Sorted.set(List.of()), "osx-3", "secret", "start-1", session, received);
  }

  private static StepStarted step(int number) {
    return new StepStarted(new BuildId(1), number);
  }

  private static Numbered fromSlave(long number, SlaveMessage message) {
    return new Numbered(0, number, message);
  }

  /// Attaches anew and takes the inventory.
  private Peer<SlaveFrame> attachAnew() throws Exception {
    Peer<SlaveFrame> peer = next(master.opened);
    assertThat(next(master.frames)).isEqualTo(attach("", 0));
    peer.send(attached("m-1", 1, false, 0));
    assertThat(next(slave.heard)).isEqualTo("session m-1");
    assertThat(next(slave.heard)).isEqualTo("connected");
    assertThat(next(master.frames)).isEqualTo(fromSlave(1, INVENTORY));
    return peer;
  }

  /// Lets the wait before the next attempt pass.
  private void reconnect() throws Exception {
    timer.awaitDueWithin(Duration.ofSeconds(1));
    timer.advance(Duration.ofSeconds(1));
  }

  @Test
  void aNewSessionBeginsWithTheInventory() throws Exception {
    attachAnew();
    slave.onOwner(() -> line.send(step(1)));
    assertThat(next(master.frames)).isEqualTo(fromSlave(2, step(1)));
  }

  @Test
  void afterACutExactlyTheMissingNumbersComeAgain() throws Exception {
    Peer<SlaveFrame> peer = attachAnew();
    for (int i = 2; i <= 6; i++) {
      int number = i;
      slave.onOwner(() -> line.send(step(number)));
      assertThat(next(master.frames)).isEqualTo(fromSlave(i, step(i)));
    }
    peer.send(new Acknowledged(3));
    peer.send(new LogStored(new BuildId(1), 0, 9, 9, false));
    assertThat(next(slave.heard)).isEqualTo("stored 9");
    assertThat(line.unacknowledged()).isEqualTo(3);

    proxy.cut();
    assertThat(next(slave.heard)).startsWith("disconnected");
    slave.onOwner(() -> line.send(step(7)));
    reconnect();
    Peer<SlaveFrame> again = second();
    assertThat(next(master.frames)).isEqualTo(attach("m-1", 0));
    again.send(attached("m-1", 1, true, 4));
    assertThat(next(slave.heard)).isEqualTo("connected");
    for (int i = 5; i <= 7; i++) {
      assertThat(next(master.frames)).isEqualTo(fromSlave(i, step(i)));
    }
    again.send(new Acknowledged(7));
    again.send(new LogStored(new BuildId(1), 0, 10, 9, false));
    assertThat(next(slave.heard)).isEqualTo("stored 10");
    assertThat(line.unacknowledged()).isZero();
    assertThat(master.frames).isEmpty();
  }

  private Peer<SlaveFrame> second() throws InterruptedException {
    return next(master.opened);
  }

  @Test
  void aRestartedMasterGetsANewSession() throws Exception {
    attachAnew();
    slave.onOwner(() -> line.send(step(2)));
    next(master.frames);
    proxy.cut();
    assertThat(next(slave.heard)).startsWith("disconnected");
    reconnect();
    Peer<SlaveFrame> again = second();
    next(master.frames);
    again.send(attached("m-2", 1, false, 0));
    assertThat(next(slave.heard)).isEqualTo("session m-2");
    assertThat(next(slave.heard)).isEqualTo("connected");
    assertThat(next(master.frames)).isEqualTo(fromSlave(1, INVENTORY));
    assertThat(master.frames).isEmpty();
  }

  @Test
  void aMessageIsAcknowledgedWhenDurableAndDeliveredOnce() throws Exception {
    Peer<SlaveFrame> peer = attachAnew();
    ToSlave message = new BuildRecorded(new BuildId(5));
    peer.send(new Numbered(1, 1, message));
    assertThat(next(slave.received)).isEqualTo(message);
    proxy.cut();
    assertThat(next(slave.heard)).startsWith("disconnected");
    reconnect();
    Peer<SlaveFrame> again = second();
    assertThat(next(master.frames)).isEqualTo(attach("m-1", 0));
    again.send(attached("m-1", 1, true, 1));
    again.send(new Numbered(1, 1, message));
    again.send(new Numbered(1, 2, message));
    assertThat(next(slave.received)).isEqualTo(message);
    assertThat(slave.received).isEmpty();

    slave.processNext();
    assertThat(next(master.frames)).isEqualTo(new Acknowledged(1));
    slave.processNext();
    assertThat(next(master.frames)).isEqualTo(new Acknowledged(2));
    again.send(new Numbered(1, 1, message));
    assertThat(next(master.frames)).isEqualTo(new Acknowledged(2));
  }

  @Test
  void aLateReceiptOfAnOldSessionAcknowledgesNothing() throws Exception {
    Peer<SlaveFrame> peer = attachAnew();
    peer.send(new Numbered(1, 1, new BuildRecorded(new BuildId(5))));
    next(slave.received);
    proxy.cut();
    reconnect();
    Peer<SlaveFrame> again = second();
    next(master.frames);
    again.send(attached("m-2", 1, false, 0));
    assertThat(next(master.frames)).isEqualTo(fromSlave(1, INVENTORY));
    slave.processNext();
    slave.onOwner(() -> line.send(step(2)));
    assertThat(next(master.frames)).isEqualTo(fromSlave(2, step(2)));
  }

  @Test
  void anOlderTermIsRefused() throws Exception {
    Peer<SlaveFrame> peer = attachAnew();
    peer.send(new Numbered(3, 1, new BuildRecorded(new BuildId(5))));
    next(slave.received);
    peer.send(new Numbered(2, 2, new BuildRecorded(new BuildId(6))));
    next(master.closed);
    assertThat(next(slave.heard)).contains("term 2 of a master that leads no more");
    assertThat(slave.received).isEmpty();
  }

  @Test
  void aGapInTheNumbersClosesTheLineAndBeginsAnew() throws Exception {
    Peer<SlaveFrame> peer = attachAnew();
    peer.send(new Numbered(1, 2, new BuildRecorded(new BuildId(5))));
    next(master.closed);
    assertThat(next(slave.heard)).contains("expected 1");
    reconnect();
    second();
    assertThat(next(master.frames)).isEqualTo(attach("", 0));
  }

  @Test
  void pingsAreAnsweredWhileTheOwnerIsBusy() throws Exception {
    Peer<SlaveFrame> peer = attachAnew();
    slave.owner.execute(slave::hang);
    peer.send(new Ping());
    assertThat(next(master.frames)).isEqualTo(new Pong());
    slave.goOn.add("on");
  }

  @Test
  void aHalfOpenLineIsFoundDead() throws Exception {
    attachAnew();
    Instant heard = timer.now();
    proxy.stall();
    for (int i = 0; i < 12; i++) {
      timer.advance(BEAT.dividedBy(4));
    }
    assertThat(next(slave.heard)).isEqualTo("disconnected " + heard + " silent since " + heard);
    proxy.flow();
  }

  @Test
  void aQuietLineIsKeptByPings() throws Exception {
    Peer<SlaveFrame> peer = attachAnew();
    for (int i = 0; i < 16; i++) {
      for (int j = 0; j < 4; j++) {
        timer.advance(BEAT.dividedBy(4));
      }
      assertThat(next(master.frames)).isEqualTo(new Ping());
      peer.send(new Pong());
      peer.send(new LogStored(new BuildId(1), 0, i, 9, false));
      assertThat(next(slave.heard)).isEqualTo("stored " + i);
    }
  }

  @Test
  void anUnansweredAttachIsGivenUp() throws Exception {
    next(master.opened);
    next(master.frames);
    timer.advance(Duration.ofSeconds(10));
    assertThat(next(slave.heard)).startsWith("unreachable").contains("10 s");
  }

  @Test
  void aRefusalIsToldAndNotRepeatedSoon() throws Exception {
    Peer<SlaveFrame> peer = next(master.opened);
    next(master.frames);
    peer.send(new AttachRefused(Refusal.WRONG_SECRET, "wrong secret"));
    peer.close("refused");
    assertThat(next(slave.heard)).isEqualTo("refused WRONG_SECRET wrong secret PT1M");
    timer.advance(Duration.ofSeconds(59));
    assertThat(master.opened).isEmpty();
    timer.advance(Duration.ofSeconds(1));
    second();
  }

  @Test
  void waitsDoubleWhileTheMasterIsGone() throws Exception {
    attachAnew();
    proxy.refuse(true);
    proxy.cut();
    assertThat(next(slave.heard)).startsWith("disconnected");
    Duration wait = Duration.ofMillis(500);
    for (String expected : List.of("PT1S", "PT2S", "PT4S", "PT8S", "PT10S", "PT10S")) {
      timer.awaitDueWithin(wait);
      timer.advance(wait);
      assertThat(next(slave.heard)).startsWith("unreachable").endsWith(expected);
      wait = Duration.parse(expected);
    }
    proxy.refuse(false);
    timer.awaitDueWithin(wait);
    timer.advance(wait);
    second();
  }

  @Test
  void chunksWaitForRoomAndForTheLine() throws Exception {
    LogChunk chunk = new LogChunk(new BuildId(1), 0, 0, new byte[60_000]);
    assertThat(line.sendChunk(chunk)).isFalse();
    attachAnew();
    proxy.stall();
    int taken = 0;
    while (line.sendChunk(chunk) && taken < 10_000) {
      taken++;
    }
    assertThat(taken).isBetween(2, 9_999);
    slave.onOwner(() -> line.send(step(2)));
    proxy.flow();
    for (int i = 0; i < taken; i++) {
      assertThat(next(master.frames)).isEqualTo(chunk);
    }
    assertThat(next(master.frames)).isEqualTo(fromSlave(2, step(2)));
    next(slave.welcome);
    assertThat(line.sendChunk(chunk)).isTrue();
  }

  /// Everything comes across a line that is cut at many different bytes: each message once, in
  /// order.
  @Test
  void noCutLosesOrRepeatsAMessage() throws Exception {
    Peer<SlaveFrame> peer = attachAnew();
    long processed = 1;
    int sent = 1;
    for (int round = 0; round < 12; round++) {
      proxy.cutAfter(137L * round);
      for (int i = 0; i < 20; i++) {
        int number = ++sent;
        slave.onOwner(() -> line.send(step(number)));
      }
      next(master.closed);
      assertThat(next(slave.heard)).startsWith("disconnected");
      while (!master.frames.isEmpty()) {
        processed = process(master.frames.poll(), processed);
      }
      timer.awaitDueWithin(Duration.ofSeconds(10));
      timer.advance(Duration.ofSeconds(10));
      peer = next(master.opened);
      assertThat(next(master.frames)).isEqualTo(attach("m-1", 0));
      peer.send(attached("m-1", 1, true, processed));
      assertThat(next(slave.heard)).isEqualTo("connected");
    }
    while (processed < sent) {
      processed = process(next(master.frames), processed);
    }
    assertThat(master.frames).isEmpty();
  }

  private static long process(SlaveFrame frame, long processed) {
    if (frame instanceof Numbered numbered) {
      assertThat(numbered.number()).isEqualTo(processed + 1);
      return numbered.number();
    }
    return processed;
  }

  /// A slave that writes down what its line tells it.
  private static final class Slave implements SlaveLine.Listener {
    final ExecutorService owner = Executors.newSingleThreadExecutor();
    final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    final BlockingQueue<ToSlave> received = new LinkedBlockingQueue<>();
    final BlockingQueue<SlaveLine.Receipt> receipts = new LinkedBlockingQueue<>();
    final BlockingQueue<String> welcome = new LinkedBlockingQueue<>();
    final BlockingQueue<String> goOn = new LinkedBlockingQueue<>();

    void onOwner(Runnable task) throws Exception {
      owner.submit(task).get(20, TimeUnit.SECONDS);
    }

    void processNext() throws Exception {
      SlaveLine.Receipt receipt = next(receipts);
      onOwner(receipt::processed);
    }

    void hang() {
      try {
        next(goOn);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public Inventory newSession(String session) {
      heard.add("session " + session);
      return INVENTORY;
    }

    @Override
    public void received(ToSlave message, SlaveLine.Receipt receipt) {
      receipts.add(receipt);
      received.add(message);
    }

    @Override
    public void logStored(LogStored stored) {
      heard.add("stored " + stored.length());
    }

    @Override
    public void connected(Attached attached, HostPort master) {
      heard.add("connected");
    }

    @Override
    public void disconnected(Instant lastHeardAt, String reason) {
      heard.add("disconnected " + lastHeardAt + " " + reason);
    }

    @Override
    public void unreachable(HostPort master, Throwable cause, Duration retryIn) {
      heard.add("unreachable " + cause.getMessage() + " " + retryIn);
    }

    @Override
    public void refused(Refusal code, String message, Duration retryIn) {
      heard.add("refused " + code + " " + message + " " + retryIn);
    }

    @Override
    public void chunksWelcome() {
      welcome.add("welcome");
    }
  }
}
