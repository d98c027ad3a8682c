package org.yardmaster.master.loop;

import java.util.Locale;
import java.util.concurrent.TimeUnit;

/// How many turns the loop has made, and how long the longest took. Used by the loop's thread, and
/// read when that has ended.
final class TurnTimes {
  private long turns;
  private long events;
  private long longestNanos;
  private int eventsOfLongest;

  void took(long nanos, int batch) {
    turns++;
    events += batch;
    if (nanos > longestNanos) {
      longestNanos = nanos;
      eventsOfLongest = batch;
    }
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%d events in %d turns, longest turn %d ms with %d events",
        events,
        turns,
        TimeUnit.NANOSECONDS.toMillis(longestNanos),
        eventsOfLongest);
  }
}
