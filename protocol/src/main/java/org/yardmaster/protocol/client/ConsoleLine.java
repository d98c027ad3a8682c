package org.yardmaster.protocol.client;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.yardmaster.protocol.message.ConsoleFrame;
import org.yardmaster.protocol.message.ConsoleFrame.LoggedIn;
import org.yardmaster.protocol.message.ConsoleFrame.Ping;
import org.yardmaster.protocol.message.ConsoleFrame.Pong;
import org.yardmaster.protocol.wire.Peer;
import org.yardmaster.protocol.wire.Pulse;
import org.yardmaster.protocol.wire.Timer;
import org.yardmaster.protocol.wire.WireListener;

/// One connection of a [MasterClient] to its master, from the attempt on: keeps it alive, and
/// measures it. What comes on it is told to `events` on I/O threads; its other methods belong to
/// the owner.
final class ConsoleLine implements WireListener<ConsoleFrame> {
  /// How often the round-trip time is measured.
  private static final Duration MEASURE = Duration.ofSeconds(5);

  /// Hears of a line, on any thread.
  interface Events {
    void opened(ConsoleLine which);

    void received(ConsoleLine which, ConsoleFrame frame);

    void roundTrip(Duration time);

    void lost(ConsoleLine which, String reason);
  }

  private final Timer timer;
  private final Events events;
  private final Pulse pulse;
  private volatile Optional<Peer<ConsoleFrame>> peer = Optional.empty();
  private volatile boolean ended;
  private volatile Optional<Instant> pingedAt = Optional.empty();
  private volatile Timer.Alarm measure = () -> {};
  private Optional<Instant> loggedInAt = Optional.empty();

  ConsoleLine(Timer timer, Events events) {
    this.timer = timer;
    this.events = events;
    this.pulse = new Pulse(timer);
  }

  void send(ConsoleFrame frame) {
    pulse.sent();
    peer.ifPresent(p -> p.send(frame));
  }

  /// The user is logged in.
  void stands(LoggedIn welcome) {
    loggedInAt = Optional.of(timer.now());
    peer.ifPresent(Peer::trust);
    pulse.start(
        welcome.heartbeat(),
        welcome.deadAfter(),
        this::ping,
        silence -> events.lost(this, silence));
    measure();
  }

  /// Since when the user is logged in on it.
  Optional<Instant> loggedInAt() {
    return loggedInAt;
  }

  void end(String reason) {
    ended = true;
    pulse.stop();
    measure.cancel();
    peer.ifPresent(p -> p.close(reason));
  }

  private void measure() {
    if (!ended) {
      ping();
      measure = timer.after(MEASURE, this::measure);
    }
  }

  private void ping() {
    if (pingedAt.isEmpty()) {
      pingedAt = Optional.of(timer.now());
    }
    send(new Ping());
  }

  private void pong() {
    Optional<Instant> asked = pingedAt;
    pingedAt = Optional.empty();
    asked.ifPresent(at -> events.roundTrip(Duration.between(at, timer.now())));
  }

  @Override
  public void opened(Peer<ConsoleFrame> opened) {
    peer = Optional.of(opened);
    if (ended) {
      opened.close("no longer wanted");
    }
    events.opened(this);
  }

  @Override
  public void received(Peer<ConsoleFrame> from, ConsoleFrame frame) {
    pulse.heard();
    switch (frame) {
      case Ping _ -> send(new Pong());
      case Pong _ -> pong();
      default -> events.received(this, frame);
    }
  }

  @Override
  public void closed(Peer<ConsoleFrame> from, String reason) {
    events.lost(this, reason);
  }
}
