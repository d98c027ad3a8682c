package org.yardmaster.protocol.link;

import java.time.Duration;

/// How long to wait before the next attempt to connect: doubling up to a limit, with full jitter,
/// so that thousands of slaves do not come back in the same instant (Brooker, "Exponential Backoff
/// And Jitter", 2015).
public final class Backoff {
  private final Duration first;
  private final Duration limit;
  private int failures;

  /// @param first the range of the first wait
  /// @param limit the longest range
  public Backoff(Duration first, Duration limit) {
    this.first = first;
    this.limit = limit;
  }

  /// Half a second, doubling to ten.
  public static Backoff standard() {
    return new Backoff(Duration.ofMillis(500), Duration.ofSeconds(10));
  }

  /// The wait after one more failure: the share `random` (0 to 1) of a range that doubles each
  /// time.
  public Duration next(double random) {
    double range =
        Math.min(limit.toMillis(), first.toMillis() * Math.pow(2, Math.min(failures, 30)));
    failures++;
    return Duration.ofMillis((long) (range * random));
  }

  /// The connection was made and held: begin anew.
  public void succeeded() {
    failures = 0;
  }
}
