package org.yardmaster.slave.core;

import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.BuildOrder;
import org.yardmaster.protocol.model.BuildResult;
import org.yardmaster.protocol.model.Presence;
import org.yardmaster.protocol.model.StepResult;

/// One line of the journal: a change of the slave's [Memory].
public sealed interface Entry {

  /// The slave took the build, and gave it a workspace. Values of secrets are not in an order.
  record Accepted(BuildOrder order, int workspace) implements Entry {}

  /// A process of a step runs. A pid alone may mean another process later, so its start is told
  /// too.
  record ProcessStarted(BuildId build, int step, ProcessKey process) implements Entry {}

  /// A step has ended.
  record StepEnded(BuildId build, StepResult result) implements Entry {}

  /// The build is over, and no process of it is left.
  record Ended(BuildId build, BuildResult result) implements Entry {}

  /// The master knows the result for good.
  record Recorded(BuildId build) implements Entry {}

  /// The master has the whole log of a step for good.
  record LogSynced(BuildId build, int step) implements Entry {}

  /// Nothing is owed for the build any more: it is gone.
  record Forgotten(BuildId build) implements Entry {}

  /// The owner, or a time the owner set, changed the presence.
  record PresenceSet(Presence presence) implements Entry {}
}
