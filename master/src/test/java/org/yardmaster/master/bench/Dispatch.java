package org.yardmaster.master.bench;

import java.nio.file.Path;

/// From a submit to the order at an idle slave, on a farm with nothing else to do.
final class Dispatch implements Measurement {
  private static final int SLAVES = 100;
  static final String FARM = "builders:\n  trivial:\n    steps: ['true']\n";

  @Override
  public void run(Path folder, Terms terms, Report report) throws Exception {
    DispatchProbe probe = new DispatchProbe(terms.warmUp(), terms.time());
    try (BenchFarm farm = new BenchFarm(folder.resolve("farm"), FARM)) {
      farm.start();
      try (Desk desk = Desk.at(farm);
          Fleet fleet = Fleet.attach(farm, desk, SLAVES, "any", probe)) {
        report.add(
            Figure.of("submit to StartBuild at an idle slave", probe.measure(desk, "trivial"))
                .with("slaves", fleet.attached())
                .with("load", Machine.load())
                .atMost(3, 15));
      }
    }
  }
}
