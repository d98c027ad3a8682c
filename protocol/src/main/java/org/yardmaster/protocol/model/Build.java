package org.yardmaster.protocol.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;

/// A running build: one attempt of a request on one slave, and of those that ride along with it.
///
/// `slaveStart` is the start id of the slave process that was given the build: only that process
/// can be running it. `attempt` counts from 1. `finished` are the steps that ended, `current` the
/// index of the one that runs, `wants` that of the one that waits for its locks. `leaseUntil` is
/// set while the slave is not heard: from then on it runs the build no more.
public record Build(
    BuildId id,
    RequestId request,
    SortedSet<RequestId> riders,
    BuilderId builder,
    SlaveId slave,
    String slaveStart,
    int attempt,
    Instant startedAt,
    List<String> stepNames,
    List<StepResult> finished,
    Optional<Integer> current,
    Optional<Instant> currentSince,
    Optional<Wanted> wants,
    Optional<StopAsked> stop,
    Optional<Instant> leaseUntil) {

  /// Who wants this build stopped, since when and why.
  public record StopAsked(String by, Instant at, String reason) {}

  /// A step that asked for its locks, since when, and whether it has them. It has them from the
  /// farm's word until the step has ended.
  public record Wanted(int step, Instant since, boolean granted) {}

  public Build {
    riders = Sorted.set(riders);
    stepNames = List.copyOf(stepNames);
    finished = List.copyOf(finished);
  }

  /// All requests it is made for.
  public SortedSet<RequestId> requests() {
    TreeSet<RequestId> all = new TreeSet<>(riders);
    all.add(request);
    return Sorted.set(all);
  }

  /// Whether it has such a step.
  public boolean has(int step) {
    return step >= 0 && step < stepNames.size();
  }

  /// Whether it has such a step, and that has not ended.
  public boolean awaits(int step) {
    return has(step) && finished.stream().noneMatch(ended -> ended.index() == step);
  }

  /// The same build while step `index` runs.
  public Build inStep(int index, Instant at) {
    return with(b -> {
      b.current = Optional.of(index);
      b.currentSince = Optional.of(at);
    });
  }

  /// The same build after a step ended. A step that is told twice counts once.
  public Build afterStep(StepResult result) {
    List<StepResult> steps = new ArrayList<>(finished);
    steps.removeIf(step -> step.index() == result.index());
    steps.add(result);
    return with(b -> {
      b.finished = steps;
      b.current = Optional.empty();
      b.currentSince = Optional.empty();
      b.wants = wants.filter(wanted -> wanted.step() != result.index());
    });
  }

  /// The same build when a step asks for its locks, or has been granted them.
  public Build wanting(Wanted wanted) {
    return with(b -> b.wants = Optional.of(wanted));
  }

  /// The same build with somebody's wish to stop it.
  public Build stopping(StopAsked wish) {
    return with(b -> b.stop = Optional.of(wish));
  }

  /// The same build with another end of its lease; empty while the slave is heard.
  public Build withLease(Optional<Instant> until) {
    return with(b -> b.leaseUntil = until);
  }

  /// The same build carried on for `leader`, with these others riding along.
  public Build carrying(RequestId leader, SortedSet<RequestId> others) {
    return with(b -> {
      b.request = leader;
      b.riders = others;
    });
  }

  private Build with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.done();
  }

  /// A build while parts of it are exchanged.
  private static final class Draft {
    private final Build base;
    private RequestId request;
    private SortedSet<RequestId> riders;
    private List<StepResult> finished;
    private Optional<Integer> current;
    private Optional<Instant> currentSince;
    private Optional<Wanted> wants;
    private Optional<StopAsked> stop;
    private Optional<Instant> leaseUntil;

    Draft(Build base) {
      this.base = base;
      request = base.request;
      riders = base.riders;
      finished = base.finished;
      current = base.current;
      currentSince = base.currentSince;
      wants = base.wants;
      stop = base.stop;
      leaseUntil = base.leaseUntil;
    }

    Build done() {
      return new Build(
          base.id,
          request,
          riders,
          base.builder,
          base.slave,
          base.slaveStart,
          base.attempt,
          base.startedAt,
          base.stepNames,
          finished,
          current,
          currentSince,
          wants,
          stop,
          leaseUntil);
    }
  }
}
