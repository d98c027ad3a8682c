package org.yardmaster.master.bench;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;

/// Measures from the intended submit to the order's arrival at an idle slave, 50 submits a second,
/// on a farm that may have other things to do.
final class DispatchProbe implements Fleet.Work {
  static final int SUBMITS_A_SECOND = 50;
  private static final int PATIENCE_SECONDS = 120;
  private static final long NOT_COUNTED = -1;

  private final Duration warmUp;
  private final Duration time;
  private final int count;
  private final AtomicLongArray intended;
  private final Latencies latencies = new Latencies();
  private final Semaphore recorded = new Semaphore(0);

  DispatchProbe(Duration warmUp, Duration time) {
    this.warmUp = warmUp;
    this.time = time;
    this.count = Pace.count(SUBMITS_A_SECOND, warmUp, time);
    this.intended = new AtomicLongArray(count);
  }

  @Override
  public void started(FleetSlave slave, FleetSlave.Ordered build) {
    int number = (int) build.number();
    long at = intended.getAndSet(number, 0);
    if (at == 0) {
      throw new IllegalStateException("request " + number + " was started twice");
    }
    if (at != NOT_COUNTED) {
      latencies.add(build.at() - at);
    }
    slave.finish(build.build());
  }

  @Override
  public void recorded(FleetSlave slave, long build) {
    recorded.release();
  }

  /// Submits at its pace and returns when every build is recorded.
  Latencies measure(Desk desk, String builder) throws Exception {
    Pace.keep(
        SUBMITS_A_SECOND,
        warmUp,
        time,
        (number, at, warm) -> {
          intended.set(number, warm ? at : NOT_COUNTED);
          var _ = desk.submit(builder, number).thenAccept(Desk::accepted);
        });
    if (!recorded.tryAcquire(count, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException(
          recorded.availablePermits() + " of " + count + " builds were recorded");
    }
    return latencies;
  }
}
