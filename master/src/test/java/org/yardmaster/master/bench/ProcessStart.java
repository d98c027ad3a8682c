package org.yardmaster.master.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.yardmaster.protocol.log.LogLine;
import org.yardmaster.protocol.log.LogLines;
import org.yardmaster.protocol.message.Query;
import org.yardmaster.protocol.message.Reply;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.FinishedRequest;
import org.yardmaster.protocol.model.Outcome;

/// From a submit to the running process of the build's step on a real, idle slave. The step's
/// program tells the time as the first thing it does, and the build's log brings it back.
final class ProcessStart implements Measurement {
  private static final int SLAVES = 4;
  private static final int PATIENCE_SECONDS = 120;
  private static final long NANOS_A_MILLI = 1_000_000;
  private static final String FARM =
      "builders:\n  clock:\n    steps:\n      - {name: tell, program: [date, +%s%N]}\n";

  private final Map<Integer, BuildId> builds = new ConcurrentHashMap<>();
  private final Semaphore ended = new Semaphore(0);

  @Override
  public void run(Path folder, Terms terms, Report report) throws Exception {
    Onlooker onlooker = new Onlooker();
    onlooker.onEnd(this::note);
    try (BenchFarm farm = new BenchFarm(folder.resolve("farm"), FARM)) {
      farm.start();
      try (Desk desk = Desk.at(farm, onlooker)) {
        desk.client().follow();
        List<RealSlave> slaves = RealSlave.start(farm, desk, onlooker, folder, SLAVES);
        try {
          report.add(
              Figure.of("submit to running process on a real slave", measure(desk, terms))
                  .with("slaves", SLAVES)
                  .with("load", Machine.load())
                  .medianAtMost(6));
        } finally {
          RealSlave.closeAll(slaves);
        }
      }
    }
  }

  private void note(FinishedRequest request) {
    if (request.outcome() != Outcome.SUCCESS) {
      throw new IllegalStateException("a build failed: " + request);
    }
    builds.put(
        Integer.valueOf(request.request().properties().get("n")),
        request.request().build().orElseThrow());
    ended.release();
  }

  /// Begins when all of the warm-up has run: what it left waiting at slaves that still interpret
  /// says nothing of an idle one.
  private Latencies measure(Desk desk, Terms terms) throws Exception {
    int cold = submitted(desk, 0, terms.warmUp()).length;
    long[] intended = submitted(desk, cold, terms.time());
    Latencies latencies = new Latencies();
    for (int i = 0; i < intended.length; i++) {
      latencies.add(told(desk, builds.get(cold + i)) - intended[i]);
    }
    return latencies;
  }

  /// Submits at its pace, and returns when every build has ended.
  ///
  /// @return when each was to be submitted, by the machine's clock
  private long[] submitted(Desk desk, int first, Duration time) throws Exception {
    long[] intended = new long[Pace.count(DispatchProbe.SUBMITS_A_SECOND, Duration.ZERO, time)];
    Pace.keep(
        DispatchProbe.SUBMITS_A_SECOND,
        Duration.ZERO,
        time,
        (number, at, _) -> {
          intended[number] = WallClock.ofNanoTime(at);
          var _ = desk.submit("clock", first + number).thenAccept(Desk::accepted);
        });
    if (!ended.tryAcquire(intended.length, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException(
          "builds are missing: " + (intended.length - ended.availablePermits()));
    }
    return intended;
  }

  private static long told(Desk desk, BuildId build) throws Exception {
    byte[] log = desk.ask(new Query.ReadLog(build, 0, 0, 1000, true), Reply.LogPart.class).bytes();
    List<Long> told = new ArrayList<>();
    LogLines.fromStart(
            line -> {
              if (line.source() == LogLine.Source.STDOUT) {
                told.add(Long.valueOf(line.text().strip()));
              }
            })
        .accept(log);
    return told.getFirst();
  }

  /// The machine's clock at an instant of `System.nanoTime`, in nanoseconds.
  private static final class WallClock {
    private WallClock() {}

    static long ofNanoTime(long nanoTime) {
      java.time.Instant now = java.time.Instant.now();
      long wall = now.getEpochSecond() * 1000 * NANOS_A_MILLI + now.getNano();
      return wall - (System.nanoTime() - nanoTime);
    }
  }
}
