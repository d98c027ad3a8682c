package org.yardmaster.slave.run;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yardmaster.protocol.log.LogLine;

/// Starts programs as Java does, on every system: through a small program of its own on Unix, and
/// with a thread for each stream.
///
/// @param threads read the streams
record JavaLauncher(ExecutorService threads) implements Launcher {
  private static final Logger log = LoggerFactory.getLogger(JavaLauncher.class);
  private static final Duration LOOK = Duration.ofMillis(20);

  @Override
  public Child start(List<String> argv, Map<String, String> environment, Path folder)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(argv).directory(folder.toFile());
    builder.redirectInput(new File(Machine.WINDOWS ? "NUL" : "/dev/null"));
    builder.environment().clear();
    builder.environment().putAll(environment);
    return new JavaChild(builder.start(), threads);
  }

  private static final class JavaChild implements Child {
    private final Process process;
    private final ExecutorService threads;
    private final List<Future<?>> readers = new ArrayList<>();

    JavaChild(Process process, ExecutorService threads) {
      this.process = process;
      this.threads = threads;
    }

    @Override
    public ProcessHandle handle() {
      return process.toHandle();
    }

    @Override
    public int await(Output output) throws InterruptedException {
      read(process.getInputStream(), LogLine.Source.STDOUT, output);
      read(process.getErrorStream(), LogLine.Source.STDERR, output);
      return process.waitFor();
    }

    private void read(InputStream stream, LogLine.Source source, Output output) {
      readers.add(threads.submit(() -> copy(stream, source, output)));
    }

    private void copy(InputStream stream, LogLine.Source source, Output output) {
      byte[] buffer = new byte[8 * 1024];
      try (stream) {
        for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
          output.take(source, buffer, n);
        }
      } catch (IOException e) {
        // Java closes the stream under the reader when the process has ended and somebody else
        // holds the pipe.
        log.debug("process {}: end of {}: {}", process.pid(), source, e.getMessage());
      }
    }

    @Override
    public boolean takeRest(Output output, BooleanSupplier over, Duration grace)
        throws InterruptedException {
      boolean whole = true;
      for (Future<?> reader : readers) {
        boolean ended = false;
        while (!ended && !over.getAsBoolean()) {
          ended = ended(reader, LOOK);
        }
        whole &= ended || ended(reader, grace);
      }
      return whole;
    }

    private boolean ended(Future<?> reader, Duration limit) throws InterruptedException {
      try {
        reader.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        return true;
      } catch (TimeoutException _) {
        return false;
      } catch (ExecutionException e) {
        throw new IllegalStateException(
            "process " + process.pid() + ": reading its output failed", e);
      }
    }

    /// A reader that still waits on a pipe is left behind.
    @Override
    public void close() {}
  }
}
