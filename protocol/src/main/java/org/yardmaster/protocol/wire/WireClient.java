package org.yardmaster.protocol.wire;

import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.apache.mina.core.filterchain.IoFilterChain;
import org.apache.mina.core.future.ConnectFuture;
import org.apache.mina.core.session.AttributeKey;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.transport.socket.nio.NioSocketConnector;

/// Makes connections of one kind of frames, TLS 1.3 only. One client serves any number of
/// connections with the same few threads.
///
/// @param <F> the frames that are spoken
public final class WireClient<F> implements AutoCloseable {
  private static final AttributeKey ATTEMPT = new AttributeKey(WireClient.class, "attempt");

  /// What is needed to make the filters of a connection.
  private record Attempt<F>(SSLContext tls, WireListener<F> listener, Consumer<Throwable> failed) {}

  private final FrameCodec<F> codec;
  private final WireLimits limits;
  private final Timer timer;
  private final ExecutorService writers = WireThreads.writers("client");
  private final NioSocketConnector connector = new NioSocketConnector(1);

  public WireClient(FrameCodec<F> codec, WireLimits limits, Timer timer) {
    this.codec = codec;
    this.limits = limits;
    this.timer = timer;
    connector.setConnectTimeoutMillis(limits.patience().toMillis());
    connector.getSessionConfig().setTcpNoDelay(true);
    connector.setFilterChainBuilder(this::begin);
    connector.setHandler(new WireHandler());
  }

  /// Connects, on other threads. Either the listener hears `opened`, or `failed` gets what went
  /// wrong (an [UnknownFarm] among its causes if the master could not be trusted); never both.
  public void connect(
      InetSocketAddress address,
      SSLContext tls,
      WireListener<F> listener,
      Consumer<Throwable> failed) {
    if (address.isUnresolved()) {
      failed.accept(new java.net.UnknownHostException(address.getHostString()));
      return;
    }
    ConnectFuture future =
        connector.connect(
            address,
            (session, _) -> session.setAttribute(ATTEMPT, new Attempt<>(tls, listener, failed)));
    future.addListener(_ -> {
      if (future.getException() != null) {
        failed.accept(future.getException());
      }
    });
  }

  private void begin(IoFilterChain chain) {
    IoSession session = chain.getSession();
    @SuppressWarnings("unchecked")
    Attempt<F> attempt = (Attempt<F>) session.getAttribute(ATTEMPT);
    FrameDecoder<F> decoder = new FrameDecoder<>(codec, limits.firstFrames());
    WireHandler.bind(
        session,
        new MinaPeer<>(session, codec, decoder, limits, attempt.listener(), writers, timer));
    WireHandler.onFailure(session, attempt.failed());
    WireHandler.addFilters(chain, attempt.tls(), decoder);
  }

  /// Closes every connection. The listeners may hear of their ends after this returns.
  @Override
  public void close() {
    connector
        .getManagedSessions()
        .values()
        .forEach(session -> WireHandler.endOf(session, "this side is closing"));
    connector.dispose(false);
    writers.shutdown();
  }
}
