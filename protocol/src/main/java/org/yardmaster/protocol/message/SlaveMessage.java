package org.yardmaster.protocol.message;

import java.util.List;
import java.util.SortedMap;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.BuildOrder;
import org.yardmaster.protocol.model.BuildResult;
import org.yardmaster.protocol.model.Presence;
import org.yardmaster.protocol.model.SlaveFacts;
import org.yardmaster.protocol.model.Sorted;
import org.yardmaster.protocol.model.StepResult;

/// A control message between master and slave: numbered, acknowledged once it is durable at its
/// receiver, and sent again after a cut line.
public sealed interface SlaveMessage {

  /// What a slave tells its master.
  sealed interface FromSlave extends SlaveMessage {}

  /// What a master tells its slave.
  sealed interface ToSlave extends SlaveMessage {}

  /// The first message of every new link session: all that the slave runs, and all results it still
  /// owes. What is not in it, this slave process does not have.
  record Inventory(Presence presence, SlaveFacts facts, List<BuildReport> builds)
      implements FromSlave {
    public Inventory {
      builds = List.copyOf(builds);
    }
  }

  /// A step's process has been started.
  record StepStarted(BuildId build, int step) implements FromSlave {}

  /// A step has locks to wait for, and asks for all of them.
  record StepWantsLocks(BuildId build, int step) implements FromSlave {}

  /// A step has ended.
  record StepFinished(BuildId build, StepResult result) implements FromSlave {}

  /// The build is over, no process of it is left, and the result is in the slave's journal.
  record BuildFinished(BuildId build, BuildResult result) implements FromSlave {}

  /// The build was never begun: the slave is away, leaving, or cannot.
  record BuildRefused(BuildId build, Refusal refusal, String detail) implements FromSlave {}

  /// Why a slave refuses a build.
  enum Refusal {
    AWAY,
    LEAVING,
    FULL,
    NO_DISK
  }

  /// The slave's owner, or its own schedule, changed what it takes.
  record PresenceChanged(Presence presence) implements FromSlave {}

  /// The slave ends with notice; builds it still ran have been reported before this.
  record Leaving(String reason) implements FromSlave {}

  /// Run this build. Idempotent by build id. `secrets` are the values of the order's secrets, never
  /// stored.
  record StartBuild(BuildOrder order, SortedMap<String, String> secrets) implements ToSlave {
    public StartBuild {
      secrets = Sorted.map(secrets);
    }

    /// Names only: values must not reach a log.
    @Override
    public String toString() {
      return "StartBuild[order=" + order + ", secrets=" + secrets.keySet() + "]";
    }
  }

  /// The step has all its locks.
  record StepMayStart(BuildId build, int step) implements ToSlave {}

  /// End this build; `by` and `reason` go into its result.
  record StopBuild(BuildId build, String by, String reason) implements ToSlave {}

  /// The build's result is durable at the master: the slave may forget it once its log is stored
  /// too.
  record BuildRecorded(BuildId build) implements ToSlave {}
}
