package org.yardmaster.master.farm;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.yardmaster.protocol.model.Incident;
import org.yardmaster.protocol.model.IncidentKind;

/// What people are to be told of: each incident once when it begins and once when it is over. It is
/// kept until both have been told, so that a restart of the master neither forgets nor repeats one.
final class Incidents {

  /// What an incident is, and whom or what it is about.
  private record Subject(IncidentKind kind, String name) implements Comparable<Subject> {
    @Override
    public int compareTo(Subject other) {
      int byKind = kind.compareTo(other.kind);
      return byKind != 0 ? byKind : name.compareTo(other.name);
    }
  }

  private final Rows rows;
  private final List<Decision> decisions;
  private final TreeMap<Subject, Long> present = new TreeMap<>();

  Incidents(Rows rows, List<Decision> decisions) {
    this.rows = rows;
    this.decisions = decisions;
    rows.incidents()
        .values()
        .forEach(incident -> {
          if (incident.over().isEmpty()) {
            present.put(new Subject(incident.kind(), incident.subject()), incident.number());
          }
        });
  }

  /// Whether there is such an incident now.
  boolean lasts(IncidentKind kind, String subject) {
    return present.containsKey(new Subject(kind, subject));
  }

  /// Begins an incident; nothing if it lasts already.
  void begin(IncidentKind kind, String subject, String text, Instant now) {
    if (lasts(kind, subject)) {
      return;
    }
    long number = rows.counters().incident();
    rows.keep(rows.counters().afterIncident());
    present.put(new Subject(kind, subject), number);
    keep(new Incident(number, kind, subject, now, text, Optional.empty(), Incident.Told.NOTHING));
  }

  /// Ends an incident; nothing if there is none.
  void end(IncidentKind kind, String subject, Instant now) {
    Long number = present.remove(new Subject(kind, subject));
    if (number != null) {
      rows.incident(number).ifPresent(incident -> keep(incident.endedAt(now)));
    }
  }

  private void keep(Incident incident) {
    rows.keep(incident);
    decisions.add(new Decision.TellIncident(incident));
  }

  /// The hooks have been told so much of it.
  void told(long number, Incident.Told told) {
    Optional<Incident> known = rows.incident(number);
    if (known.isEmpty() || known.get().told().compareTo(told) >= 0) {
      return;
    }
    if (told == Incident.Told.ALL && known.get().over().isPresent()) {
      rows.remove(known.get());
    } else {
      rows.keep(known.get().told(told));
    }
  }

  /// Has everything told that a master before this one may not have told.
  void tellAgain() {
    rows.incidents()
        .values()
        .forEach(incident -> {
          boolean untold = incident.told() == Incident.Told.NOTHING || incident.over().isPresent();
          if (untold) {
            decisions.add(new Decision.TellIncident(incident));
          }
        });
  }
}
