package org.yardmaster.master.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.yardmaster.protocol.model.FinishedRequest;
import org.yardmaster.protocol.model.Outcome;

/// 500 builds of one step `true`, submitted all at once to real slaves, until every one is
/// recorded; several times in the same processes, of which the median counts: after a warm-up, as
/// all that is measured here, and beside it as the processes begin, nine virtual machines on the
/// same processors that all still interpret and compile. Beside both, what the machine does at the
/// best: the same programs, as many at once, started by `xargs`, with nobody who schedules, sends,
/// stores or watches anything.
final class RealBuilds implements Measurement {
  private static final int SLAVES = 8;
  private static final int BUILDS = 500;
  private static final int TIMES = 5;
  private static final int PATIENCE_SECONDS = 300;
  private static final double NANOS_A_SECOND = 1e9;

  private final Semaphore ended = new Semaphore(0);

  @Override
  public void run(Path folder, Terms terms, Report report) throws Exception {
    Onlooker onlooker = new Onlooker();
    onlooker.onEnd(this::note);
    try (BenchFarm farm = new BenchFarm(folder.resolve("farm"), Dispatch.FARM)) {
      farm.start();
      try (Desk desk = Desk.at(farm, onlooker)) {
        desk.client().follow();
        List<RealSlave> slaves = RealSlave.start(farm, desk, onlooker, folder, SLAVES);
        try {
          report.add(
              figure("real builds of one step 'true', as they begin", rates(() -> seconds(desk))));
          long warmAt = System.nanoTime() + terms.warmUp().toNanos();
          while (System.nanoTime() - warmAt < 0) {
            var _ = seconds(desk);
          }
          report.add(
              figure("real builds of one step 'true'", rates(() -> seconds(desk))).atLeast(250));
          report.add(
              figure("the same programs by xargs, without a farm", rates(RealBuilds::xargs)));
        } finally {
          RealSlave.closeAll(slaves);
        }
      }
    }
  }

  private static Figure figure(String name, List<Double> rates) {
    return Figure.of(name, "a second", rates.get(TIMES / 2))
        .with("slaves", SLAVES)
        .with("builds", BUILDS)
        .with("lowest", Report.number(rates.getFirst()))
        .with("highest", Report.number(rates.getLast()))
        .with("load", Machine.load());
  }

  /// The rates of some rounds, from the lowest to the highest.
  private static List<Double> rates(Callable<Double> round) throws Exception {
    List<Double> rates = new ArrayList<>();
    for (int i = 0; i < TIMES; i++) {
      rates.add(BUILDS / round.call());
    }
    Collections.sort(rates);
    return rates;
  }

  private void note(FinishedRequest request) {
    if (request.outcome() != Outcome.SUCCESS) {
      throw new IllegalStateException("a build failed: " + request);
    }
    ended.release();
  }

  private double seconds(Desk desk) throws Exception {
    long begin = System.nanoTime();
    for (int i = 0; i < BUILDS; i++) {
      var _ = desk.submit("trivial", i).thenAccept(Desk::accepted);
    }
    if (!ended.tryAcquire(BUILDS, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException(ended.availablePermits() + " of " + BUILDS + " recorded");
    }
    return (System.nanoTime() - begin) / NANOS_A_SECOND;
  }

  private static double xargs() throws IOException {
    long begin = System.nanoTime();
    Machine.shell("seq %d | xargs -P %d -I{} sh -c true".formatted(BUILDS, SLAVES));
    return (System.nanoTime() - begin) / NANOS_A_SECOND;
  }
}
