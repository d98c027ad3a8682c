package org.yardmaster.slave.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yardmaster.protocol.model.BuildOrder;
import org.yardmaster.protocol.model.Step;
import org.yardmaster.protocol.model.StepResult;
import org.yardmaster.slave.core.Input;

/// Goes through the steps of one build, on one thread, and tells what happens.
final class BuildRun implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(BuildRun.class);

  private final Machine machine;
  private final BuildOrder order;
  private final SortedMap<String, String> secrets;
  private final Path workspace;
  private final Spool spool;
  private final Consumer<List<Input>> events;

  /// What has happened and is told with what follows at once.
  private final List<Input> untold = new ArrayList<>();

  private Optional<String> stopped = Optional.empty();
  private @Nullable StepRun current;
  private int mayStart = -1;
  private boolean failed;
  private boolean cut;
  private Optional<String> fault = Optional.empty();
  private long logged;

  BuildRun(
      Machine machine,
      BuildOrder order,
      SortedMap<String, String> secrets,
      Path workspace,
      Spool spool,
      Consumer<List<Input>> events) {
    this.machine = machine;
    this.order = order;
    this.secrets = secrets;
    this.workspace = workspace;
    this.spool = spool;
    this.events = events;
  }

  /// Ends the step that runs, and with it the build. Any thread may call this; returns at once.
  synchronized void stop(String why) {
    stopped = Optional.of(why);
    if (current != null) {
      current.end(new StepRun.Ending(StepResult.End.STOPPED, why));
    }
    notifyAll();
  }

  /// Lets a step start that waits for its locks. Any thread may call this.
  synchronized void letStart(int step) {
    mayStart = Math.max(mayStart, step);
    notifyAll();
  }

  @Override
  public void run() {
    try {
      for (int i = 0; i < order.steps().size() && mayGoOn(); i++) {
        take(i);
      }
    } catch (InterruptedException _) {
      cut = true;
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      fault = Optional.of(fault(e));
    }
    tell(new Input.BuildOver(order.build(), cut, fault));
  }

  private void tell(Input what) {
    untold.add(what);
    events.accept(List.copyOf(untold));
    untold.clear();
  }

  /// Ends a build that has no thread to run on.
  void fail(Throwable why) {
    tell(new Input.BuildOver(order.build(), false, Optional.of(fault(why))));
  }

  private String fault(Throwable why) {
    log.error("{}: the slave failed to run it", order.build(), why);
    return "the slave failed to run it: " + why;
  }

  private synchronized boolean mayGoOn() {
    cut |= stopped.isPresent();
    return !cut && fault.isEmpty();
  }

  private void take(int index) throws InterruptedException {
    Step step = order.steps().get(index);
    StepResult result =
        failed && !step.evenAfterFailure()
            ? notBegun(index, step, StepResult.End.SKIPPED, "an earlier step failed")
            : performOnceLocked(index, step);
    failed |= !result.succeeded();
    cut |= result.end() == StepResult.End.STOPPED;
    Input.StepEnded ended = new Input.StepEnded(order.build(), result);
    if (index == order.steps().size() - 1) {
      // The end of the build follows: whoever is told has one thing to do, and to store, not two.
      untold.add(ended);
    } else {
      tell(ended);
    }
  }

  private static StepResult notBegun(int index, Step step, StepResult.End end, String why) {
    return new StepResult(index, step.name(), end, -1, Duration.ZERO, 0, why);
  }

  /// A step that has locks waits for them first; its timeouts do not run meanwhile.
  private StepResult performOnceLocked(int index, Step step) throws InterruptedException {
    if (!step.locks().isEmpty()) {
      tell(new Input.StepWaits(order.build(), index));
      Optional<String> why = awaitLocks(index);
      if (why.isPresent()) {
        return notBegun(index, step, StepResult.End.STOPPED, why.get());
      }
    }
    return perform(index, step);
  }

  /// Why it was stopped instead.
  private synchronized Optional<String> awaitLocks(int step) throws InterruptedException {
    while (mayStart < step && stopped.isEmpty()) {
      wait();
    }
    return stopped;
  }

  private StepResult perform(int index, Step step) throws InterruptedException {
    long beganAt = System.nanoTime();
    StepLog stepLog = spool.open(order.build(), index, secrets.values(), limit(index));
    ProcessMark mark = ProcessMark.ofStep(machine.slave, machine.start, order.build(), index);
    int code = -1;
    Optional<String> unable = Optional.empty();
    Optional<StepRun.Ending> ending;
    try (StepRun run = new StepRun(machine, mark, step, stepLog)) {
      begin(run);
      Optional<String> broken = Optional.empty();
      try {
        code = actions(run, stepLog, index, step).perform(step.action());
      } catch (IOException e) {
        broken = Optional.of(String.valueOf(e.getMessage()));
        stepLog.note("cannot run: " + e.getMessage());
      } catch (RuntimeException | Error e) {
        unable = Optional.of(fault(e));
        broken = unable;
      }
      Optional<String> why = broken;
      ending = run.ending().or(() -> why.map(w -> new StepRun.Ending(StepResult.End.BROKEN, w)));
    } finally {
      begin(null);
    }
    long length = spool.close(order.build(), index, stepLog);
    logged += length;
    fault = unable.isPresent() ? unable : stepLog.fault();
    return new StepResult(
        index,
        step.name(),
        ending.map(StepRun.Ending::end).orElse(StepResult.End.EXITED),
        code,
        Duration.ofMillis((System.nanoTime() - beganAt) / 1_000_000),
        length,
        ending.map(StepRun.Ending::detail).orElse(""));
  }

  private synchronized void begin(@Nullable StepRun run) {
    current = run;
    if (run != null) {
      stopped.ifPresent(why -> run.end(new StepRun.Ending(StepResult.End.STOPPED, why)));
    }
  }

  private StepActions actions(StepRun run, StepLog stepLog, int index, Step step)
      throws IOException {
    Map<String, String> environment = Environment.of(System.getenv(), order, step, secrets);
    environment.putIfAbsent("GIT_TERMINAL_PROMPT", "0");
    return new StepActions(
        run,
        stepLog,
        environment,
        folder(step),
        process -> tell(new Input.ProcessStarted(order.build(), index, process)));
  }

  private Path folder(Step step) throws IOException {
    Path folder = workspace.resolve(step.workdir()).normalize();
    if (!folder.startsWith(workspace)) {
      throw new IOException("workdir '" + step.workdir() + "' leads out of the workspace");
    }
    // Mostly it is there, and to be told so by an exception costs more.
    return Files.isDirectory(folder) ? folder : Files.createDirectories(folder);
  }

  /// Half of what is left for a step that others follow, all of it for the last one.
  private long limit(int index) {
    long left = Math.max(0, order.logLimit() - logged);
    List<Step> steps = order.steps();
    return index == steps.size() - 1 ? left : left / 2;
  }
}
