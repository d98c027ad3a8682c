package org.yardmaster.master.bench;

import java.nio.file.Path;

/// Trivial builds a second, all of them durable in start and end.
final class Throughput implements Measurement {
  private static final int SLAVES = 200;

  @Override
  public void run(Path folder, Terms terms, Report report) throws Exception {
    Treadmill mill = new Treadmill();
    try (BenchFarm farm = new BenchFarm(folder.resolve("farm"), Dispatch.FARM)) {
      farm.start();
      try (Desk desk = Desk.at(farm);
          Fleet fleet = Fleet.attach(farm, desk, SLAVES, "any", mill)) {
        mill.use(desk);
        Treadmill.Result result = mill.measure(farm, 2 * SLAVES, terms.warmUp(), terms.time());
        mill.awaitRecorded(mill.submitted());
        report.add(
            Figure.of("builds started and finished", "a second", result.aSecond())
                .with("slaves", fleet.attached())
                .with("load", Machine.load())
                .atLeast(2000));
        report.add(
            Figure.of("end of a build to its slave's next order", result.refill())
                .with("slaves", fleet.attached()));
        report.add(
            Figure.of("master's processor time for a build", "us", result.cpuMicros())
                .with("slaves", fleet.attached()));
      }
    }
  }
}
