package org.yardmaster.master.farm;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.yardmaster.protocol.model.BackOffPolicy;
import org.yardmaster.protocol.model.Eligibility;
import org.yardmaster.protocol.model.IncidentKind;
import org.yardmaster.protocol.model.Reliability;
import org.yardmaster.protocol.model.Request;
import org.yardmaster.protocol.model.RequestId;
import org.yardmaster.protocol.model.Retry;
import org.yardmaster.protocol.model.RetryPolicy;
import org.yardmaster.protocol.model.Shelved;
import org.yardmaster.protocol.model.Slave;
import org.yardmaster.protocol.model.SlaveId;

/// Understands who is to blame for lost builds: a request that keeps losing them is shelved, a
/// slave that keeps losing them is left alone for a while. Which of the two it was shows only in
/// time, so each loss counts against both.
final class Losses {
  private final Rows rows;
  private final Incidents incidents;

  Losses(Rows rows, Incidents incidents) {
    this.rows = rows;
    this.incidents = incidents;
  }

  /// What becomes of a request, back in the queue, whose build was lost on `slave` without notice.
  Request of(Request request, Slave slave, Instant now) {
    RetryPolicy policy = rows.settings().retry();
    SortedSet<SlaveId> lostOn = new TreeSet<>(request.retry().lostOn());
    lostOn.add(slave.id());
    int losses = request.retry().losses() + 1;
    if (lostOn.size() >= policy.slaves()) {
      String names = lostOn.stream().map(this::nameOf).collect(Collectors.joining(", "));
      return shelved(
          request, losses, lostOn, "lost with " + lostOn.size() + " slaves: " + names, now);
    }
    if (losses > policy.most()) {
      String times = losses == 1 ? "once" : losses + " times";
      return shelved(request, losses, lostOn, "lost " + times + " on " + slave.name(), now);
    }
    Instant at = now.plus(policy.delay());
    boolean other = couldRunElsewhere(request, slave);
    return request.withRetry(
        new Retry(
            losses,
            lostOn,
            Optional.of(at),
            other ? Optional.of(slave.id()) : Optional.empty(),
            other ? Optional.of(at.plus(policy.otherSlave())) : Optional.empty()));
  }

  private Request shelved(
      Request request, int losses, SortedSet<SlaveId> lostOn, String why, Instant now) {
    incidents.begin(
        IncidentKind.REQUEST_SHELVED, request.id().toString(), request.id() + " " + why, now);
    return request
        .withRetry(new Retry(losses, lostOn, Optional.empty(), Optional.empty(), Optional.empty()))
        .withShelved(Optional.of(new Shelved(now, why)));
  }

  private String nameOf(SlaveId id) {
    return rows.slave(id).map(Slave::name).orElse("one that is gone");
  }

  private boolean couldRunElsewhere(Request request, Slave lost) {
    Eligibility eligibility =
        rows.builder(request.builder()).orElseThrow().definition().eligibility();
    return rows.slaves().values().stream()
        .anyMatch(slave ->
            !slave.id().equals(lost.id())
                && !slave.retired()
                && eligibility.admits(slave.name(), slave.definition()));
  }

  /// The slave lost a build of this request without notice. While it is left alone already, that is
  /// still the same misfortune: many builds go with one machine.
  void blame(Slave slave, RequestId request, Instant now) {
    Reliability before = slave.reliability();
    SortedSet<RequestId> lost = new TreeSet<>(before.lost());
    boolean another = lost.add(request);
    BackOffPolicy policy = rows.settings().backOff();
    boolean pausing = before.until().filter(now::isBefore).isPresent();
    if (!another || lost.size() < policy.losses() || pausing) {
      rows.keep(slave.withReliability(new Reliability(lost, before.backOffs(), before.until())));
      return;
    }
    Duration pause = pause(policy, before.backOffs());
    Instant until = now.plus(pause);
    rows.keep(
        slave.withReliability(new Reliability(lost, before.backOffs() + 1, Optional.of(until))));
    incidents.begin(
        IncidentKind.SLAVE_BACKED_OFF,
        slave.name(),
        "slave %s lost builds of %s in a row"
            .formatted(slave.name(), lost.size() == 1 ? "1 request" : lost.size() + " requests"),
        now);
  }

  /// The first pause, doubled for each one before, up to the longest.
  private static Duration pause(BackOffPolicy policy, int before) {
    Duration pause = policy.first();
    for (int i = 0; i < before && pause.compareTo(policy.most()) < 0; i++) {
      pause = pause.multipliedBy(2);
    }
    return pause.compareTo(policy.most()) < 0 ? pause : policy.most();
  }

  /// The slave brought a build to an end.
  void trust(Slave slave, Instant now) {
    if (!slave.reliability().equals(Reliability.full())) {
      rows.keep(slave.withReliability(Reliability.full()));
      incidents.end(IncidentKind.SLAVE_BACKED_OFF, slave.name(), now);
    }
  }

  /// The slave leaves the farm: nobody need care for it any more.
  void forget(Slave slave, Instant now) {
    incidents.end(IncidentKind.SLAVE_BACKED_OFF, slave.name(), now);
    incidents.end(IncidentKind.HOST_DOWN, slave.name(), now);
  }

  /// The slave's pause is over: it is tried again.
  Slave tryAgain(Slave slave, Instant now) {
    incidents.end(IncidentKind.SLAVE_BACKED_OFF, slave.name(), now);
    return slave.withReliability(slave.reliability().triedAgain());
  }

  /// The request is back on the shelf because a person took back that it was taken from there.
  void shelvedAgain(Request request, Instant now) {
    request
        .shelved()
        .ifPresent(shelved ->
            incidents.begin(
                IncidentKind.REQUEST_SHELVED,
                request.id().toString(),
                request.id() + " " + shelved.reason(),
                now));
  }

  /// The request is wanted again by a person, or by nobody any more.
  void forgive(Request request, Instant now) {
    if (request.shelved().isPresent()) {
      incidents.end(IncidentKind.REQUEST_SHELVED, request.id().toString(), now);
    }
  }
}
