package org.yardmaster.slave.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.yardmaster.protocol.model.BuildOrder;
import org.yardmaster.protocol.model.BuildResult;
import org.yardmaster.protocol.model.Sorted;
import org.yardmaster.protocol.model.StepResult;

/// What the slave knows of one build: it runs as long as there is no `result`, and is owed until
/// the result is `recorded` and all logs are `synced`.
public record RememberedBuild(
    BuildOrder order,
    int workspace,
    Optional<Integer> current,
    List<ProcessKey> processes,
    List<StepResult> finished,
    Optional<BuildResult> result,
    boolean recorded,
    SortedSet<Integer> synced) {

  public RememberedBuild {
    processes = List.copyOf(processes);
    finished = List.copyOf(finished);
    synced = Sorted.set(synced);
  }

  static RememberedBuild accepted(BuildOrder order, int workspace) {
    return new RememberedBuild(
        order,
        workspace,
        Optional.empty(),
        List.of(),
        List.of(),
        Optional.empty(),
        false,
        new TreeSet<>());
  }

  RememberedBuild withProcess(int step, ProcessKey process) {
    List<ProcessKey> more = new ArrayList<>(processes);
    more.add(process);
    return new RememberedBuild(
        order, workspace, Optional.of(step), more, finished, result, recorded, synced);
  }

  RememberedBuild afterStep(StepResult step) {
    List<StepResult> more = new ArrayList<>(finished);
    more.add(step);
    return new RememberedBuild(
        order, workspace, Optional.empty(), List.of(), more, result, recorded, synced);
  }

  RememberedBuild ended(BuildResult end) {
    return new RememberedBuild(
        order,
        workspace,
        Optional.empty(),
        List.of(),
        end.steps(),
        Optional.of(end),
        recorded,
        synced);
  }

  RememberedBuild asRecorded() {
    return new RememberedBuild(
        order, workspace, current, processes, finished, result, true, synced);
  }

  RememberedBuild withSynced(int step) {
    SortedSet<Integer> more = new TreeSet<>(synced);
    more.add(step);
    return new RememberedBuild(
        order, workspace, current, processes, finished, result, recorded, more);
  }

  /// The step that runs or comes next: steps go one after the other.
  public int unfinishedStep() {
    return finished.size();
  }

  /// Whether it has not ended.
  public boolean running() {
    return result.isEmpty();
  }

  /// Whether the master has all of it: an empty log needs no confirmation.
  public boolean settled() {
    return recorded
        && result.isPresent()
        && finished.stream()
            .allMatch(step -> step.logBytes() == 0 || synced.contains(step.index()));
  }
}
