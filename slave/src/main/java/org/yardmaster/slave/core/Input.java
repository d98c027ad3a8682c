package org.yardmaster.slave.core;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.yardmaster.protocol.message.SlaveMessage;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.StepResult;

/// Something that happened, as [SlaveCore] is told.
public sealed interface Input {

  /// A new link session began: the master has to be told everything.
  record SessionBegan() implements Input {}

  /// The master said something. `roomOnDisk`: there is space for another build.
  record Received(SlaveMessage.ToSlave message, boolean roomOnDisk) implements Input {}

  /// There is space on the disk again, which [SlaveCore#wantsRoom] asked for.
  record RoomCame() implements Input {}

  /// The master has the whole log of a step for good.
  record LogSynced(BuildId build, int step) implements Input {}

  /// A step that has locks would start now.
  record StepWaits(BuildId build, int step) implements Input {}

  /// A process of a step has been started; a step may have several, one after the other.
  record ProcessStarted(BuildId build, int step, ProcessKey process) implements Input {}

  /// A step has ended, and no process of it is left.
  record StepEnded(BuildId build, StepResult result) implements Input {}

  /// No more step will run, and no process of the build is left. `cut`: it was stopped before its
  /// end. `fault`: the slave itself could not go on.
  record BuildOver(BuildId build, boolean cut, Optional<String> fault) implements Input {}

  /// The owner wants no new build here.
  record WentAway(String reason, Optional<Instant> until) implements Input {}

  /// The owner lets builds come again.
  record CameBack() implements Input {}

  /// End now: the running builds are stopped.
  record StopAsked(String reason) implements Input {}

  /// End when the running builds have ended; no new one begins.
  record GracefulStopAsked(String reason) implements Input {}

  /// Time has passed. `silence` is how long the master has not been heard; zero while the line is
  /// up.
  record Ticked(Instant now, Duration silence) implements Input {}
}
