package org.yardmaster.master.bench;

import java.time.Duration;

/// A number that many threads change, and that others wait for.
final class Tally {
  private int count;

  synchronized void add(int more) {
    count += more;
    notifyAll();
  }

  synchronized int get() {
    return count;
  }

  /// Whether it came to `least` within this time.
  synchronized boolean awaitAtLeast(int least, Duration patience) throws InterruptedException {
    long until = System.nanoTime() + patience.toNanos();
    for (long left = patience.toNanos();
        count < least && left > 0;
        left = until - System.nanoTime()) {
      wait(left / 1_000_000, (int) (left % 1_000_000));
    }
    return count >= least;
  }
}
