package org.yardmaster.protocol.wire;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// One connection to a master, from the attempt on: pings are answered and sent, and its loss is
/// told, whether the other end closes it or falls silent.
///
/// Any thread may call its methods; what a subclass is told comes on I/O threads and the timer's.
///
/// @param <F> the frames that travel on it
public abstract class ClientLine<F> implements WireListener<F> {
  private final Timer timer;
  private final F ping;
  private final F pong;
  private final Pulse pulse;
  private volatile Optional<Peer<F>> peer = Optional.empty();
  private volatile Optional<Instant> stoodAt = Optional.empty();
  private volatile boolean ended;

  protected ClientLine(Timer timer, F ping, F pong) {
    this.timer = timer;
    this.ping = ping;
    this.pong = pong;
    this.pulse = new Pulse(timer);
  }

  /// The connection is open: time to say who comes.
  protected abstract void open();

  /// A frame has come that is neither ping nor pong.
  protected abstract void take(F frame);

  /// A ping has been answered.
  protected void ponged() {}

  /// The connection is no more, or as good as that; may come more than once.
  protected abstract void lost(String reason);

  /// Sends a frame, if the connection is open.
  public final void send(F frame) {
    pulse.sent();
    peer().ifPresent(p -> p.send(frame));
  }

  /// Sends a ping that was not due.
  protected final void ping() {
    send(ping);
  }

  /// The master has let us in: from now on the line is kept alive and watched.
  public final void stands(Duration heartbeat, Duration deadAfter) {
    stoodAt = Optional.of(timer.now());
    peer().ifPresent(Peer::trust);
    pulse.start(heartbeat, deadAfter, this::ping, this::lost);
  }

  /// Whether the master has let us in, and the line has not been ended.
  public final boolean standing() {
    return stoodAt.isPresent() && !ended;
  }

  /// When the master let us in, if it ever did.
  public final Optional<Instant> stoodAt() {
    return stoodAt;
  }

  /// When the master was heard last; when the attempt began, if never.
  public final Instant heardAt() {
    return pulse.heardAt();
  }

  /// Closes the connection, now or as soon as it is open.
  public void end(String reason) {
    ended = true;
    pulse.stop();
    peer().ifPresent(p -> p.close(reason));
  }

  /// Whether [#end] has been called.
  protected final boolean ended() {
    return ended;
  }

  /// The open connection.
  protected final Optional<Peer<F>> peer() {
    return peer;
  }

  @Override
  public final void opened(Peer<F> opened) {
    peer = Optional.of(opened);
    if (ended) {
      opened.close("no longer wanted");
    }
    open();
  }

  @Override
  public final void received(Peer<F> from, F frame) {
    pulse.heard();
    if (frame.equals(ping)) {
      send(pong);
    } else if (frame.equals(pong)) {
      ponged();
    } else {
      take(frame);
    }
  }

  @Override
  public final void closed(Peer<F> from, String reason) {
    lost(reason);
  }
}
