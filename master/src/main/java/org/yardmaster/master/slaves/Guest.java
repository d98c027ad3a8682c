package org.yardmaster.master.slaves;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yardmaster.master.loop.Source;
import org.yardmaster.protocol.message.SlaveFrame;
import org.yardmaster.protocol.wire.Peer;
import org.yardmaster.protocol.wire.Pulse;
import org.yardmaster.protocol.wire.Timer;

/// One connection at the slaves' door: a stranger first, then a slave of the farm with its session.
final class Guest implements Source {
  private static final Logger LOG = LoggerFactory.getLogger(Guest.class);

  private final Peer<SlaveFrame> peer;
  private final Pulse pulse;
  private volatile boolean asked;
  private volatile boolean gone;
  private volatile Optional<SlaveSession> session = Optional.empty();

  Guest(Peer<SlaveFrame> peer, Timer timer) {
    this.peer = peer;
    this.pulse = new Pulse(timer);
  }

  /// Whether this is the first time it asks to be let in.
  boolean firstAsked() {
    boolean first = !asked;
    asked = true;
    return first;
  }

  Optional<SlaveSession> session() {
    return session;
  }

  /// The connection has become that of a slave: it is trusted, and watched.
  void settle(SlaveSession of, Duration heartbeat, Duration deadAfter) {
    session = Optional.of(of);
    peer.trust();
    pulse.start(heartbeat, deadAfter, () -> send(new SlaveFrame.Ping()), this::close);
  }

  void send(SlaveFrame frame) {
    pulse.sent();
    peer.send(frame);
  }

  void heard() {
    pulse.heard();
  }

  Instant heardAt() {
    return pulse.heardAt();
  }

  String address() {
    return peer.remoteAddress();
  }

  void refuse(SlaveFrame.AttachRefused refusal) {
    LOG.warn("slave at {} refused: {}", address(), refusal.message());
    send(refusal);
    close(refusal.message());
  }

  void close(String reason) {
    peer.close(reason);
  }

  /// The connection is closed.
  void gone() {
    gone = true;
    pulse.stop();
  }

  boolean isGone() {
    return gone;
  }

  @Override
  public void suspend() {
    peer.suspendReading();
  }

  @Override
  public void resume() {
    peer.resumeReading();
    pulse.resumedReading();
  }
}
