package org.yardmaster.protocol.client;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.yardmaster.protocol.message.ConsoleFrame;
import org.yardmaster.protocol.message.ConsoleFrame.Ping;
import org.yardmaster.protocol.message.ConsoleFrame.Pong;
import org.yardmaster.protocol.wire.ClientLine;
import org.yardmaster.protocol.wire.Timer;

/// One connection of a [MasterClient] to its master, which is measured too.
final class ConsoleLine extends ClientLine<ConsoleFrame> {
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
  private volatile Optional<Instant> pingedAt = Optional.empty();
  private volatile Timer.Alarm next = () -> {};

  ConsoleLine(Timer timer, Events events) {
    super(timer, new Ping(), new Pong());
    this.timer = timer;
    this.events = events;
  }

  /// Measures the round-trip time now, and again and again.
  void measure() {
    if (!ended()) {
      if (pingedAt.isEmpty()) {
        pingedAt = Optional.of(timer.now());
      }
      ping();
      next = timer.after(MEASURE, this::measure);
    }
  }

  @Override
  public void end(String reason) {
    super.end(reason);
    next.cancel();
  }

  @Override
  protected void open() {
    events.opened(this);
  }

  @Override
  protected void take(ConsoleFrame frame) {
    events.received(this, frame);
  }

  @Override
  protected void ponged() {
    Optional<Instant> asked = pingedAt;
    pingedAt = Optional.empty();
    asked.ifPresent(at -> events.roundTrip(Duration.between(at, timer.now())));
  }

  @Override
  protected void lost(String reason) {
    events.lost(this, reason);
  }
}
