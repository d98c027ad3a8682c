package org.yardmaster.master.logs;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Runs something later: the only way time enters this package.
@FunctionalInterface
public interface Deadlines {

  /// Runs `action` after `delay`; running the answer calls it off.
  Runnable after(Duration delay, Runnable action);

  /// On the threads of `scheduler`; actions are short.
  static Deadlines of(ScheduledExecutorService scheduler) {
    return (delay, action) -> {
      Future<?> pending = scheduler.schedule(action, delay.toNanos(), TimeUnit.NANOSECONDS);
      return () -> pending.cancel(false);
    };
  }
}
