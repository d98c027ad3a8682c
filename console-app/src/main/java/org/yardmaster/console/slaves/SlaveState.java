package org.yardmaster.console.slaves;

import java.util.Locale;
import org.yardmaster.protocol.model.Contact;
import org.yardmaster.protocol.model.Presence;
import org.yardmaster.protocol.model.Slave;

/// The one thing to be said first of a slave, the most serious that holds.
public enum SlaveState {
  DOWN,
  UNREACHABLE,
  OUT_OF_SERVICE,
  RETIRED,
  BACKED_OFF,
  AWAY,
  BUSY,
  ACCEPTING,
  ABSENT;

  /// The state of a slave that runs so many builds.
  public static SlaveState of(Slave slave, int running) {
    return switch (slave.contact().state()) {
      case DOWN -> DOWN;
      case UNREACHABLE -> UNREACHABLE;
      case ABSENT -> slave.outOfService().isPresent() ? OUT_OF_SERVICE : ABSENT;
      case CONNECTED -> connected(slave, running);
    };
  }

  private static SlaveState connected(Slave slave, int running) {
    if (slave.outOfService().isPresent()) {
      return OUT_OF_SERVICE;
    }
    if (slave.retired()) {
      return RETIRED;
    }
    if (slave.reliability().until().isPresent()) {
      return BACKED_OFF;
    }
    if (slave.presence().state() == Presence.State.AWAY) {
      return AWAY;
    }
    return running >= slave.definition().maxBuilds() ? BUSY : ACCEPTING;
  }

  /// Whether a build could start there but for what runs already.
  public boolean isThere() {
    return this == BUSY || this == ACCEPTING;
  }

  /// Whether the master hears the slave.
  static boolean isConnected(Slave slave) {
    return slave.contact().state() == Contact.State.CONNECTED;
  }

  /// In words.
  public String words() {
    return switch (this) {
      case DOWN -> "host down";
      case ABSENT -> "not attached";
      default -> name().toLowerCase(Locale.ROOT).replace('_', ' ');
    };
  }
}
