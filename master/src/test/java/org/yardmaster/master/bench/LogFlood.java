package org.yardmaster.master.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Output of many builds at once through the master to its disk, and how soon builds start
/// meanwhile.
final class LogFlood implements Measurement {
  private static final int STREAMS = 50;
  private static final int SLAVES = 100;
  private static final int PATIENCE_SECONDS = 120;
  private static final double BYTES_A_MB = 1 << 20;
  private static final double NANOS_A_SECOND = 1e9;
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

  private final AtomicLong stored = new AtomicLong();
  private final List<LogStream> streams = new CopyOnWriteArrayList<>();
  private final CountDownLatch safe = new CountDownLatch(STREAMS);

  @Override
  public void run(Path folder, Terms terms, Report report) throws Exception {
    DispatchProbe probe = new DispatchProbe(terms.warmUp(), terms.time());
    try (BenchFarm farm = new BenchFarm(folder.resolve("farm"), FARM)) {
      farm.start();
      try (Desk desk = Desk.at(farm);
          Fleet idle = Fleet.attach(farm, desk, SLAVES, "any", probe);
          Fleet noisy = Fleet.attach(farm, desk, STREAMS, "noisy", this::print)) {
        desk.fill("noisy", STREAMS);
        long before = stored.get();
        long begin = System.nanoTime();
        Latencies dispatch = probe.measure(desk, "trivial");
        double rate =
            (stored.get() - before) / BYTES_A_MB / ((System.nanoTime() - begin) / NANOS_A_SECOND);
        noisy.slaves().forEach(slave -> slave.onOwner(() -> end(slave)));
        if (!safe.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
          throw new IllegalStateException(safe.getCount() + " logs are not safe");
        }
        report.add(
            Figure.of("build output through the master to its disk", "MB a second", rate)
                .with("streams", STREAMS)
                .with("load", Machine.load())
                .atLeast(100));
        report.add(
            Figure.of("submit to StartBuild meanwhile", dispatch)
                .with("slaves", idle.attached())
                .highAtMost(50));
      }
    }
  }

  private void print(FleetSlave slave, FleetSlave.Ordered build) {
    LogStream stream = new LogStream(slave, build.build(), stored, safe::countDown);
    streams.add(stream);
    slave.remember(stream);
    stream.begin();
  }

  private static void end(FleetSlave slave) {
    slave.stream().end();
  }
}
