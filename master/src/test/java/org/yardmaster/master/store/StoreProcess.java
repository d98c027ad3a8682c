package org.yardmaster.master.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.yardmaster.protocol.message.Query;

/// A [StoreChild] in a process of its own, to be killed.
final class StoreProcess implements AutoCloseable {
  private final Process process;
  private final BufferedReader answers;
  private final Writer orders;

  private StoreProcess(Process process) {
    this.process = process;
    answers = process.inputReader(StandardCharsets.UTF_8);
    orders = process.outputWriter(StandardCharsets.UTF_8);
  }

  static StoreProcess start(Path data, long seed) throws IOException {
    return new StoreProcess(
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                StoreChild.class.getName(),
                data.toString(),
                Long.toString(seed))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start());
  }

  void order(String order) {
    try {
      orders.write(order + "\n");
      orders.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Its next answer; empty when it has ended.
  OptionalLong answer() {
    try {
      String line = answers.readLine();
      return line == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(line));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long ask(String order) {
    order(order);
    OptionalLong answer = answer();
    assertThat(answer).as("answer to '%s'", order).isPresent();
    return answer.getAsLong();
  }

  /// `kill -9`, at once; what it said before can still be read.
  void kill() {
    process.toHandle().destroyForcibly();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }

  /// Opens the folder and checks that it holds exactly what the batches up to the stored one leave,
  /// and none of the acknowledged is missing.
  static long checkAll(Path data, long seed, long acknowledged) throws Exception {
    try (HsqldbStore store = HsqldbStore.open(data)) {
      long stored = store.storedBatch();
      assertThat(stored).isGreaterThanOrEqualTo(acknowledged);
      MemoryStore expected = new MemoryStore();
      RandomBatches batches = new RandomBatches(seed);
      while (expected.storedBatch() < stored) {
        expected.commit(batches.next());
      }
      assertThat(store.recover()).isEqualTo(expected.recover());
      for (var finished : expected.finishedRequests().values()) {
        assertThat(
                store.history().request(new Query.OneFinished(finished.request().id())).requests())
            .containsExactly(finished);
      }
      for (var finished : expected.finishedBuilds().values()) {
        assertThat(store.history().build(new Query.OneBuild(finished.build().id())).builds())
            .containsExactly(finished);
      }
      for (var command : expected.commands().values()) {
        assertThat(store.command(command.number())).contains(command);
      }
      return stored;
    }
  }
}
