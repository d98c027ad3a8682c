package org.yardmaster.master.farm;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.yardmaster.protocol.model.IncidentKind;

/// Notices that the queue stands: requests wait for a slave, and for long no build has started,
/// though one could have been.
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
        .map(_ -> rows.counters().movedAt().plus(rows.settings().standstill()));
  }

  /// Whether anybody waits for a slave, as of the last event.
  boolean anyWaits() {
    return dispatch.firstWaiting().isPresent();
  }

  /// What counts as standing begins anew: until now nobody waited, or nobody could be served.
  void beginAnew(Instant now) {
    rows.keep(rows.counters().afterMove(now));
  }

  /// Nobody could be served for as long.
  void stoodStill(Duration gap, Instant now) {
    Instant later = rows.counters().movedAt().plus(gap);
    beginAnew(later.isBefore(now) ? later : now);
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
    return "the queue has not moved since "
        + rows.counters().movedAt()
        + ", and "
        + dispatch.firstWaiting().orElseThrow()
        + " waits for a slave";
  }
}
