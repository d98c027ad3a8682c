package org.yardmaster.master.farm;

import java.time.Instant;
import java.util.Optional;
import org.yardmaster.protocol.model.IncidentKind;

/// Notices that the queue stands: requests wait for a slave, and for long no build has started.
final class Standstill {
  private static final String SUBJECT = "queue";

  private final Rows rows;
  private final Dispatch dispatch;
  private final Incidents incidents;

  Standstill(Rows rows, Dispatch dispatch, Incidents incidents) {
    this.rows = rows;
    this.dispatch = dispatch;
    this.incidents = incidents;
  }

  /// When the queue will have stood too long; never while nothing waits for a slave.
  Optional<Instant> alarm() {
    return patienceEnds().filter(_ -> !incidents.lasts(IncidentKind.QUEUE_NOT_MOVING, SUBJECT));
  }

  private Optional<Instant> patienceEnds() {
    return dispatch
        .firstWaiting()
        .flatMap(rows::request)
        .map(waiting -> {
          Instant moved = rows.counters().startedAt();
          Instant since = waiting.countsFrom().isAfter(moved) ? waiting.countsFrom() : moved;
          return since.plus(rows.settings().standstill());
        });
  }

  /// Tells if the queue has stood too long, or moves again.
  void look(Instant now) {
    boolean stands = patienceEnds().filter(at -> !at.isAfter(now)).isPresent();
    if (!stands) {
      incidents.end(IncidentKind.QUEUE_NOT_MOVING, SUBJECT, now);
    } else if (!incidents.lasts(IncidentKind.QUEUE_NOT_MOVING, SUBJECT)) {
      incidents.begin(IncidentKind.QUEUE_NOT_MOVING, SUBJECT, text(), now);
    }
  }

  private String text() {
    return "no build has started since "
        + rows.counters().startedAt()
        + ", and "
        + dispatch.firstWaiting().orElseThrow()
        + " waits for a slave";
  }
}
