package org.yardmaster.master.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.yardmaster.protocol.model.BuildId;

/// How fast output gets to the disk: fifty builds, written by four threads of I/O. The aim is 100
/// MB/s.
@EnabledIfSystemProperty(named = "bench", matches = "all|build-logs")
final class BuildLogsBench {
  private static final int STREAMS = 50;
  private static final int THREADS = 4;
  private static final int CHUNK = 64 << 10;
  private static final int CHUNKS = 320;
  private static final double BYTES_A_MB = 1 << 20;

  @Test
  void fiftyStreamsWriteAHundredMegabytesASecond(@TempDir Path dir) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        BuildLogs logs =
            new BuildLogs(
                dir, 64, () -> Long.MAX_VALUE, () -> 0, (_, _) -> () -> {}, Runnable::run)) {
      long start = System.nanoTime();
      List<Future<?>> writers = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        int first = thread;
        writers.add(threads.submit(() -> write(logs, first)));
      }
      for (Future<?> writer : writers) {
        writer.get();
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      double rate = (double) STREAMS * CHUNKS * CHUNK / BYTES_A_MB / seconds;
      System.out.printf("build logs: %d streams at %.0f MB/s in all%n", STREAMS, rate);
      assertThat(rate).isGreaterThan(100);
    }
  }

  private static void write(BuildLogs logs, int first) {
    byte[] chunk = new byte[CHUNK];
    for (int number = 0; number < CHUNKS; number++) {
      for (int stream = first; stream < STREAMS; stream += THREADS) {
        logs.append(new BuildId(stream), 1, (long) number * CHUNK, chunk);
      }
    }
  }
}
