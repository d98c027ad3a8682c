package org.yardmaster.protocol.wire;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Real time, on one daemon thread of its own. The clock follows the machine's uptime, and the wall
/// clock where that runs ahead (a machine that slept); set back, the wall clock is not followed.
public final class SystemTimer implements Timer, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SystemTimer.class);

  private final ScheduledThreadPoolExecutor scheduler;
  private final InstantSource wall = InstantSource.system();
  private final AtomicLong aheadOfUptimeMillis = new AtomicLong(Long.MIN_VALUE);

  /// @param name of the thread
  public SystemTimer(String name) {
    scheduler =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = Executors.defaultThreadFactory().newThread(task);
              thread.setName(name);
              thread.setDaemon(true);
              return thread;
            });
    scheduler.setRemoveOnCancelPolicy(true);
  }

  @Override
  public Instant now() {
    long uptime = TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    long ahead = wall.millis() - uptime;
    return Instant.ofEpochMilli(uptime + aheadOfUptimeMillis.accumulateAndGet(ahead, Math::max));
  }

  @Override
  public Alarm after(Duration delay, Runnable task) {
    ScheduledFuture<?> future =
        scheduler.schedule(() -> run(task), delay.toMillis(), TimeUnit.MILLISECONDS);
    return () -> future.cancel(false);
  }

  private static void run(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.error("timer: a task failed; going on without it", e);
    }
  }

  /// Forgets all calls that are due later.
  @Override
  public void close() {
    scheduler.shutdownNow();
  }
}
