package org.yardmaster.protocol.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A running build: one attempt of a request on one slave.
///
/// `slaveStart` is the start id of the slave process that was given the build: only that process
/// can be running it. `attempt` counts from 1. `finished` are the steps that ended, `current` the
/// index of the one that runs. `leaseUntil` is set while the slave is not heard: from then on it
/// runs the build no more.
public record Build(
    BuildId id,
    RequestId request,
    BuilderId builder,
    SlaveId slave,
    String slaveStart,
    int attempt,
    Instant startedAt,
    List<String> stepNames,
    List<StepResult> finished,
    Optional<Integer> current,
    Optional<Instant> currentSince,
    Optional<StopAsked> stop,
    Optional<Instant> leaseUntil) {

  /// Who wants this build stopped, since when and why.
  public record StopAsked(String by, Instant at, String reason) {}

  public Build {
    stepNames = List.copyOf(stepNames);
    finished = List.copyOf(finished);
  }

  /// The same build while step `index` runs.
  public Build inStep(int index, Instant at) {
    return new Build(
        id,
        request,
        builder,
        slave,
        slaveStart,
        attempt,
        startedAt,
        stepNames,
        finished,
        Optional.of(index),
        Optional.of(at),
        stop,
        leaseUntil);
  }

  /// The same build after a step ended. A step that is told twice counts once.
  public Build afterStep(StepResult result) {
    List<StepResult> steps = new ArrayList<>(finished);
    steps.removeIf(step -> step.index() == result.index());
    steps.add(result);
    return new Build(
        id,
        request,
        builder,
        slave,
        slaveStart,
        attempt,
        startedAt,
        stepNames,
        steps,
        Optional.empty(),
        Optional.empty(),
        stop,
        leaseUntil);
  }

  /// The same build with somebody's wish to stop it.
  public Build stopping(StopAsked wish) {
    return new Build(
        id,
        request,
        builder,
        slave,
        slaveStart,
        attempt,
        startedAt,
        stepNames,
        finished,
        current,
        currentSince,
        Optional.of(wish),
        leaseUntil);
  }

  /// The same build with another end of its lease; empty while the slave is heard.
  public Build withLease(Optional<Instant> until) {
    return new Build(
        id,
        request,
        builder,
        slave,
        slaveStart,
        attempt,
        startedAt,
        stepNames,
        finished,
        current,
        currentSince,
        stop,
        until);
  }
}
