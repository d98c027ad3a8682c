package org.yardmaster.master.farm;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.yardmaster.protocol.message.BuildReport;
import org.yardmaster.protocol.message.SlaveMessage;
import org.yardmaster.protocol.model.Build;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.BuildOrder;
import org.yardmaster.protocol.model.BuildResult;
import org.yardmaster.protocol.model.Contact;
import org.yardmaster.protocol.model.Contact.State;
import org.yardmaster.protocol.model.IncidentKind;
import org.yardmaster.protocol.model.Outcome;
import org.yardmaster.protocol.model.Presence;
import org.yardmaster.protocol.model.Slave;
import org.yardmaster.protocol.model.SlaveId;

/// Understands what slaves do: come, come back, fall silent, report, leave; and compares what they
/// say they run with what the farm has given them.
final class Contacts {
  /// How much later than the slave itself the farm holds a lease to have ended. The slave may have
  /// heard us for some time after we heard it last: until both ends found the line dead, plus what
  /// was under way; and it takes a moment to end a build.
  private static final Duration LEASE_MARGIN = Duration.ofMinutes(3);

  /// A line that is silent is found dead well within this time. A last sign of life from longer ago
  /// is none: the master's clock was put forward, or it stood.
  private static final Duration NOTICED_WITHIN = Duration.ofMinutes(2);

  private final Rows rows;
  private final Builds builds;
  private final Endings endings;
  private final Losses losses;
  private final Incidents incidents;
  private final List<Decision> decisions;

  Contacts(
      Rows rows,
      Builds builds,
      Endings endings,
      Losses losses,
      Incidents incidents,
      List<Decision> decisions) {
    this.rows = rows;
    this.builds = builds;
    this.endings = endings;
    this.losses = losses;
    this.incidents = incidents;
    this.decisions = decisions;
  }

  /// The master begins anew: nobody is attached yet, and no silence of the time before counts.
  void masterStarted(Instant now) {
    for (Slave slave : List.copyOf(rows.slaves().values())) {
      State state = slave.contact().state();
      if (state == State.CONNECTED || state == State.UNREACHABLE) {
        unreachable(slave, now, "the master was restarted", now);
      }
    }
  }

  /// Deadlines of slaves that were silent already are put off by as long as nobody listened.
  void stoodStill(Duration gap) {
    for (Build build : List.copyOf(rows.builds().values())) {
      build.leaseUntil().ifPresent(until -> keepLeased(build, Optional.of(until.plus(gap))));
    }
    for (Slave slave : List.copyOf(rows.slaves().values())) {
      Contact contact = slave.contact();
      if (contact.state() == State.UNREACHABLE) {
        rows.keep(
            slave.withContact(
                new Contact(
                    contact.state(),
                    contact.since().plus(gap),
                    contact.startId(),
                    contact.address(),
                    contact.detail())));
      }
    }
  }

  /// A slave process began a new link session. What the farm gave to this very process and it does
  /// not have, it never received: it is told again. What was given to another process and is
  /// unknown to this one, that other may still run, on a machine that this one is a copy of: it
  /// counts as running until its lease ends.
  void attached(Event.SlaveAttached event, Instant now) {
    Optional<Slave> found = rows.slave(event.slave());
    if (found.isEmpty()) {
      decisions.add(new Decision.SeeOffSlave(event.slave(), "this slave is not in the farm"));
      return;
    }
    Slave slave = found.get();
    TreeMap<BuildId, BuildReport> reports = new TreeMap<>();
    event.inventory().builds().forEach(report -> reports.put(report.build(), report));
    rows.keep(
        slave
            .withContact(connected(event.startId(), event.address(), now))
            .withPresence(event.inventory().presence())
            .withFacts(event.inventory().facts()));
    for (Build build : buildsOf(slave.id())) {
      compare(build, Optional.ofNullable(reports.remove(build.id())), event.startId(), now);
    }
    for (LostBuild lost : rows.lostBuildsOf(slave.id())) {
      if (!reports.containsKey(lost.build().id())) {
        rows.forgetLost(lost.build().id());
      }
    }
    reports.values().forEach(report -> unknown(slave.id(), report, now));
    incidents.end(IncidentKind.HOST_DOWN, slave.name(), now);
  }

  private void compare(Build build, Optional<BuildReport> report, String startId, Instant now) {
    boolean sameProcess = build.slaveStart().equals(startId);
    switch (report.orElse(null)) {
      case BuildReport.Ended(_, BuildResult result) -> endings.finish(build, result, now);
      case BuildReport.Running running -> runsOn(build, running, now);
      case null -> {
        if (!sameProcess) {
          keepLeased(build, build.leaseUntil().or(() -> Optional.of(leaseEnd(build, now))));
        } else if (build.stop().isEmpty()) {
          keepLeased(build, Optional.empty());
          BuildOrder order = rows.orderOf(build.id()).orElseThrow();
          decisions.add(new Decision.StartBuild(build.slave(), startId, order));
        } else {
          endings.lose(build, "stopped before it began", now);
        }
      }
    }
  }

  private void runsOn(Build build, BuildReport.Running report, Instant now) {
    Build known = build.withLease(Optional.empty());
    for (var step : report.finished()) {
      known = known.has(step.index()) ? known.afterStep(step) : known;
    }
    Optional<Integer> current = report.current().filter(known::awaits);
    if (current.isPresent() && !known.current().equals(current)) {
      known = known.inStep(current.get(), now);
    }
    rows.keep(known);
    builds.tellAgain(known);
    report
        .wants()
        .filter(known::awaits)
        .ifPresent(step -> builds.wantLocks(rows.build(build.id()).orElseThrow(), step, now));
  }

  /// A build that the farm does not know as running: its result is recorded already, or nobody
  /// wants it any more.
  private void unknown(SlaveId slave, BuildReport report, Instant now) {
    switch (report) {
      case BuildReport.Ended(BuildId id, BuildResult result) ->
          endedUnknown(slave, id, result, now);
      case BuildReport.Running running ->
          decisions.add(
              new Decision.StopBuild(
                  slave, running.build(), "the farm", "the farm no longer knows this build"));
    }
  }

  private void endedUnknown(SlaveId slave, BuildId id, BuildResult result, Instant now) {
    Optional<LostBuild> lost =
        rows.lostBuild(id).filter(known -> known.build().slave().equals(slave));
    if (lost.isPresent()) {
      endings.finishLate(lost.get(), result, now);
    } else {
      decisions.add(new Decision.ConfirmBuild(slave, id));
    }
  }

  /// The same process is heard again, and nothing was lost.
  void resumed(Event.SlaveResumed event, Instant now) {
    rows.slave(event.slave())
        .filter(slave -> slave.contact().startId().equals(event.startId()))
        .ifPresent(slave -> {
          rows.keep(slave.withContact(connected(event.startId(), event.address(), now)));
          incidents.end(IncidentKind.HOST_DOWN, slave.name(), now);
          buildsOf(slave.id(), event.startId())
              .forEach(build -> keepLeased(build, Optional.empty()));
        });
  }

  private static Contact connected(String startId, String address, Instant now) {
    return new Contact(State.CONNECTED, now, startId, address, "");
  }

  /// A slave is not heard any more: its builds run on, each until its lease ends.
  void lost(Event.SlaveLost event, Instant now) {
    rows.slave(event.slave())
        .filter(slave -> slave.contact().startId().equals(event.startId()))
        .filter(slave -> slave.contact().state() == State.CONNECTED)
        .ifPresent(slave -> {
          Instant earliest = now.minus(NOTICED_WITHIN);
          Instant heardAt = event.heardAt().isBefore(earliest) ? earliest : event.heardAt();
          unreachable(slave, heardAt, event.why(), now);
        });
  }

  private void unreachable(Slave slave, Instant heardAt, String why, Instant now) {
    Contact contact = slave.contact();
    rows.keep(
        slave.withContact(
            new Contact(State.UNREACHABLE, now, contact.startId(), contact.address(), why)));
    for (Build build : buildsOf(slave.id(), contact.startId())) {
      keepLeased(build, Optional.of(leaseEnd(build, heardAt)));
    }
  }

  private Instant leaseEnd(Build build, Instant heardAt) {
    BuildOrder order = rows.orderOf(build.id()).orElseThrow();
    return heardAt.plus(order.lease()).plus(LEASE_MARGIN);
  }

  private void keepLeased(Build build, Optional<Instant> until) {
    if (!build.leaseUntil().equals(until)) {
      rows.keep(build.withLease(until));
    }
  }

  /// A slave was not heard for as long as it may run a build alone. What it was told meanwhile must
  /// not reach it any more, so its link session ends, unless another process of its name has come
  /// meanwhile, with a session of its own; what it has by then, its inventory says.
  void leaseEnded(Build build, Instant now) {
    boolean hasSession =
        rows.slave(build.slave())
            .filter(slave -> slave.contact().startId().equals(build.slaveStart()))
            .isPresent();
    endings.giveUp(build, "the slave was not heard again", now);
    if (hasSession) {
      decisions.add(new Decision.DetachSlave(build.slave(), "not heard for as long as its lease"));
    }
  }

  /// When a slave's row wants to be looked at again: its grace ends, or an operator's mark.
  Optional<Instant> alarm(Slave slave) {
    Optional<Instant> grace =
        slave.contact().state() == State.UNREACHABLE
            ? Optional.of(slave.contact().since().plus(rows.settings().grace()))
            : Optional.empty();
    return Stream.of(
            grace, slave.outOfService().flatMap(m -> m.until()), slave.reliability().until())
        .flatMap(Optional::stream)
        .min(Instant::compareTo);
  }

  /// The alarm of a slave rang.
  void rang(Slave slave, Instant now) {
    Slave known = slave;
    if (slave.contact().state() == State.UNREACHABLE) {
      Contact contact = slave.contact();
      Instant graceUntil = contact.since().plus(rows.settings().grace());
      if (!graceUntil.isAfter(now)) {
        incidents.begin(
            IncidentKind.HOST_DOWN,
            slave.name(),
            "slave " + slave.name() + " is down: " + contact.detail(),
            now);
        known =
            known.withContact(
                new Contact(
                    State.DOWN, now, contact.startId(), contact.address(), contact.detail()));
        decisions.add(new Decision.CloseOwedLogs(slave.id()));
      }
    }
    if (slave
        .outOfService()
        .flatMap(m -> m.until())
        .filter(until -> !until.isAfter(now))
        .isPresent()) {
      known = known.withMark(Optional.empty());
    }
    if (slave.reliability().until().filter(until -> !until.isAfter(now)).isPresent()) {
      known = losses.tryAgain(known, now);
    }
    rows.keep(known);
  }

  /// Takes in a control message of a slave process; one of a process that is no longer attached is
  /// void, and so is what it says of steps that the build does not have or that have ended.
  void said(Event.SlaveSaid event, Instant now) {
    Optional<Slave> found =
        rows.slave(event.slave())
            .filter(slave -> slave.contact().startId().equals(event.startId()));
    if (found.isEmpty()) {
      return;
    }
    Slave slave = found.get();
    switch (event.message()) {
      case SlaveMessage.StepStarted(var id, var step) ->
          builds
              .running(id, slave.id())
              .filter(build -> build.awaits(step))
              .ifPresent(build -> rows.keep(build.inStep(step, now)));
      case SlaveMessage.StepWantsLocks(var id, var step) ->
          builds
              .running(id, slave.id())
              .filter(build -> build.awaits(step))
              .ifPresent(build -> builds.wantLocks(build, step, now));
      case SlaveMessage.StepFinished(var id, var result) ->
          builds
              .running(id, slave.id())
              .filter(build -> build.has(result.index()))
              .ifPresent(build -> rows.keep(build.afterStep(result)));
      case SlaveMessage.BuildFinished(var id, var result) -> ended(slave, id, result, now);
      case SlaveMessage.BuildRefused refused -> refused(slave, refused, now);
      case SlaveMessage.PresenceChanged(var presence) -> rows.keep(slave.withPresence(presence));
      case SlaveMessage.Leaving(var reason) -> left(slave, reason, now);
      case SlaveMessage.Inventory _ ->
          throw new IllegalArgumentException(
              "slave "
                  + slave.name()
                  + ": an inventory opens a session and comes as SlaveAttached");
    }
  }

  private void ended(Slave slave, BuildId id, BuildResult result, Instant now) {
    Optional<Build> build = builds.running(id, slave.id());
    if (build.isPresent()) {
      endings.finish(build.get(), result, now);
    } else {
      endedUnknown(slave.id(), id, result, now);
    }
  }

  /// The request keeps its place, unless somebody wanted it stopped meanwhile. A slave that refuses
  /// although it said it was accepting counts as away until it speaks again, so that it is not
  /// asked in a circle.
  private void refused(Slave slave, SlaveMessage.BuildRefused refused, Instant now) {
    Optional<Build> build = builds.running(refused.build(), slave.id());
    if (build.isEmpty()) {
      return;
    }
    if (slave.presence().state() == Presence.State.ACCEPTING) {
      rows.keep(
          slave.withPresence(
              Presence.away("refused a build: " + refused.detail(), Optional.empty())));
    }
    if (build.get().stop().isPresent()) {
      endings.lose(build.get(), "stopped before it began", now);
    } else {
      endings.undoClaim(build.get(), now);
    }
  }

  private void left(Slave slave, String reason, Instant now) {
    Contact contact = slave.contact();
    rows.keep(
        slave.withContact(
            new Contact(State.ABSENT, now, contact.startId(), contact.address(), reason)));
    for (Build build : buildsOf(slave.id(), contact.startId())) {
      BuildResult result =
          new BuildResult(Outcome.STOPPED, build.finished(), "the slave left: " + reason);
      endings.finish(build, result, now);
    }
  }

  /// Builds that one process of a slave was given: another of its name has no say in them.
  private List<Build> buildsOf(SlaveId slave, String startId) {
    return buildsOf(slave).stream().filter(build -> build.slaveStart().equals(startId)).toList();
  }

  private List<Build> buildsOf(SlaveId slave) {
    List<Build> found = new ArrayList<>();
    rows.buildsOf(slave).forEach(id -> rows.build(id).ifPresent(found::add));
    return found;
  }
}
