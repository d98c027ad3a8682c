package org.yardmaster.master.farm;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.yardmaster.protocol.message.Command;
import org.yardmaster.protocol.message.SlaveMessage;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.Incident;
import org.yardmaster.protocol.model.SlaveId;

/// Something that has happened and that the farm must know. The loop stamps it with its instant.
public sealed interface Event {

  /// The master has started on what the store held: nobody is attached, and silence counts from
  /// now.
  record MasterStarted() implements Event {}

  /// The master has looked at nothing for `gap`: its loop stood, or its clock was put forward. What
  /// slaves did meanwhile follows, and no silence of that time counts.
  record StoodStill(Duration gap) implements Event {}

  /// A slave process opened a new link session and told all it has.
  record SlaveAttached(
      SlaveId slave, String startId, String address, SlaveMessage.Inventory inventory)
      implements Event {}

  /// The same slave process is heard again within its link session: nothing was lost in between.
  record SlaveResumed(SlaveId slave, String startId, String address) implements Event {}

  /// A slave is no longer heard; its last sign of life was at `heardAt`.
  record SlaveLost(SlaveId slave, String startId, Instant heardAt, String why) implements Event {}

  /// A slave process sent a control message.
  record SlaveSaid(SlaveId slave, String startId, SlaveMessage.FromSlave message)
      implements Event {}

  /// The master had no values for the secrets of a build: no slave was told of it.
  record SecretsNotFound(BuildId build, String why) implements Event {}

  /// A person wants something done. `id` is the client's id of the command. `target` is what an
  /// undo takes back: the loop looks it up in the audit record.
  record Commanded(String id, Person by, Command command, Optional<CommandRecord> target)
      implements Event {}

  /// The hooks have been told so much of an incident, or were given up.
  record IncidentTold(long number, Incident.Told told) implements Event {}

  /// The instant that the farm asked for has come.
  record AlarmRang() implements Event {}

  /// Who commands: a user by name, or with `local` the master's own account on its own machine, who
  /// may do everything.
  record Person(String name, boolean local) {}
}
