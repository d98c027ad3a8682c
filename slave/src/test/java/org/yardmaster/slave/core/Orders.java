package org.yardmaster.slave.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.BuildOrder;
import org.yardmaster.protocol.model.LockUse;
import org.yardmaster.protocol.model.RequestId;
import org.yardmaster.protocol.model.Step;
import org.yardmaster.protocol.model.StepAction;

/// Orders for tests.
public final class Orders {
  private Orders() {}

  /// A build of shell steps.
  public static BuildOrder shell(long id, String... scripts) {
    List<Step> steps = new ArrayList<>();
    for (String script : scripts) {
      steps.add(step("step" + steps.size(), new StepAction.Shell(script)));
    }
    return of(id, "linux", steps);
  }

  /// A build of these steps.
  public static BuildOrder of(long id, String builder, List<Step> steps) {
    return new BuildOrder(
        new BuildId(id),
        new RequestId(id + 1000),
        builder,
        new TreeMap<>(),
        new TreeMap<>(),
        new TreeSet<>(),
        List.of(),
        steps,
        Duration.ofMinutes(40),
        200L << 20);
  }

  /// A step without timeouts.
  public static Step step(String name, StepAction action) {
    return new Step(
        name, action, new TreeMap<>(), "", Optional.empty(), Optional.empty(), false, List.of());
  }

  /// The same step with timeouts.
  public static Step timed(Step step, Optional<Duration> total, Optional<Duration> silence) {
    return new Step(
        step.name(),
        step.action(),
        step.env(),
        step.workdir(),
        total,
        silence,
        step.evenAfterFailure(),
        step.locks());
  }

  /// The same step, run in any case.
  public static Step always(Step step) {
    return new Step(
        step.name(),
        step.action(),
        step.env(),
        step.workdir(),
        step.timeout(),
        step.noOutputTimeout(),
        true,
        step.locks());
  }

  /// The same step with locks.
  public static Step locked(Step step, LockUse... locks) {
    return new Step(
        step.name(),
        step.action(),
        step.env(),
        step.workdir(),
        step.timeout(),
        step.noOutputTimeout(),
        step.evenAfterFailure(),
        List.of(locks));
  }
}
