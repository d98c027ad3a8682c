package org.yardmaster.protocol.wire;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import javax.net.ssl.SSLContext;
import org.apache.mina.core.filterchain.IoFilterChain;
import org.apache.mina.core.service.IoAcceptor;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.transport.socket.nio.NioSocketAcceptor;

/// A door: accepts connections of one kind of frames, TLS 1.3 only.
///
/// @param <F> the frames that are spoken
public final class WireServer<F> implements AutoCloseable {
  private static final int BACKLOG = 1024;

  private final FrameCodec<F> codec;
  private final SSLContext tls;
  private final WireLimits limits;
  private final Timer timer;
  private final WireListener<F> listener;
  private final ExecutorService writers = WireThreads.writers("door");
  private final NioSocketAcceptor acceptor = new NioSocketAcceptor();

  private WireServer(
      FrameCodec<F> codec,
      SSLContext tls,
      WireLimits limits,
      Timer timer,
      WireListener<F> listener) {
    this.codec = codec;
    this.tls = tls;
    this.limits = limits;
    this.timer = timer;
    this.listener = listener;
  }

  /// Opens a door. Port 0 takes a free one.
  ///
  /// @throws IOException if the address cannot be bound
  public static <F> WireServer<F> open(
      InetSocketAddress address,
      FrameCodec<F> codec,
      SSLContext tls,
      WireLimits limits,
      Timer timer,
      WireListener<F> listener)
      throws IOException {
    WireServer<F> server = new WireServer<>(codec, tls, limits, timer, listener);
    try {
      server.bind(address);
    } catch (IOException e) {
      server.close();
      throw e;
    }
    return server;
  }

  private void bind(InetSocketAddress address) throws IOException {
    acceptor.setReuseAddress(true);
    acceptor.setBacklog(BACKLOG);
    acceptor.getSessionConfig().setTcpNoDelay(true);
    acceptor.setFilterChainBuilder(this::admit);
    acceptor.setHandler(new WireHandler());
    acceptor.bind(address);
  }

  private void admit(IoFilterChain chain) {
    IoSession session = chain.getSession();
    FrameDecoder<F> decoder = new FrameDecoder<>(codec, limits.firstFrames());
    WireHandler.bind(
        session, new MinaPeer<>(session, codec, decoder, limits, listener, writers, timer));
    WireHandler.addFilters(chain, tls, decoder);
  }

  /// Where the door is.
  public InetSocketAddress address() {
    return acceptor.getLocalAddress();
  }

  /// How many connections stand, those still in their handshake among them.
  public int connections() {
    return acceptor.getManagedSessionCount();
  }

  /// Closes the door and every connection. The listener may hear of their ends after this returns.
  @Override
  public void close() {
    IoAcceptor door = acceptor;
    door.unbind();
    door.getManagedSessions()
        .values()
        .forEach(session -> WireHandler.endOf(session, "this side is closing"));
    door.dispose(false);
    writers.shutdown();
  }
}
