package org.yardmaster.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.yardmaster.protocol.message.SlaveFrame;
import org.yardmaster.protocol.testing.FarmCertificates;
import org.yardmaster.protocol.testing.ManualTimer;

/// What comes in one read with the end of the handshake.
class JoinedRecordsTest {
  private static final FarmCertificates FARM = new FarmCertificates();

  @Test
  void aFirstFrameThatComesWithTheEndOfTheHandshakeIsHeardBehindTheOpening() throws Exception {
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    WireListener<SlaveFrame> door = listener(heard);
    try (WireServer<SlaveFrame> server =
            WireServer.open(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                FrameCodec.SLAVE,
                FARM.server(),
                WireLimits.door(),
                new ManualTimer(),
                door);
        HoldingSocket line = new HoldingSocket(server.address());
        SSLSocket tls =
            (SSLSocket)
                FARM.client()
                    .getSocketFactory()
                    .createSocket(line, "master", server.address().getPort(), true)) {
      tls.startHandshake();
      byte[] body = FrameCodec.SLAVE.encode(new SlaveFrame.Ping());
      ByteArrayOutputStream frame = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(frame);
      out.writeInt(body.length);
      out.write(body);
      tls.getOutputStream().write(frame.toByteArray());
      line.letGo();

      assertThat(Recorder.next(heard)).isEqualTo("opened");
      assertThat(Recorder.next(heard)).isEqualTo("Ping[]");
    }
  }

  private static WireListener<SlaveFrame> listener(BlockingQueue<String> heard) {
    return new WireListener<>() {
      @Override
      public void opened(Peer<SlaveFrame> peer) {
        heard.add("opened");
      }

      @Override
      public void received(Peer<SlaveFrame> peer, SlaveFrame frame) {
        heard.add(frame.toString());
      }

      @Override
      public void closed(Peer<SlaveFrame> peer, String reason) {
        heard.add("closed");
      }
    };
  }

  /// Lets the first message of a handshake through, and keeps all that follows until it is let go,
  /// in one piece.
  private static final class HoldingSocket extends Socket {
    private final ByteArrayOutputStream held = new ByteArrayOutputStream();
    private boolean first = true;

    HoldingSocket(InetSocketAddress address) throws IOException {
      super(address.getAddress(), address.getPort());
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
      OutputStream line = super.getOutputStream();
      return new FilterOutputStream(line) {
        @Override
        public void write(int b) {
          held.write(b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
          if (first) {
            first = false;
            line.write(bytes, offset, length);
          } else {
            held.write(bytes, offset, length);
          }
        }
      };
    }

    void letGo() throws IOException {
      super.getOutputStream().write(held.toByteArray());
    }
  }
}
