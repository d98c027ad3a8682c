package org.yardmaster.protocol.wire;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.session.AttributeKey;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.core.write.DefaultWriteRequest;
import org.apache.mina.filter.ssl.SslFilter;

/// MINA's TLS, made to fail at once. By itself it runs the heavy steps of a handshake on other
/// threads, and when one of them fails (a certificate that is not trusted) it logs that and waits
/// for ever. Here these steps run on the I/O thread, their failure ends the session like any other,
/// and the peer is sent the TLS alert that tells it why.
final class TlsFilter extends SslFilter {
  private static final AttributeKey ENGINE = new AttributeKey(TlsFilter.class, "engine");
  private static final int LONGEST_ALERT = 4096;

  TlsFilter(SSLContext context) {
    super(context);
    setEnabledProtocols("TLSv1.3");
  }

  @Override
  protected SSLEngine createEngine(IoSession session, InetSocketAddress address) {
    SSLEngine engine = new TasklessEngine(super.createEngine(session, address));
    session.setAttribute(ENGINE, engine);
    return engine;
  }

  @Override
  public void messageReceived(NextFilter next, IoSession session, Object message) throws Exception {
    try {
      super.messageReceived(next, session, message);
    } catch (SSLException e) {
      sendAlert(next, session);
      throw e;
    }
  }

  private static void sendAlert(NextFilter next, IoSession session) {
    if (session.getAttribute(ENGINE) instanceof SSLEngine engine) {
      ByteBuffer alert =
          ByteBuffer.allocate(Math.max(LONGEST_ALERT, engine.getSession().getPacketBufferSize()));
      try {
        SSLEngineResult result = engine.wrap(ByteBuffer.allocate(0), alert);
        if (result.bytesProduced() > 0) {
          next.filterWrite(session, new DefaultWriteRequest(IoBuffer.wrap(alert.flip())));
        }
      } catch (SSLException e) {
        WireHandler.LOG.debug("{}: no alert could be made", session.getRemoteAddress(), e);
      }
    }
  }
}
