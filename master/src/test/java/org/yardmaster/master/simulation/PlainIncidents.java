package org.yardmaster.master.simulation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.yardmaster.master.farm.Decision;
import org.yardmaster.master.farm.FarmSnapshot;
import org.yardmaster.protocol.model.Contact;
import org.yardmaster.protocol.model.Incident;
import org.yardmaster.protocol.model.IncidentKind;
import org.yardmaster.protocol.model.Request;
import org.yardmaster.protocol.model.Slave;

/// Which incidents there must be in a farm, found by looking at everything, and who must be told.
final class PlainIncidents {
  private final FarmSnapshot farm;
  private final Oracle oracle;
  private final Instant now;

  PlainIncidents(FarmSnapshot farm, Oracle oracle, Instant now) {
    this.farm = farm;
    this.oracle = oracle;
    this.now = now;
  }

  /// What lasts is what is the matter.
  void judge() {
    TreeSet<String> due = new TreeSet<>();
    for (Slave slave : farm.slaves()) {
      if (slave.contact().state() == Contact.State.DOWN) {
        due.add(IncidentKind.HOST_DOWN + " " + slave.name());
      }
      if (slave.reliability().until().isPresent()) {
        due.add(IncidentKind.SLAVE_BACKED_OFF + " " + slave.name());
      }
    }
    for (Request request : farm.requests()) {
      if (request.shelved().isPresent()) {
        due.add(IncidentKind.REQUEST_SHELVED + " " + request.id());
      }
    }
    if (stands()) {
      due.add(IncidentKind.QUEUE_NOT_MOVING + " queue");
    }
    List<String> told = new ArrayList<>();
    for (Incident incident : farm.incidents()) {
      if (incident.over().isEmpty()) {
        told.add(incident.kind() + " " + incident.subject());
      }
    }
    Judge.same("incidents", told.stream().sorted().toList(), List.copyOf(due));
  }

  /// Somebody waits for a slave, and nothing has started for long.
  private boolean stands() {
    return oracle
        .firstWaiting()
        .filter(_ ->
            !farm.counters()
                .movedAt()
                .plus(farm.config().config().settings().standstill())
                .isAfter(now))
        .isPresent();
  }

  /// Each is told once when it begins and once when it is over; a new master, which does not know
  /// what the one before it has told, tells again.
  static void toldOnce(
      FarmSnapshot before, FarmSnapshot after, List<Decision> decisions, boolean newMaster) {
    Map<Long, Incident> was = new TreeMap<>();
    before.incidents().forEach(incident -> was.put(incident.number(), incident));
    List<Incident> due = new ArrayList<>();
    for (Incident incident : after.incidents()) {
      Incident old = was.get(incident.number());
      if (old == null) {
        Judge.that(incident.number() >= before.counters().incident(), "a new number", incident);
      }
      if (old == null || !old.over().equals(incident.over())) {
        due.add(incident);
      }
    }
    List<Incident> told = new ArrayList<>();
    for (Decision decision : decisions) {
      if (decision instanceof Decision.TellIncident(Incident incident)) {
        boolean forgotten =
            after.incidents().stream().noneMatch(i -> i.number() == incident.number());
        Judge.that(!forgotten, "what is told is kept until it has arrived", incident);
        told.add(incident);
      }
    }
    if (!newMaster && told.stream().map(Incident::number).distinct().count() == told.size()) {
      Judge.same("told", told.stream().map(Incident::number).sorted().toList(), numbers(due));
    }
  }

  private static List<Long> numbers(List<Incident> incidents) {
    return incidents.stream().map(Incident::number).sorted().toList();
  }
}
