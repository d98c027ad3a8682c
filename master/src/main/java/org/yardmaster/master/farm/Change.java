package org.yardmaster.master.farm;

import org.yardmaster.protocol.message.FarmChange;
import org.yardmaster.protocol.message.FarmChange.BuildEnded;
import org.yardmaster.protocol.message.FarmChange.BuildGone;
import org.yardmaster.protocol.message.FarmChange.BuildKept;
import org.yardmaster.protocol.message.FarmChange.BuilderKept;
import org.yardmaster.protocol.message.FarmChange.IncidentGone;
import org.yardmaster.protocol.message.FarmChange.IncidentKept;
import org.yardmaster.protocol.message.FarmChange.PauseGone;
import org.yardmaster.protocol.message.FarmChange.PauseKept;
import org.yardmaster.protocol.message.FarmChange.RequestEnded;
import org.yardmaster.protocol.message.FarmChange.RequestKept;
import org.yardmaster.protocol.message.FarmChange.ScheduleGone;
import org.yardmaster.protocol.message.FarmChange.ScheduleKept;
import org.yardmaster.protocol.message.FarmChange.SettingsKept;
import org.yardmaster.protocol.message.FarmChange.SlaveGone;
import org.yardmaster.protocol.message.FarmChange.SlaveKept;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.BuildOrder;
import org.yardmaster.protocol.model.RequestId;
import org.yardmaster.protocol.model.Role;
import org.yardmaster.protocol.model.SlaveId;

/// A row of the farm that must be written before anybody is told. Of several changes with one
/// [#key()], the last one says all; changes of different keys are written in the order of their
/// last change.
public sealed interface Change {

  /// A row that consoles see too.
  record Shown(FarmChange change) implements Change {}

  /// What a started build was told to do; goes when the build ends.
  record BuildOrdered(BuildId build, BuildOrder order) implements Change {}

  /// A build counts as lost, and its slave has not spoken of it since.
  record LostKept(LostBuild lost) implements Change {}

  /// A slave has spoken of a build that counted as lost, or will not any more.
  record LostGone(BuildId build) implements Change {}

  /// A cancelled request is taken out of history again: its request row follows.
  record HistoryForgotten(RequestId request) implements Change {}

  /// The SHA-256 of a slave's secret, in hex; goes with the slave.
  record SecretKept(SlaveId slave, String hash) implements Change {}

  /// A user who may log in.
  record UserKept(User user) implements Change {}

  /// A user who may no longer.
  record UserGone(String name) implements Change {}

  /// A configuration has come into force.
  record ConfigKept(ConfigVersion config) implements Change {}

  /// A command was carried out.
  record CommandKept(CommandRecord command) implements Change {}

  /// A command has been taken back by another.
  record CommandUndone(long number, long by) implements Change {}

  /// The next free numbers.
  record CountersKept(Counters counters) implements Change {}

  /// A user: name, role, and what the password is checked against
  /// (`pbkdf2-sha256$rounds$salt$hash`).
  record User(String name, Role role, String verifier) {
    @Override
    public String toString() {
      return "User[" + name + ", " + role + "]";
    }
  }

  /// Names the row this is about.
  default Object key() {
    return switch (this) {
      case Shown(RequestKept c) -> c.request().id();
      case Shown(RequestEnded c) -> c.request().request().id();
      case Shown(BuildKept c) -> c.build().id();
      case Shown(BuildEnded c) -> c.build().build().id();
      case Shown(BuildGone c) -> c.build();
      case Shown(SlaveKept c) -> c.slave().id();
      case Shown(SlaveGone c) -> c.slave();
      case Shown(BuilderKept c) -> c.builder().id();
      case Shown(PauseKept c) -> c.pause().scope();
      case Shown(PauseGone c) -> c.scope();
      case Shown(ScheduleKept c) -> new Key("schedule", c.schedule().name());
      case Shown(ScheduleGone c) -> new Key("schedule", c.name());
      case Shown(IncidentKept c) -> new Key("incident", c.incident().number());
      case Shown(IncidentGone c) -> new Key("incident", c.number());
      case Shown(SettingsKept _) -> new Key("settings", "");
      case LostKept c -> new Key("lost", c.lost().build().id());
      case LostGone c -> new Key("lost", c.build());
      case BuildOrdered c -> new Key("order", c.build());
      case HistoryForgotten c -> new Key("history", c.request());
      case SecretKept c -> new Key("secret", c.slave());
      case UserKept c -> new Key("user", c.user().name());
      case UserGone c -> new Key("user", c.name());
      case ConfigKept c -> new Key("config", c.config().version());
      case CommandKept c -> new Key("command", c.command().number());
      case CommandUndone c -> new Key("undone", c.number());
      case CountersKept _ -> new Key("counters", "");
    };
  }

  /// A kind of row that consoles do not see, and which one of them.
  record Key(String kind, Object which) {}
}
