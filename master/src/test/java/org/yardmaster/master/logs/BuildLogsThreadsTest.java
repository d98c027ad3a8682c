package org.yardmaster.master.logs;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yardmaster.protocol.message.Reply;
import org.yardmaster.protocol.model.BuildId;

/// Many writers and followers at once, with fewer open files than logs.
final class BuildLogsThreadsTest {
  private static final int STREAMS = 24;
  private static final int LINES = 2000;

  @Test
  void everyFollowerReadsEveryLineOnce(@TempDir Path dir) throws Exception {
    byte[] whole = wholeLog();
    try (ExecutorService threads = Executors.newCachedThreadPool();
        ExecutorService background = Executors.newFixedThreadPool(2);
        ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
        BuildLogs logs =
            new BuildLogs(
                dir, 5, () -> Long.MAX_VALUE, () -> 0, Deadlines.of(scheduler), background)) {
      List<Future<byte[]>> read = new ArrayList<>();
      List<Future<?>> written = new ArrayList<>();
      for (int stream = 0; stream < STREAMS; stream++) {
        BuildId build = new BuildId(stream);
        read.add(threads.submit(() -> follow(logs, build)));
        written.add(threads.submit(() -> write(logs, build, whole)));
      }
      for (Future<?> writer : written) {
        writer.get();
      }
      for (Future<byte[]> reader : read) {
        assertThat(reader.get()).isEqualTo(whole);
      }
      assertThat(logs.load()).isEqualTo(new BuildLogs.Load(0, 5, 0));
    }
  }

  private static byte[] wholeLog() {
    StringBuilder lines = new StringBuilder();
    for (int line = 0; line < LINES; line++) {
      lines.append("line ").append(line).append('\n');
    }
    return lines.toString().getBytes(US_ASCII);
  }

  /// A slave with a bad line: it sends pieces twice, overlapping, and too far ahead.
  private static void write(BuildLogs logs, BuildId build, byte[] whole) {
    Random random = new Random(build.value());
    CompletableFuture<Stored> finished = logs.finish(build, 1, whole.length);
    long length = 0;
    while (length < whole.length) {
      int from = Math.clamp(length + random.nextInt(-200, 50), 0, whole.length - 1);
      int to = Math.min(whole.length, from + random.nextInt(1, 900));
      length = logs.append(build, 1, from, Arrays.copyOfRange(whole, from, to)).length();
    }
    assertThat(finished.join()).isEqualTo(new Stored(whole.length, true, true));
  }

  private static byte[] follow(BuildLogs logs, BuildId build) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    while (true) {
      Reply.LogPart part = logs.follow(build, 1, all.size(), 700, Duration.ofSeconds(20)).join();
      all.writeBytes(part.bytes());
      if (part.complete() && all.size() == part.length()) {
        return all.toByteArray();
      }
    }
  }
}
