package org.yardmaster.slave.owner;

import java.time.Instant;
import java.util.Optional;

/// Something the owner wants of the slave.
public sealed interface OwnerCommand {

  /// Tell how it stands.
  record Status() implements OwnerCommand {}

  /// Take no new build, until then or until told otherwise.
  record Away(String reason, Optional<Instant> until) implements OwnerCommand {}

  /// Take builds again.
  record Back() implements OwnerCommand {}

  /// End: at once, stopping what runs, or gracefully when it has ended.
  record Stop(boolean graceful, String reason) implements OwnerCommand {}
}
