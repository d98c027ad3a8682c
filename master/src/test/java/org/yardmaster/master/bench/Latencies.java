package org.yardmaster.master.bench;

import java.util.Arrays;

/// Durations as they were measured, all of them kept. Safe for any thread.
final class Latencies {
  private static final double NANOS_A_MILLI = 1e6;

  private long[] nanos = new long[1024];
  private int count;

  synchronized void add(long duration) {
    if (count == nanos.length) {
      nanos = Arrays.copyOf(nanos, 2 * count);
    }
    nanos[count++] = duration;
  }

  synchronized int count() {
    return count;
  }

  /// The nearest-rank percentile in milliseconds; not a number if nothing was measured.
  synchronized double millis(double percent) {
    if (count == 0) {
      return Double.NaN;
    }
    long[] sorted = Arrays.copyOf(nanos, count);
    Arrays.sort(sorted);
    int rank = (int) Math.ceil(percent / 100 * count);
    return sorted[Math.clamp(rank - 1L, 0, count - 1)] / NANOS_A_MILLI;
  }
}
