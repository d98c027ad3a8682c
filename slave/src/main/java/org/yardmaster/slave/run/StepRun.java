package org.yardmaster.slave.run;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
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
  private @Nullable ProcessHandle process;
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
    Map<String, String> marked = new LinkedHashMap<>(environment);
    mark.putInto(marked);
    long startedAt = System.nanoTime();
    try (Child running = start(argv, marked, folder)) {
      return await(running, startedAt, started);
    }
  }

  private Child start(List<String> argv, Map<String, String> environment, Path folder)
      throws IOException, InterruptedException {
    try {
      return launch(argv, environment, folder);
    } catch (RuntimeException | Error e) {
      endAll();
      throw e;
    }
  }

  private synchronized Child launch(List<String> argv, Map<String, String> environment, Path folder)
      throws IOException {
    if (ending != null) {
      throw new IOException(ending.detail());
    }
    Child child = machine.launcher.start(argv, environment, folder);
    process = child.handle();
    return child;
  }

  private int await(Child running, long startedAt, Consumer<ProcessKey> started)
      throws InterruptedException {
    try {
      started.accept(new ProcessKey(running.handle().pid(), machine.clock.millis()));
      int code = running.await(this::take);
      sweep(running, startedAt);
      return code;
    } catch (RuntimeException | Error e) {
      endAll();
      throw e;
    }
  }

  private void take(LogLine.Source source, byte[] bytes, int length) {
    printedAt = System.nanoTime();
    stepLog.write(source, bytes, length);
  }

  /// What was started may be unknown to us even so.
  private void endAll() throws InterruptedException {
    Optional<ProcessHandle> known = known();
    try {
      machine.tree.end(() ->
          known
              .map(root -> machine.tree.of(root, mark))
              .orElseGet(() -> new LinkedHashSet<>(machine.marked.find(mark))));
    } finally {
      known.ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  private synchronized Optional<ProcessHandle> known() {
    return Optional.ofNullable(process);
  }

  /// Ends the step from outside, unless it has ended or is being ended already. Returns at once.
  synchronized void end(Ending why) {
    if (closed || ending != null) {
      return;
    }
    ending = why;
    ProcessHandle target = process;
    if (target != null) {
      stepLog.note("ending the step: " + why.detail());
      killing = startKilling(target).orElse(null);
    }
  }

  private Optional<Future<?>> startKilling(ProcessHandle target) {
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

  private void kill(ProcessHandle target) {
    try {
      machine.tree.end(() -> machine.tree.of(target, mark));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// The process has ended; its descendants may not have. They are ended on another thread, so that
  /// what they say to that is still taken.
  private void sweep(Child ended, long startedAt) throws InterruptedException {
    Optional<Future<?>> ending = beingEnded();
    if (ending.isEmpty()) {
      Duration ran = Duration.ofNanos(System.nanoTime() - startedAt);
      if (machine.marked.anyYounger(mark, ended.handle().pid(), ran)) {
        ending = Optional.of(machine.threads.submit(this::endLeft));
      }
    }
    Optional<Future<?>> over = ending;
    if (!ended.takeRest(this::take, () -> over.isEmpty() || over.get().isDone(), PIPE_GRACE)) {
      stepLog.note("a process outside the slave's reach still holds the step's output");
    }
    if (over.isPresent()) {
      awaitEnd(over.get());
    }
  }

  private synchronized Optional<Future<?>> beingEnded() {
    process = null;
    return Optional.ofNullable(killing);
  }

  private void endLeft() {
    try {
      int count = machine.tree.end(() -> new LinkedHashSet<>(machine.marked.find(mark)));
      stepLog.note("ended " + count + (count == 1 ? " process" : " processes") + " left behind");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitEnd(Future<?> ending) throws InterruptedException {
    try {
      ending.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("step " + step.name() + ": ending it failed", e);
    }
  }
}
