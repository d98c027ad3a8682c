package org.yardmaster.master.bench;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// An open loop: acts at fixed instants, however long what was begun before takes.
final class Pace {
  private static final long NANOS_A_SECOND = 1_000_000_000L;

  private Pace() {}

  /// What is done at an instant of the loop.
  interface Act {
    /// @param intended when it should begin, by `System.nanoTime`
    /// @param warm whether it counts: the warm-up is over
    void at(int number, long intended, boolean warm);
  }

  /// How often the loop acts in all.
  static int count(int aSecond, Duration warmUp, Duration time) {
    return (int) (aSecond * warmUp.plus(time).toSeconds());
  }

  /// Acts `aSecond` times a second and returns after the last.
  static void keep(int aSecond, Duration warmUp, Duration time, Act act) {
    long begin = System.nanoTime();
    long interval = NANOS_A_SECOND / aSecond;
    int count = count(aSecond, warmUp, time);
    for (int i = 0; i < count; i++) {
      long intended = begin + i * interval;
      for (long left = intended - System.nanoTime();
          left > 0;
          left = intended - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      act.at(i, intended, i >= aSecond * warmUp.toSeconds());
    }
  }
}
