package org.yardmaster.master.store;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yardmaster.protocol.model.Incident;
import org.yardmaster.protocol.model.IncidentKind;

/// An incident as a row.
record IncidentRow(
    long number,
    String kind,
    String subject,
    Instant since,
    String text,
    @Nullable Instant overAt,
    String told) {

  static IncidentRow of(Incident incident) {
    return new IncidentRow(
        incident.number(),
        incident.kind().name(),
        incident.subject(),
        incident.since(),
        incident.text(),
        incident.over().orElse(null),
        incident.told().name());
  }

  Incident toIncident() {
    return new Incident(
        number,
        IncidentKind.valueOf(kind),
        subject,
        since,
        text,
        Optional.ofNullable(overAt),
        Incident.Told.valueOf(told));
  }
}
