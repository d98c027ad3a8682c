package org.yardmaster.protocol.model;

import java.time.Instant;
import java.util.Optional;

/// A builder of the farm. One that the configuration no longer names is `retired`: its queued
/// requests are kept and wait. `last` is how its newest finished build ended.
public record Builder(
    BuilderId id, String name, BuilderDefinition definition, boolean retired, Optional<Last> last) {

  /// The newest finished build of a builder.
  public record Last(BuildId build, Outcome outcome, Instant finishedAt, SlaveId slave) {}

  /// The same builder under another definition.
  public Builder defined(BuilderDefinition definition, boolean retired) {
    return new Builder(id, name, definition, retired, last);
  }

  /// The same builder after a build of it ended.
  public Builder withLast(Last last) {
    return new Builder(id, name, definition, retired, Optional.of(last));
  }
}
