package org.yardmaster.slave.run;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yardmaster.protocol.log.LogLine;
import org.yardmaster.protocol.model.DurationText;
import org.yardmaster.protocol.model.Step;
import org.yardmaster.protocol.model.StepResult;
import org.yardmaster.slave.core.ProcessKey;

/// Runs the processes of one step, one after the other, and ends their whole trees when the step is
/// stopped, takes too long or falls silent. When a process has ended by itself, what it left behind
/// is ended too.
///
/// [#run] belongs to the thread of the build; [#end] may be called by any thread.
final class StepRun implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(StepRun.class);
  private static final Duration PIPE_GRACE = Duration.ofSeconds(2);

  /// Why a step was ended from outside.
  record Ending(StepResult.End end, String detail) {}

  private final Machine machine;
  private final ProcessMark mark;
  private final StepLog stepLog;
  private final Step step;
  private final long beganAt = System.nanoTime();
  private final Optional<ScheduledFuture<?>> totalTimeout;
  private volatile long printedAt = beganAt;
  private @Nullable ScheduledFuture<?> silence;
  private @Nullable Ending ending;
  private @Nullable Process process;
  private @Nullable Future<?> killing;
  private boolean closed;

  StepRun(Machine machine, ProcessMark mark, Step step, StepLog stepLog) {
    this.machine = machine;
    this.mark = mark;
    this.step = step;
    this.stepLog = stepLog;
    this.totalTimeout = step.timeout().map(this::armTotalTimeout);
    step.noOutputTimeout().ifPresent(limit -> armSilence(limit, limit.toNanos()));
  }

  /// Runs a program to its end, and the end of all it started.
  ///
  /// @param started is told as soon as it runs
  /// @return its exit code
  /// @throws IOException if it cannot be started
  /// @throws Error if the machine has no thread left to give, say; no process is left then
  int run(
      List<String> argv, Map<String, String> environment, Path folder, Consumer<ProcessKey> started)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(argv).directory(folder.toFile());
    builder.redirectInput(new File(Machine.WINDOWS ? "NUL" : "/dev/null"));
    builder.environment().clear();
    builder.environment().putAll(environment);
    mark.putInto(builder.environment());
    try {
      long startedAt = System.nanoTime();
      Process running = start(builder);
      started.accept(new ProcessKey(running.pid(), machine.clock.millis()));
      return await(running, startedAt);
    } catch (RuntimeException | Error e) {
      endAll();
      throw e;
    }
  }

  private int await(Process running, long startedAt) throws InterruptedException {
    List<Future<?>> readers = new ArrayList<>();
    readers.add(read(running.getInputStream(), LogLine.Source.STDOUT));
    readers.add(read(running.getErrorStream(), LogLine.Source.STDERR));
    int code = running.waitFor();
    sweep(running, startedAt);
    for (Future<?> reader : readers) {
      awaitReader(reader);
    }
    return code;
  }

  /// What was started may be unknown to us even so.
  private void endAll() throws InterruptedException {
    Optional<Process> known = known();
    try {
      machine.tree.end(() ->
          known
              .map(root -> machine.tree.of(root.toHandle(), mark))
              .orElseGet(() -> new LinkedHashSet<>(machine.marked.find(mark))));
    } finally {
      known.ifPresent(Process::destroyForcibly);
    }
  }

  private synchronized Optional<Process> known() {
    return Optional.ofNullable(process);
  }

  private synchronized Process start(ProcessBuilder builder) throws IOException {
    if (ending != null) {
      throw new IOException(ending.detail());
    }
    process = builder.start();
    return process;
  }

  /// Ends the step from outside, unless it has ended or is being ended already. Returns at once.
  synchronized void end(Ending why) {
    if (closed || ending != null) {
      return;
    }
    ending = why;
    Process target = process;
    if (target != null) {
      stepLog.note("ending the step: " + why.detail());
      killing = startKilling(target).orElse(null);
    }
  }

  private Optional<Future<?>> startKilling(Process target) {
    try {
      return Optional.of(machine.threads.submit(() -> kill(target)));
    } catch (Error e) {
      log.error("step {}: no thread to end it in order; killed at once", step.name(), e);
      target.descendants().forEach(ProcessHandle::destroyForcibly);
      target.destroyForcibly();
      return Optional.empty();
    }
  }

  /// What ended the step from outside, if anything did.
  synchronized Optional<Ending> ending() {
    return Optional.ofNullable(ending);
  }

  @Override
  public synchronized void close() {
    closed = true;
    totalTimeout.ifPresent(timeout -> timeout.cancel(false));
    if (silence != null) {
      silence.cancel(false);
    }
  }

  private ScheduledFuture<?> armTotalTimeout(Duration limit) {
    Ending why = new Ending(StepResult.End.TIMED_OUT, "ran longer than " + DurationText.of(limit));
    return machine.timer.schedule(() -> end(why), limit.toNanos(), TimeUnit.NANOSECONDS);
  }

  private synchronized void armSilence(Duration limit, long nanos) {
    if (!closed) {
      silence = machine.timer.schedule(() -> checkSilence(limit), nanos, TimeUnit.NANOSECONDS);
    }
  }

  private void checkSilence(Duration limit) {
    long left = limit.toNanos() - (System.nanoTime() - printedAt);
    if (left <= 0) {
      end(new Ending(StepResult.End.SILENT, "printed nothing for " + DurationText.of(limit)));
    } else {
      armSilence(limit, left);
    }
  }

  private void kill(Process target) {
    try {
      machine.tree.end(() -> machine.tree.of(target.toHandle(), mark));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// The process has ended; its descendants may not have.
  private void sweep(Process ended, long startedAt) throws InterruptedException {
    Future<?> running;
    synchronized (this) {
      process = null;
      running = killing;
    }
    if (running != null) {
      awaitKill(running);
      return;
    }
    Duration ran = Duration.ofNanos(System.nanoTime() - startedAt);
    if (machine.marked.anyYounger(mark, ended.pid(), ran)) {
      int count = machine.tree.end(() -> new LinkedHashSet<>(machine.marked.find(mark)));
      stepLog.note("ended " + count + (count == 1 ? " process" : " processes") + " left behind");
    }
  }

  private Future<?> read(InputStream stream, LogLine.Source name) {
    return machine.threads.submit(() -> copy(stream, name));
  }

  private void copy(InputStream stream, LogLine.Source name) {
    byte[] buffer = new byte[8 * 1024];
    try (stream) {
      for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
        printedAt = System.nanoTime();
        stepLog.write(name, buffer, n);
      }
    } catch (IOException e) {
      // The JDK closes the stream under the reader when the process has ended and somebody else
      // holds the pipe.
      log.debug("step {}: end of {}: {}", step.name(), name, e.getMessage());
    }
  }

  /// A reader may wait for ever on a pipe held by a process that cannot be ended: it is left
  /// behind.
  private void awaitReader(Future<?> reader) throws InterruptedException {
    try {
      reader.get(PIPE_GRACE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      stepLog.note("a process outside the slave's reach still holds the step's output");
    } catch (ExecutionException e) {
      throw new IllegalStateException("step " + step.name() + ": reading its output failed", e);
    }
  }

  private void awaitKill(Future<?> kill) throws InterruptedException {
    try {
      kill.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("step " + step.name() + ": ending it failed", e);
    }
  }
}
