package org.yardmaster.protocol.wire;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.yardmaster.protocol.link.Heartbeat;
import org.yardmaster.protocol.link.Heartbeat.Verdict;

/// Keeps asking the [Heartbeat] of one connection, pings when it says so, and reports the line's
/// death once. All methods may be called on any thread; the actions run on the timer's.
public final class Pulse {
  private final Timer timer;
  private Optional<Heartbeat> heartbeat = Optional.empty();
  private Instant heardAt;
  private Timer.Alarm next = () -> {};
  private boolean stopped;

  /// Not beating yet.
  public Pulse(Timer timer) {
    this.timer = timer;
    this.heardAt = timer.now();
  }

  /// Begins to beat.
  ///
  /// @param interval without anything sent after which `ping` is called
  /// @param deadAfter the silence after which `dead` gets a reason in words, once
  public synchronized void start(
      Duration interval, Duration deadAfter, Runnable ping, Consumer<String> dead) {
    heartbeat = Optional.of(new Heartbeat(interval, deadAfter, timer.now()));
    schedule(interval.dividedBy(4), ping, dead);
  }

  private synchronized void schedule(Duration quarter, Runnable ping, Consumer<String> dead) {
    if (!stopped) {
      next = timer.after(quarter, () -> beat(quarter, ping, dead));
    }
  }

  private void beat(Duration quarter, Runnable ping, Consumer<String> dead) {
    Verdict verdict = check();
    switch (verdict) {
      case QUIET -> schedule(quarter, ping, dead);
      case PING -> {
        ping.run();
        schedule(quarter, ping, dead);
      }
      case DEAD -> dead.accept("silent since " + heardAt());
    }
  }

  private synchronized Verdict check() {
    return stopped ? Verdict.QUIET : heartbeat.map(h -> h.check(timer.now())).orElse(Verdict.QUIET);
  }

  /// Something was read.
  public synchronized void heard() {
    heardAt = timer.now();
    heartbeat.ifPresent(h -> h.heard(heardAt));
  }

  /// Something is being written.
  public synchronized void sent() {
    heartbeat.ifPresent(h -> h.sent(timer.now()));
  }

  /// Reading had been suspended by ourselves until now.
  public synchronized void resumedReading() {
    heartbeat.ifPresent(h -> h.resumedReading(timer.now()));
  }

  /// When something was read last; when the connection was begun, if nothing was.
  public synchronized Instant heardAt() {
    return heardAt;
  }

  /// No more beats.
  public synchronized void stop() {
    stopped = true;
    next.cancel();
  }
}
