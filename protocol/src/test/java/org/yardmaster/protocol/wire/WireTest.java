package org.yardmaster.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.yardmaster.protocol.wire.Recorder.next;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.yardmaster.protocol.message.SlaveFrame;
import org.yardmaster.protocol.message.SlaveFrame.Acknowledged;
import org.yardmaster.protocol.message.SlaveFrame.LogChunk;
import org.yardmaster.protocol.message.SlaveFrame.Ping;
import org.yardmaster.protocol.message.SlaveFrame.Pong;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.testing.CuttingProxy;
import org.yardmaster.protocol.testing.FarmCertificates;
import org.yardmaster.protocol.testing.ManualTimer;

/// Real sockets, real TLS: what both sides of a connection may rely on.
class WireTest {
  private static final FarmCertificates FARM = new FarmCertificates();

  private final ManualTimer timer = new ManualTimer();
  private final Recorder<SlaveFrame> client = new Recorder<>();
  private final WireClient<SlaveFrame> connector =
      new WireClient<>(FrameCodec.SLAVE, WireLimits.towardsMaster(), timer);
  private final List<AutoCloseable> open = new ArrayList<>(List.of(connector));

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  private WireServer<SlaveFrame> serve(SSLContext tls, Recorder<SlaveFrame> listener)
      throws Exception {
    WireServer<SlaveFrame> server =
        WireServer.open(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            FrameCodec.SLAVE,
            tls,
            WireLimits.door(),
            timer,
            listener);
    open.add(server);
    return server;
  }

  private void connect(InetSocketAddress address, SSLContext tls) {
    connector.connect(address, tls, client, client.failed::add);
  }

  @Test
  void framesGoBothWaysInOrder() throws Exception {
    Recorder<SlaveFrame> door = new Recorder<>(Peer::send);
    connect(serve(FARM.server(), door).address(), FARM.client());
    Peer<SlaveFrame> peer = next(client.opened);
    next(door.opened).trust();

    List<SlaveFrame> sent = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      sent.add(new Acknowledged(i));
    }
    sent.add(new LogChunk(new BuildId(7), 1, 2, new byte[300_000]));
    sent.forEach(peer::send);

    List<SlaveFrame> echoed = new ArrayList<>();
    while (echoed.size() < sent.size()) {
      echoed.add(next(client.frames));
    }
    assertThat(echoed).isEqualTo(sent);
    assertThat(client.drained).isEmpty();
    peer.awaitDrained();
    next(client.drained);
    assertThat(peer.queuedBytes()).isZero();
  }

  @Test
  void whatIsSentTogetherWaitsForTheEndOfItsGo() throws Exception {
    WireServer<SlaveFrame> server = serve(FARM.server(), new Recorder<>(Peer::send));
    connect(server.address(), FARM.client());
    connect(server.address(), FARM.client());
    Peer<SlaveFrame> held = next(client.opened);
    Peer<SlaveFrame> free = next(client.opened);

    Together.send(() -> {
      held.send(new Acknowledged(1));
      Together.send(() -> held.send(new Acknowledged(2)));
      CompletableFuture.runAsync(() -> free.send(new Pong())).join();
      assertThat(nextFrame()).isEqualTo(new Pong());
      assertThat(held.queuedBytes()).isPositive();
      assertThat(client.frames).isEmpty();
    });

    assertThat(nextFrame()).isEqualTo(new Acknowledged(1));
    assertThat(nextFrame()).isEqualTo(new Acknowledged(2));
  }

  @Test
  void whatIsSentTogetherToManyArrivesInOrderThoughTheGoFails() throws Exception {
    Recorder<SlaveFrame> door = new Recorder<>(Peer::send);
    WireServer<SlaveFrame> server = serve(FARM.server(), door);
    Map<Peer<SlaveFrame>, Recorder<SlaveFrame>> clients = new LinkedHashMap<>();
    for (int i = 0; i < 5; i++) {
      Recorder<SlaveFrame> one = new Recorder<>();
      connector.connect(server.address(), FARM.client(), one, one.failed::add);
      clients.put(next(one.opened), one);
      next(door.opened).trust();
    }
    List<SlaveFrame> sent = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      sent.add(
          i == 50 ? new LogChunk(new BuildId(7), 1, 2, new byte[100_000]) : new Acknowledged(i));
    }

    assertThatThrownBy(() ->
            Together.send(() -> {
              sent.forEach(frame -> clients.keySet().forEach(peer -> peer.send(frame)));
              throw new IllegalStateException("as the test wants it");
            }))
        .hasMessage("as the test wants it");
    for (Recorder<SlaveFrame> one : clients.values()) {
      for (SlaveFrame frame : sent) {
        assertThat(next(one.frames)).isEqualTo(frame);
      }
    }
  }

  private SlaveFrame nextFrame() {
    try {
      return next(client.frames);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whatWasSentBeforeCloseArrives() throws Exception {
    Recorder<SlaveFrame> door =
        new Recorder<>((peer, _) -> {
          peer.send(new Pong());
          peer.close("enough");
          peer.send(new Ping());
        });
    connect(serve(FARM.server(), door).address(), FARM.client());
    next(client.opened).send(new Ping());

    assertThat(next(client.frames)).isEqualTo(new Pong());
    assertThat(next(door.closed)).isEqualTo("enough");
    assertThat(next(client.closed)).isEqualTo("closed by the other side");
    assertThat(client.frames).isEmpty();
  }

  @Test
  void onlyTls13IsSpoken() throws Exception {
    WireServer<SlaveFrame> server = serve(FARM.server(), new Recorder<>());
    SSLContext context = FARM.client();
    try (SSLSocket socket =
        (SSLSocket)
            context
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), server.address().getPort())) {
      socket.startHandshake();
      assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.3");
    }
    SSLContext old = SSLContext.getInstance("TLSv1.2");
    old.init(null, null, null);
    try (SSLSocket socket =
        (SSLSocket)
            old.getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), server.address().getPort())) {
      assertThat(org.assertj.core.api.Assertions.catchThrowable(socket::startHandshake))
          .isInstanceOf(javax.net.ssl.SSLException.class);
    }
  }

  @Test
  void anotherFarmIsRefusedAndItsFingerprintTold() throws Exception {
    connect(
        serve(FARM.server(), new Recorder<>()).address(), new FarmCertificates("other").client());

    assertThat(UnknownFarm.in(next(client.failed)).orElseThrow().presented())
        .isEqualTo(FARM.fingerprint());
    assertThat(client.opened).isEmpty();
  }

  @Test
  void firstUseTellsTheFingerprint() throws Exception {
    connect(serve(FARM.server(), new Recorder<>()).address(), Tls.asking());

    assertThat(UnknownFarm.in(next(client.failed)).orElseThrow().presented())
        .isEqualTo(FARM.fingerprint());
  }

  @Test
  void unsoundCertificatesAreRefusedWithoutOfferingTheirFingerprint() throws Exception {
    Instant yesterday = Instant.now().minus(Duration.ofDays(1));
    X509Certificate good = FARM.master(Instant.now().plus(Duration.ofDays(1)));
    FarmCertificates impostor = new FarmCertificates();
    assertRefused("expired", FARM.master(yesterday), FARM.ca());
    assertRefused("no CA shown", good);
    assertRefused(
        "signed by a CA of the same name",
        impostor.master(Instant.now().plusSeconds(99)),
        FARM.ca());
    assertRefused("not for servers", FARM.notForServers(), FARM.ca());
  }

  private void assertRefused(String what, X509Certificate... chain) throws Exception {
    connect(
        serve(FarmCertificates.serverShowing(chain), new Recorder<>()).address(), FARM.client());
    Throwable failure = next(client.failed);
    assertThat(UnknownFarm.in(failure)).as(what).isEmpty();
    assertThat(client.opened).as(what).isEmpty();
  }

  @Test
  void nobodyListeningIsAFailure() throws Exception {
    WireServer<SlaveFrame> server = serve(FARM.server(), new Recorder<>());
    InetSocketAddress address = server.address();
    server.close();
    connect(address, FARM.client());
    assertThat(next(client.failed)).isInstanceOf(java.net.ConnectException.class);
  }

  @Test
  void garbageInsteadOfTlsCostsOnlyItsOwnConnection() throws Exception {
    Recorder<SlaveFrame> door = new Recorder<>();
    WireServer<SlaveFrame> server = serve(FARM.server(), door);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.address().getPort())) {
      socket
          .getOutputStream()
          .write("GET / HTTP/1.0\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
      readToEnd(socket);
    }
    connect(server.address(), FARM.client());
    next(client.opened).send(new Ping());
    assertThat(next(door.frames)).isEqualTo(new Ping());
  }

  @Test
  void malformedFramesCloseTheirConnection() throws Exception {
    assertClosed(ByteBuffer.allocate(4).putInt(0), "frame of 0 bytes");
    assertClosed(ByteBuffer.allocate(4).putInt(-1), "frame of 4294967295 bytes");
    assertClosed(ByteBuffer.allocate(4).putInt((64 << 10) + 1), "frame of 65537 bytes");
    assertClosed(ByteBuffer.allocate(7).putInt(3).put(new byte[] {1, 2, 3}), "not readable");
  }

  private void assertClosed(ByteBuffer bytes, String reason) throws Exception {
    Recorder<SlaveFrame> door = new Recorder<>();
    WireServer<SlaveFrame> server = serve(FARM.server(), door);
    try (SSLSocket socket = tls(server)) {
      OutputStream out = socket.getOutputStream();
      out.write(bytes.array());
      out.flush();
      assertThat(next(door.closed)).contains(reason);
      readToEnd(socket);
    }
    assertThat(door.frames).isEmpty();
  }

  @Test
  void afterTrustFramesMayBeLonger() throws Exception {
    Recorder<SlaveFrame> door = new Recorder<>((peer, _) -> peer.trust());
    connect(serve(FARM.server(), door).address(), FARM.client());
    Peer<SlaveFrame> peer = next(client.opened);
    peer.send(new Ping());
    next(door.frames);
    LogChunk big = new LogChunk(new BuildId(1), 0, 0, new byte[1 << 20]);
    peer.send(big);
    assertThat(next(door.frames)).isEqualTo(big);
    peer.send(new LogChunk(new BuildId(1), 0, 0, new byte[2 << 20]));
    assertThat(next(door.closed)).contains("frame of 209");
  }

  @Test
  void whoSaysNothingIsDisconnected() throws Exception {
    Recorder<SlaveFrame> door = new Recorder<>();
    WireServer<SlaveFrame> server = serve(FARM.server(), door);
    try (SSLSocket socket = tls(server)) {
      next(door.opened);
      timer.advance(Duration.ofSeconds(9));
      assertThat(door.closed).isEmpty();
      timer.advance(Duration.ofSeconds(1));
      assertThat(next(door.closed)).isEqualTo("nothing was said for 10 s");
      readToEnd(socket);
    }
  }

  @Test
  void whoNeverBeginsTlsIsDisconnected() throws Exception {
    WireServer<SlaveFrame> server = serve(FARM.server(), new Recorder<>());
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.address().getPort())) {
      timer.awaitDueWithin(Duration.ofSeconds(10));
      timer.advance(Duration.ofSeconds(10));
      readToEnd(socket);
    }
  }

  @Test
  void trustedPeersMayBeSilent() throws Exception {
    Recorder<SlaveFrame> door = new Recorder<>((peer, _) -> peer.trust());
    connect(serve(FARM.server(), door).address(), FARM.client());
    Peer<SlaveFrame> peer = next(client.opened);
    peer.trust();
    peer.send(new Ping());
    next(door.frames);
    timer.advance(Duration.ofHours(1));
    peer.send(new Pong());
    assertThat(next(door.frames)).isEqualTo(new Pong());
  }

  @Test
  void aPeerThatDoesNotReadIsDisconnected() throws Exception {
    Recorder<SlaveFrame> door = new Recorder<>();
    WireServer<SlaveFrame> server = serve(FARM.server(), door);
    try (CuttingProxy proxy = new CuttingProxy(server.address())) {
      connect(proxy.address(), FARM.client());
      next(client.opened);
      Peer<SlaveFrame> peer = next(door.opened);
      proxy.stall();
      LogChunk big = new LogChunk(new BuildId(1), 0, 0, new byte[1 << 20]);
      for (int i = 0; i < 90 && door.closed.isEmpty(); i++) {
        peer.send(big);
      }
      assertThat(next(door.closed)).contains("does not read");
    }
  }

  @Test
  void suspendedReadingMakesThePeerWait() throws Exception {
    Recorder<SlaveFrame> door = new Recorder<>((peer, _) -> peer.trust());
    connect(serve(FARM.server(), door).address(), FARM.client());
    Peer<SlaveFrame> peer = next(client.opened);
    peer.send(new Ping());
    next(door.frames);
    Peer<SlaveFrame> inside = next(door.opened);
    inside.suspendReading();
    LogChunk big = new LogChunk(new BuildId(1), 0, 0, new byte[1 << 20]);
    for (int i = 0; i < 40; i++) {
      peer.send(big);
    }
    assertThat(peer.queuedBytes()).isGreaterThan(10 << 20);
    peer.awaitDrained();
    inside.resumeReading();
    for (int i = 0; i < 40; i++) {
      assertThat(next(door.frames)).isEqualTo(big);
    }
    next(client.drained);
    assertThat(peer.queuedBytes()).isZero();
  }

  @Test
  void aCutLineIsToldToBothSides() throws Exception {
    Recorder<SlaveFrame> door = new Recorder<>();
    WireServer<SlaveFrame> server = serve(FARM.server(), door);
    try (CuttingProxy proxy = new CuttingProxy(server.address())) {
      connect(proxy.address(), FARM.client());
      next(client.opened);
      next(door.opened);
      proxy.cut();
      next(client.closed);
      next(door.closed);
    }
  }

  @Test
  void anExceptionInAListenerCostsThatConnectionOnly() throws Exception {
    Recorder<SlaveFrame> door =
        new Recorder<>((_, frame) -> {
          if (frame instanceof Pong) {
            throw new IllegalStateException("bug");
          }
        });
    WireServer<SlaveFrame> server = serve(FARM.server(), door);
    connect(server.address(), FARM.client());
    Peer<SlaveFrame> one = next(client.opened);
    connect(server.address(), FARM.client());
    Peer<SlaveFrame> other = next(client.opened);
    one.send(new Pong());
    assertThat(next(door.closed)).contains("bug");
    other.send(new Ping());
    assertThat(next(door.frames)).isEqualTo(new Ping());
  }

  private static SSLSocket tls(WireServer<?> server) throws Exception {
    SSLSocket socket =
        (SSLSocket)
            FARM.client()
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), server.address().getPort());
    socket.startHandshake();
    return socket;
  }

  private static void readToEnd(Socket socket) throws Exception {
    socket.setSoTimeout(20_000);
    InputStream in = socket.getInputStream();
    try {
      while (in.read() >= 0) {
        Thread.onSpinWait();
      }
    } catch (java.net.SocketTimeoutException e) {
      throw new AssertionError("still open", e);
    } catch (java.io.IOException _) {
      // Reset: that is an end, too.
    }
  }
}
