package org.yardmaster.protocol.message;

import org.yardmaster.protocol.model.Build;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.Builder;
import org.yardmaster.protocol.model.FarmSettings;
import org.yardmaster.protocol.model.FinishedBuild;
import org.yardmaster.protocol.model.FinishedRequest;
import org.yardmaster.protocol.model.Incident;
import org.yardmaster.protocol.model.Pause;
import org.yardmaster.protocol.model.PauseScope;
import org.yardmaster.protocol.model.Request;
import org.yardmaster.protocol.model.Schedule;
import org.yardmaster.protocol.model.Slave;
import org.yardmaster.protocol.model.SlaveId;

/// One row of the farm as it is now, or its end. The last change of a row says all: changes may be
/// conflated.
public sealed interface FarmChange {

  /// A request is new, or has changed.
  record RequestKept(Request request) implements FarmChange {}

  /// A request has ended and left the queue for history.
  record RequestEnded(FinishedRequest request) implements FarmChange {}

  /// A running build is new, or has changed.
  record BuildKept(Build build) implements FarmChange {}

  /// A build has ended and is in history.
  record BuildEnded(FinishedBuild build) implements FarmChange {}

  /// A build was never begun, because its slave refused it: it leaves no trace in history.
  record BuildGone(BuildId build) implements FarmChange {}

  /// A slave is new, or has changed.
  record SlaveKept(Slave slave) implements FarmChange {}

  /// A slave has left the farm.
  record SlaveGone(SlaveId slave) implements FarmChange {}

  /// A builder is new, or has changed.
  record BuilderKept(Builder builder) implements FarmChange {}

  /// A pause has begun, or has changed.
  record PauseKept(Pause pause) implements FarmChange {}

  /// A pause has ended.
  record PauseGone(PauseScope scope) implements FarmChange {}

  /// A schedule is new, or has changed.
  record ScheduleKept(Schedule schedule) implements FarmChange {}

  /// The configuration no longer has a schedule.
  record ScheduleGone(String name) implements FarmChange {}

  /// An incident has begun, is over, or has been told.
  record IncidentKept(Incident incident) implements FarmChange {}

  /// An incident is over, and all have been told.
  record IncidentGone(long number) implements FarmChange {}

  /// These settings are in force.
  record SettingsKept(FarmSettings settings) implements FarmChange {}
}
