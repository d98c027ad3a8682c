package org.yardmaster.master.store;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yardmaster.protocol.model.Pause;
import org.yardmaster.protocol.model.PauseScope;

/// A pause as a row.
record PauseRow(
    String kind,
    String name,
    String pausedBy,
    Instant pausedAt,
    String reason,
    @Nullable Instant pausedUntil) {

  static PauseRow of(Pause pause) {
    return new PauseRow(
        pause.scope().kind().name(),
        pause.scope().name(),
        pause.by(),
        pause.at(),
        pause.reason(),
        pause.until().orElse(null));
  }

  Pause toPause() {
    return new Pause(
        new PauseScope(PauseScope.Kind.valueOf(kind), name),
        pausedBy,
        pausedAt,
        reason,
        Optional.ofNullable(pausedUntil));
  }
}
