package org.yardmaster.slave.owner;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.Presence;

/// What the slave answers its owner.
public sealed interface OwnerReply {

  /// It is so.
  record Done(String message) implements OwnerReply {}

  /// It cannot be.
  record Refused(String message) implements OwnerReply {}

  /// How the slave stands. `connectedTo` is the master's address; `since` is when the line came up
  /// or went down. `owed` counts builds that ended and whose result or logs the master does not
  /// have for good. `problem` is why the last attempt to connect failed.
  record Report(
      String slave,
      long pid,
      Presence presence,
      boolean leaving,
      List<Running> builds,
      int owed,
      Optional<String> connectedTo,
      Optional<Instant> since,
      Optional<String> problem)
      implements OwnerReply {
    public Report {
      builds = List.copyOf(builds);
    }
  }

  /// A build that runs; `step` is empty between steps.
  record Running(BuildId build, String builder, Optional<String> step, Instant since) {}
}
