package org.yardmaster.master.farm;

import org.yardmaster.protocol.message.Answer;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.BuildOrder;
import org.yardmaster.protocol.model.Incident;
import org.yardmaster.protocol.model.SlaveId;

/// What the farm wants done outside itself, after all it has changed is durable.
public sealed interface Decision {

  /// Tell a slave process to run a build: this one, by its start id, and no later one of the same
  /// slave.
  record StartBuild(SlaveId slave, String slaveStart, BuildOrder order) implements Decision {}

  /// Tell a slave to end a build.
  record StopBuild(SlaveId slave, BuildId build, String by, String reason) implements Decision {}

  /// Tell a slave that the result of a build is recorded.
  record ConfirmBuild(SlaveId slave, BuildId build) implements Decision {}

  /// A build is gone without a result of its own: its log is complete as it stands.
  record CloseLog(BuildId build) implements Decision {}

  /// A slave is down: what it owes of the logs of builds that have ended is not waited for. If it
  /// comes back, in a new session, it may still bring that.
  record CloseOwedLogs(SlaveId slave) implements Decision {}

  /// End a slave's link session and its connection, if it has one: it has a new secret, or was not
  /// heard for too long.
  record DetachSlave(SlaveId slave, String reason) implements Decision {}

  /// The same for a slave that is removed and cannot come back: once the rest of its logs is here.
  record SeeOffSlave(SlaveId slave, String reason) implements Decision {}

  /// Let a step of a build start: it has all its locks.
  record StartStep(SlaveId slave, BuildId build, int step) implements Decision {}

  /// Tell the hooks that an incident has begun, or is over.
  record TellIncident(Incident incident) implements Decision {}

  /// Answer a command.
  record AnswerCommand(String id, Answer answer) implements Decision {}
}
