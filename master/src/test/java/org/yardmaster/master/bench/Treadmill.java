package org.yardmaster.master.bench;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/// Keeps a farm at its limit: for every build that is recorded another request is submitted, so the
/// number that wait and run stays the same. A slave ends each build at once.
final class Treadmill implements Fleet.Work {
  private static final double NANOS_A_SECOND = 1e9;
  private static final double NANOS_A_MICRO = 1e3;
  private static final int PATIENCE_SECONDS = 120;

  private final AtomicInteger submitted = new AtomicInteger();
  private final AtomicInteger started = new AtomicInteger();
  private final AtomicInteger recorded = new AtomicInteger();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private volatile Latencies refills = new Latencies();
  private volatile boolean running;
  private volatile Desk desk;

  void use(Desk desk) {
    this.desk = desk;
  }

  @Override
  public void started(FleetSlave slave, FleetSlave.Ordered build) {
    started.incrementAndGet();
    if (slave.finishedAt() > 0 && running) {
      refills.add(build.at() - slave.finishedAt());
    }
    slave.finish(build.build());
  }

  @Override
  public void recorded(FleetSlave slave, long build) {
    recorded.incrementAndGet();
    if (running) {
      submit();
    }
  }

  private void submit() {
    int number = submitted.incrementAndGet();
    var _ =
        desk.submit("trivial", number)
            .thenAccept(Desk::accepted)
            .exceptionally(e -> {
              failure.compareAndSet(null, e);
              return null;
            });
  }

  /// Builds recorded a second, from a build's end to its slave's next order, and how much processor
  /// time of the master's each build took.
  record Result(double aSecond, Latencies refill, double cpuMicros) {}

  /// Begins with `ahead` requests, and measures after the warm-up.
  Result measure(BenchFarm farm, int ahead, Duration warmUp, Duration time) throws Exception {
    running = true;
    for (int i = 0; i < ahead; i++) {
      submit();
    }
    TimeUnit.NANOSECONDS.sleep(warmUp.toNanos());
    refills = new Latencies();
    int before = recorded.get();
    Duration cpu = farm.cpu();
    long begin = System.nanoTime();
    TimeUnit.NANOSECONDS.sleep(time.toNanos());
    int done = recorded.get() - before;
    double seconds = (System.nanoTime() - begin) / NANOS_A_SECOND;
    double used = farm.cpu().minus(cpu).toNanos() / NANOS_A_MICRO;
    running = false;
    if (failure.get() != null) {
      throw new IllegalStateException("a submit failed", failure.get());
    }
    return new Result(done / seconds, refills, used / Math.max(1, done));
  }

  int submitted() {
    return submitted.get();
  }

  int started() {
    return started.get();
  }

  /// Waits until so many builds are recorded in all, each of them started once.
  void awaitRecorded(int wanted) throws InterruptedException {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (recorded.get() < wanted && System.nanoTime() < until) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
    if (recorded.get() != wanted || started.get() != wanted) {
      throw new IllegalStateException(
          "%d submitted, %d started, %d recorded".formatted(wanted, started.get(), recorded.get()));
    }
  }
}
