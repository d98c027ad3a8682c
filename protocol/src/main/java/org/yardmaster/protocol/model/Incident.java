package org.yardmaster.protocol.model;

import java.time.Instant;
import java.util.Optional;

/// Something people are told of once, and once more when it is `over`. `subject` is the slave, the
/// request or the farm it is about. `told` is how much of that has reached every hook.
public record Incident(
    long number,
    IncidentKind kind,
    String subject,
    Instant since,
    String text,
    Optional<Instant> over,
    Told told) {

  /// What the hooks have been told.
  public enum Told {
    NOTHING,
    BEGIN,
    ALL
  }

  /// The same incident once it is over.
  public Incident endedAt(Instant at) {
    return new Incident(number, kind, subject, since, text, Optional.of(at), told);
  }

  /// The same incident when so much of it has been told.
  public Incident told(Told more) {
    return new Incident(number, kind, subject, since, text, over, more);
  }
}
