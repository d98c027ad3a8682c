package org.yardmaster.protocol.model;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/// One step of a builder's recipe. `workdir` is relative to the workspace, "" for the workspace
/// itself. A step that runs longer than `timeout`, or prints nothing for `noOutputTimeout`, is
/// ended and has failed. `evenAfterFailure`: runs although an earlier step failed (clean up,
/// collect reports). `locks` are asked for together before it starts; its timeouts do not run while
/// it waits for them.
public record Step(
    String name,
    StepAction action,
    SortedMap<String, String> env,
    String workdir,
    Optional<Duration> timeout,
    Optional<Duration> noOutputTimeout,
    boolean evenAfterFailure,
    List<LockUse> locks) {

  public Step {
    env = Sorted.map(env);
    locks = List.copyOf(locks);
  }

  /// The same step doing something else.
  public Step withAction(StepAction other) {
    return new Step(name, other, env, workdir, timeout, noOutputTimeout, evenAfterFailure, locks);
  }
}
