package org.yardmaster.master.bench;

import java.nio.file.Path;
import java.util.Optional;
import org.yardmaster.protocol.message.Command;
import org.yardmaster.protocol.model.PauseScope;

/// Trivial builds a second, all of them durable in start and end: first with a queue that is nearly
/// empty, then in the same master behind a long one.
final class Throughput implements Measurement {
  private static final int SLAVES = 200;
  private static final int AHEAD = 2 * SLAVES;
  private static final double KEPT = 0.8;

  @Override
  public void run(Path folder, Terms terms, Report report) throws Exception {
    Treadmill mill = new Treadmill();
    try (BenchFarm farm = new BenchFarm(folder.resolve("farm"), Dispatch.FARM)) {
      farm.start();
      try (Desk desk = Desk.at(farm);
          Fleet fleet = Fleet.attach(farm, desk, SLAVES, "any", mill)) {
        mill.use(desk);
        Treadmill.Result free = mill.measure(farm, AHEAD, terms.warmUp(), terms.time());
        mill.awaitRecorded(mill.submitted());
        tell(report, free, 0, fleet.attached(), Optional.empty());
        pause(desk);
        desk.fill("trivial", terms.queue());
        desk.accepted(new Command.Resume(PauseScope.farm()));
        Treadmill.Result full = mill.measure(farm, 0, terms.warmUp(), terms.time());
        tell(report, full, terms.queue(), fleet.attached(), Optional.of(free));
        pause(desk);
        check(farm, mill, terms);
      }
    }
  }

  private static void pause(Desk desk) throws Exception {
    desk.accepted(new Command.Pause(PauseScope.farm(), "bench", Optional.empty()));
  }

  private static void tell(
      Report report,
      Treadmill.Result result,
      int queued,
      int slaves,
      Optional<Treadmill.Result> before) {
    report.add(
        Figure.of("builds started and finished", "a second", result.aSecond())
            .with("slaves", slaves)
            .with("queued", queued)
            .with("load", Machine.load())
            .atLeast(before.map(b -> KEPT * b.aSecond()).orElse(2000.0)));
    Figure refill =
        Figure.of("end of a build to its slave's next order", result.refill())
            .with("slaves", slaves)
            .with("queued", queued);
    report.add(before.map(b -> refill.highAtMost(2 * b.refill().millis(99))).orElse(refill));
    report.add(
        Figure.of("master's processor time for a build", "us", result.cpuMicros())
            .with("slaves", slaves)
            .with("queued", queued));
  }

  /// No request is lost and none was built twice.
  private static void check(BenchFarm farm, Treadmill mill, Terms terms) throws Exception {
    Onlooker onlooker = new Onlooker();
    try (Desk desk = Desk.at(farm, onlooker)) {
      desk.client().follow();
      onlooker.await("running builds end", view -> view.builds().isEmpty());
      int left = terms.queue() + mill.submitted() - mill.started();
      onlooker.await(left + " requests still queued", view -> view.requests().size() == left);
      mill.awaitRecorded(mill.started());
    }
  }
}
