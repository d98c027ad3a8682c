package org.yardmaster.master.bench;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/// Keeps a farm at its limit: for every build that is recorded another request is submitted, so the
/// number that wait and run stays the same. A slave ends each build at once.
final class Treadmill implements Fleet.Work {
  private static final double NANOS_A_SECOND = 1e9;
  private static final double NANOS_A_MICRO = 1e3;
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  private final AtomicInteger submitted = new AtomicInteger();
  private final AtomicInteger started = new AtomicInteger();
  private final Tally recorded = new Tally();
  private final CompletableFuture<Void> failure = new CompletableFuture<>();
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
    recorded.add(1);
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
              failure.completeExceptionally(new IllegalStateException("a submit failed", e));
              return null;
            });
  }

  /// Builds recorded a second, from a build's end to its slave's next order, and how much processor
  /// time of the master's each build took.
  record Result(double aSecond, Latencies refill, double cpuMicros) {}

  /// Begins with `ahead` requests, and measures after the warm-up.
  Result measure(BenchFarm farm, int ahead, Duration warmUp, Duration time) throws Exception {
    running = true;
    try {
      for (int i = 0; i < ahead; i++) {
        submit();
      }
      Window.pass(warmUp, failure);
      refills = new Latencies();
      return pass(farm, time);
    } finally {
      running = false;
    }
  }

  private Result pass(BenchFarm farm, Duration time) throws Exception {
    int before = recorded.get();
    Duration cpu = farm.cpu();
    long begin = System.nanoTime();
    Window.pass(time, failure);
    int done = recorded.get() - before;
    double seconds = (System.nanoTime() - begin) / NANOS_A_SECOND;
    double used = farm.cpu().minus(cpu).toNanos() / NANOS_A_MICRO;
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
    boolean there = recorded.awaitAtLeast(wanted, PATIENCE);
    if (!there || recorded.get() != wanted || started.get() != wanted) {
      throw new IllegalStateException(
          "%d submitted, %d started, %d recorded".formatted(wanted, started.get(), recorded.get()));
    }
  }
}
