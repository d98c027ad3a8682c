package org.yardmaster.master.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Output of many builds at once through the master to its disk, and how soon builds start
/// meanwhile: at the rate that is asked for, and as fast as the master takes it.
final class LogFlood implements Measurement {
  private static final int STREAMS = 50;
  private static final int SLAVES = 100;

  /// Together, in a second: what is asked for and some more.
  private static final double OFFERED_MB = 110;

  /// How often a stream prints: a chunk or so.
  private static final int TICK_MILLIS = 20;

  private static final int PATIENCE_SECONDS = 120;
  private static final double BYTES_A_MB = 1 << 20;
  static final double NANOS_A_SECOND = 1e9;
  private static final String FARM =
      """
      builders:
        trivial:
          on: {capabilities: [any]}
          steps: ['true']
        noisy:
          on: {capabilities: [noisy]}
          steps: ['true']
      settings: {log-limit: 10 GB}
      """;

  @Override
  public void run(Path folder, Terms terms, Report report) throws Exception {
    new Flood(OFFERED_MB).run(folder.resolve("paced"), terms, report);
    new Flood(Double.POSITIVE_INFINITY).run(folder.resolve("flood"), terms, report);
  }

  /// All streams in one farm, which together print so much.
  private static final class Flood {
    private final double offered;
    private final AtomicLong stored = new AtomicLong();
    private final List<LogStream> streams = new CopyOnWriteArrayList<>();
    private final CountDownLatch safe = new CountDownLatch(STREAMS);

    Flood(double offeredMbASecond) {
      offered = offeredMbASecond;
    }

    void run(Path folder, Terms terms, Report report) throws Exception {
      DispatchProbe probe = new DispatchProbe(terms.warmUp(), terms.time());
      try (BenchFarm farm = new BenchFarm(folder, FARM)) {
        farm.start();
        try (Desk desk = Desk.at(farm);
            Fleet idle = Fleet.attach(farm, desk, SLAVES, "any", probe);
            Fleet noisy = Fleet.attach(farm, desk, STREAMS, "noisy", this::print);
            ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor()) {
          desk.fill("noisy", STREAMS);
          var _ =
              clock.scheduleAtFixedRate(
                  this::printDue, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
          long before = stored.get();
          long begin = System.nanoTime();
          Latencies dispatch = probe.measure(desk, "trivial");
          double rate =
              (stored.get() - before) / BYTES_A_MB / ((System.nanoTime() - begin) / NANOS_A_SECOND);
          clock.shutdownNow();
          streams.forEach(LogStream::end);
          if (!safe.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException(safe.getCount() + " logs are not safe");
          }
          report.add(
              Figure.of("build output through the master to its disk", "MB a second", rate)
                  .with("streams", noisy.attached())
                  .with("offered", words())
                  .with("load", Machine.load())
                  .atLeast(100));
          Figure meanwhile =
              Figure.of("submit to StartBuild meanwhile", dispatch)
                  .with("slaves", idle.attached())
                  .with("offered", words());
          report.add(Double.isInfinite(offered) ? meanwhile : meanwhile.highAtMost(50));
        }
      }
    }

    private void print(FleetSlave slave, FleetSlave.Ordered build) {
      LogStream stream =
          new LogStream(
              slave, build.build(), offered * BYTES_A_MB / STREAMS, stored, safe::countDown);
      streams.add(stream);
      stream.begin();
    }

    private String words() {
      return Double.isInfinite(offered) ? "without end" : (int) offered + " MB a second";
    }

    private void printDue() {
      streams.forEach(LogStream::printDue);
    }
  }
}
