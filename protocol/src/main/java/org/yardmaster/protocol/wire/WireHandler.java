package org.yardmaster.protocol.wire;

import java.io.IOException;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.apache.mina.core.filterchain.IoFilterChain;
import org.apache.mina.core.service.IoHandlerAdapter;
import org.apache.mina.core.session.AttributeKey;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.filter.FilterEvent;
import org.apache.mina.filter.codec.ProtocolCodecFilter;
import org.apache.mina.filter.codec.ProtocolDecoderException;
import org.apache.mina.filter.codec.ProtocolEncoder;
import org.apache.mina.filter.codec.ProtocolEncoderAdapter;
import org.apache.mina.filter.codec.ProtocolEncoderOutput;
import org.apache.mina.filter.ssl.SslEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Between MINA's sessions and our peers, on either side of a connection. MINA reports undecodable
/// bytes and leaves the session open; here every exception closes its session, with one line in the
/// log.
final class WireHandler extends IoHandlerAdapter {
  static final Logger LOG = LoggerFactory.getLogger("org.yardmaster.wire");

  private static final AttributeKey PEER = new AttributeKey(WireHandler.class, "peer");
  private static final AttributeKey FAILED = new AttributeKey(WireHandler.class, "failed");
  private static final AttributeKey CAUSE = new AttributeKey(WireHandler.class, "cause");

  /// Frames are encoded before MINA sees them.
  private static final ProtocolEncoder NO_ENCODER =
      new ProtocolEncoderAdapter() {
        @Override
        public void encode(IoSession session, Object message, ProtocolEncoderOutput out) {
          throw new IllegalStateException("not bytes: " + message.getClass());
        }
      };

  /// Makes the filters of a connection: TLS, then frames.
  static void addFilters(IoFilterChain chain, SSLContext tls, FrameDecoder<?> decoder) {
    chain.addLast("tls", new TlsFilter(tls));
    chain.addLast("frames", new ProtocolCodecFilter(NO_ENCODER, decoder));
  }

  static void bind(IoSession session, MinaPeer<?> peer) {
    session.setAttribute(PEER, peer);
  }

  /// Whom to tell if the connection ends before TLS is done.
  static void onFailure(IoSession session, Consumer<Throwable> failed) {
    session.setAttribute(FAILED, failed);
  }

  /// Ends a connection from this side, without waiting.
  static void endOf(IoSession session, String reason) {
    peer(session).closeNow(reason);
  }

  @SuppressWarnings("unchecked")
  private static MinaPeer<Object> peer(IoSession session) {
    return (MinaPeer<Object>) session.getAttribute(PEER);
  }

  @Override
  public void sessionOpened(IoSession session) {
    peer(session).connected();
  }

  @Override
  public void event(IoSession session, FilterEvent event) {
    if (event == SslEvent.SECURED) {
      peer(session).secured();
    }
  }

  /// What comes in one read with the last of the handshake reaches us before MINA says that TLS is
  /// done: it says so by itself.
  @Override
  public void messageReceived(IoSession session, Object message) {
    peer(session).secured();
    peer(session).received(message);
  }

  @Override
  public void inputClosed(IoSession session) {
    session.closeNow();
  }

  @Override
  public void exceptionCaught(IoSession session, Throwable cause) {
    session.setAttributeIfAbsent(CAUSE, cause);
    MinaPeer<Object> peer = peer(session);
    switch (cause) {
      case ProtocolDecoderException e -> {
        Throwable why = e.getCause() == null ? e : e.getCause();
        LOG.warn("{}: {}; closing this connection", peer, why.getMessage());
        peer.closeNow(String.valueOf(why.getMessage()));
      }
      case SSLException e -> peer.closeFlushed("TLS: " + e.getMessage());
      case IOException e -> peer.closeNow(String.valueOf(e.getMessage()));
      default -> {
        LOG.error("{}: failed on it; closing this connection", peer, cause);
        peer.closeNow("internal error: " + cause);
      }
    }
  }

  @Override
  public void sessionClosed(IoSession session) {
    MinaPeer<Object> peer = peer(session);
    if (peer.ended()) {
      return;
    }
    @SuppressWarnings("unchecked")
    Consumer<Throwable> failed = (Consumer<Throwable>) session.getAttribute(FAILED);
    if (failed == null) {
      LOG.info("{}: no connection came about: {}", peer, peer.reason());
    } else {
      Object cause = session.getAttribute(CAUSE);
      failed.accept(cause instanceof Throwable t ? t : new IOException(peer.reason()));
    }
  }
}
