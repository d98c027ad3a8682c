package org.yardmaster.master.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/// Thousands of slaves that have nothing to do: what they cost, and how soon all are back when
/// their master was away.
final class ManySlaves implements Measurement {
  private static final double BYTES_A_MB = 1 << 20;
  private static final double NANOS_A_SECOND = 1e9;
  private static final Duration BACK_PATIENCE = Duration.ofSeconds(300);

  /// Two heartbeats.
  private static final Duration LEAST_IDLE = Duration.ofSeconds(30);

  @Override
  public void run(Path folder, Terms terms, Report report) throws Exception {
    CompletableFuture<Void> disturbed = new CompletableFuture<>();
    Fleet.Work none =
        (_, build) ->
            disturbed.completeExceptionally(new IllegalStateException("nobody submitted " + build));
    try (BenchFarm farm = new BenchFarm(folder.resolve("farm"), Dispatch.FARM, "-Xmx1g")) {
      farm.start();
      try (Desk desk = Desk.at(farm);
          Fleet fleet = Fleet.attach(farm, desk, terms.attached(), "any", none)) {
        report.add(
            Figure.of("master's heap in use, of 1 GiB at most", "MB", farm.heapInUse() / BYTES_A_MB)
                .with("slaves", fleet.attached())
                .atMost(1024));
        report.add(
            Figure.of(
                    "master's processor use when idle", "% of a core", idle(farm, terms, disturbed))
                .with("slaves", fleet.attached())
                .with("load", Machine.load())
                .atMost(10));
        farm.terminate();
        report.add(
            Figure.of("all slaves back after the master's restart", "s", back(farm, fleet, terms))
                .with("slaves", fleet.attached())
                .with("load", Machine.load())
                .atMost(60));
      }
    }
  }

  private static double idle(BenchFarm farm, Terms terms, CompletableFuture<Void> disturbed)
      throws InterruptedException {
    Window.pass(terms.warmUp(), disturbed);
    Duration time = terms.time().compareTo(LEAST_IDLE) < 0 ? LEAST_IDLE : terms.time();
    Duration before = farm.cpu();
    Window.pass(time, disturbed);
    return 100.0 * farm.cpu().minus(before).toNanos() / time.toNanos();
  }

  private static double back(BenchFarm farm, Fleet fleet, Terms terms) throws Exception {
    long begin = System.nanoTime();
    farm.start();
    if (!fleet.awaitAttached(terms.attached(), BACK_PATIENCE)) {
      throw new IllegalStateException(
          fleet.attached() + " of " + terms.attached() + " slaves came back");
    }
    return (System.nanoTime() - begin) / NANOS_A_SECOND;
  }
}
