package org.yardmaster.master.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Dispatch and throughput in growing farms: what depends on the size of the queue or of the farm
/// shows here.
final class Sizes implements Measurement {
  private static final int[] QUEUES = {1_000, 10_000, 100_000};
  private static final int[] SLAVES = {10, 100, 1_000, 5_000};
  private static final int USUAL_SLAVES = 100;
  private static final int MOST_BUSY = 200;
  private static final String FARM =
      """
      builders:
        trivial:
          on: {capabilities: [any]}
          steps: ['true']
        waiting:
          on: {capabilities: [busy]}
          steps: ['true']
      """;

  /// Hands builds to whatever is being measured now.
  private static final class Turns implements Fleet.Work {
    private volatile Fleet.Work now = (_, _) -> {};

    @Override
    public void started(FleetSlave slave, FleetSlave.Ordered build) {
      now.started(slave, build);
    }

    @Override
    public void recorded(FleetSlave slave, long build) {
      now.recorded(slave, build);
    }
  }

  @Override
  public void run(Path folder, Terms terms, Report report) throws Exception {
    growingQueue(folder.resolve("queue"), terms, report);
    growingFarm(folder.resolve("slaves"), terms, report);
  }

  /// Requests wait for one slave that is busy for ever, ahead of those that are measured.
  private static void growingQueue(Path folder, Terms terms, Report report) throws Exception {
    Turns turns = new Turns();
    try (BenchFarm farm = new BenchFarm(folder, FARM)) {
      farm.start();
      try (Desk desk = Desk.at(farm);
          Fleet busy = Fleet.attach(farm, desk, 1, "busy", (_, _) -> {});
          Fleet idle = Fleet.attach(farm, desk, USUAL_SLAVES, "any", turns)) {
        int queued = -busy.attached();
        for (int size : QUEUES) {
          if (size <= terms.queue()) {
            desk.fill("waiting", size - queued);
            queued = size;
            measure(farm, desk, turns, terms, report, "queued", size, idle.attached());
          }
        }
      }
    }
  }

  private static void growingFarm(Path folder, Terms terms, Report report) throws Exception {
    Turns turns = new Turns();
    List<Fleet> fleets = new ArrayList<>();
    try (BenchFarm farm = new BenchFarm(folder, Dispatch.FARM)) {
      farm.start();
      try (Desk desk = Desk.at(farm)) {
        int attached = 0;
        for (int size : SLAVES) {
          if (size <= terms.attached()) {
            fleets.add(Fleet.attach(farm, desk, size - attached, "until-" + size, turns));
            attached = size;
            measure(farm, desk, turns, terms, report, "slaves", size, size);
          }
        }
      } finally {
        fleets.forEach(Fleet::close);
      }
    }
  }

  private static void measure(
      BenchFarm farm,
      Desk desk,
      Turns turns,
      Terms terms,
      Report report,
      String what,
      int size,
      int slaves)
      throws Exception {
    Duration warmUp = terms.warmUp().dividedBy(2);
    Duration time = terms.time().dividedBy(3);
    DispatchProbe probe = new DispatchProbe(warmUp, time);
    turns.now = probe;
    report.add(
        Figure.of("sizes: submit to StartBuild", probe.measure(desk, "trivial")).with(what, size));
    Treadmill mill = new Treadmill();
    mill.use(desk);
    turns.now = mill;
    Treadmill.Result result = mill.measure(farm, 2 * Math.min(slaves, MOST_BUSY), warmUp, time);
    mill.awaitRecorded(mill.submitted());
    report.add(
        Figure.of("sizes: builds", "a second", result.aSecond())
            .with(what, size)
            .with("load", Machine.load()));
    report.add(
        Figure.of("sizes: master's processor time for a build", "us", result.cpuMicros())
            .with(what, size));
  }
}
