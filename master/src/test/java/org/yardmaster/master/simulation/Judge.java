package org.yardmaster.master.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.yardmaster.master.farm.Change;
import org.yardmaster.master.farm.Decision;
import org.yardmaster.master.farm.Effects;
import org.yardmaster.master.farm.Event;
import org.yardmaster.master.farm.Farm;
import org.yardmaster.master.farm.FarmSnapshot;
import org.yardmaster.master.farm.Stamped;
import org.yardmaster.protocol.message.Answer;
import org.yardmaster.protocol.message.FarmChange;
import org.yardmaster.protocol.message.SlaveMessage;
import org.yardmaster.protocol.model.Build;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.Contact;
import org.yardmaster.protocol.model.Outcome;
import org.yardmaster.protocol.model.Pause;
import org.yardmaster.protocol.model.PauseScope;
import org.yardmaster.protocol.model.Request;
import org.yardmaster.protocol.model.RequestId;
import org.yardmaster.protocol.model.Slave;
import org.yardmaster.protocol.model.SlaveId;
import org.yardmaster.protocol.model.WaitReason;

/// Looks at a farm after every event and says what it must be, from the rows before and after and
/// from what was decided.
final class Judge {
  /// A message that has not come by then, though line and process stand, never will.
  private static final Duration TOLD_BY_THEN = Duration.ofMinutes(5);

  private FarmSnapshot last;
  private final PlainQueue queue;

  /// Ended builds of each request, and what became of the requests: history, kept naively.
  private final Map<RequestId, Integer> attempts;

  private final Map<BuildId, Outcome> endedBuilds;
  private final Map<RequestId, Outcome> endedRequests;

  Judge(FarmSnapshot farm) {
    this(farm, new PlainQueue(farm), new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
  }

  private Judge(
      FarmSnapshot last,
      PlainQueue queue,
      Map<RequestId, Integer> attempts,
      Map<BuildId, Outcome> endedBuilds,
      Map<RequestId, Outcome> endedRequests) {
    this.last = last;
    this.queue = queue;
    this.attempts = attempts;
    this.endedBuilds = endedBuilds;
    this.endedRequests = endedRequests;
  }

  /// For a batch that may not be stored.
  Judge copy() {
    return new Judge(
        last,
        queue.copy(),
        new TreeMap<>(attempts),
        new TreeMap<>(endedBuilds),
        new TreeMap<>(endedRequests));
  }

  FarmSnapshot last() {
    return last;
  }

  Map<BuildId, Outcome> endedBuilds() {
    return endedBuilds;
  }

  Map<RequestId, Outcome> endedRequests() {
    return endedRequests;
  }

  static void same(String what, Object one, Object other) {
    if (!Objects.equals(one, other)) {
      throw new AssertionError(what + ":\n  " + one + "\n  " + other);
    }
  }

  static void that(boolean holds, String promise, Object about) {
    if (!holds) {
      throw new AssertionError(promise + ": " + about);
    }
  }

  /// Judges one event.
  void after(Stamped stamped, Effects effects, Farm farm) {
    FarmSnapshot before = last;
    FarmSnapshot after = farm.snapshot();
    last = after;
    keepHistory(effects);
    applyToQueue(before, stamped, effects);
    queue.mustBe(after);
    List<BuildId> started = started(before, effects);
    startedInOrder(after, stamped.at(), started);
    new Oracle(after, stamped.at())
        .next()
        .ifPresent(start -> {
          throw new AssertionError("could start, and was left waiting: " + start);
        });
    reasonsAreTold(after, stamped.at(), farm);
    rowsFitEachOther(after);
    whatIsStoppedStaysStopped(before, after);
    if (!(stamped.event() instanceof Event.AlarmRang)) {
      whatIsStoppedEnds(after, stamped.at());
    }
    othersWereToldAgainRightly(before, stamped.event(), effects, started);
    if (!(stamped.event() instanceof Event.Commanded)) {
      timeIsUp(after, stamped.at());
      farm.nextAlarm()
          .ifPresent(next -> that(next.isAfter(stamped.at()), "the next alarm is to come", next));
    }
  }

  // History.

  private void keepHistory(Effects effects) {
    for (Change change : effects.changes()) {
      switch (change) {
        case Change.Shown(FarmChange.BuildEnded ended) -> {
          Build build = ended.build().build();
          Outcome twice = endedBuilds.put(build.id(), ended.build().result().outcome());
          that(
              twice == null || twice == Outcome.TRANSIENT,
              "a build ends once, or late after it was given up",
              build);
          if (twice == null) {
            attempts.merge(build.request(), 1, Integer::sum);
          }
        }
        case Change.Shown(FarmChange.RequestEnded ended) -> {
          RequestId id = ended.request().request().id();
          that(
              endedRequests.put(id, ended.request().outcome()) == null,
              "a request ends once",
              ended);
          that(!ended.request().waited().isNegative(), "waiting is never negative", ended);
        }
        case Change.HistoryForgotten(RequestId id) ->
            same(
                "only a cancelled request comes back", endedRequests.remove(id), Outcome.CANCELLED);
        default -> {}
      }
    }
  }

  private void applyToQueue(FarmSnapshot before, Stamped stamped, Effects effects) {
    if (stamped.event() instanceof Event.Commanded command) {
      Answer answer =
          effects.decisions().stream()
              .filter(Decision.AnswerCommand.class::isInstance)
              .map(Decision.AnswerCommand.class::cast)
              .findFirst()
              .orElseThrow()
              .answer();
      if (answer instanceof Answer.Accepted accepted) {
        queue.apply(before, command.command(), accepted, command.target());
      }
    }
  }

  // Starts.

  /// Builds that were started by this event, not told again, in the order of the decisions.
  private static List<BuildId> started(FarmSnapshot before, Effects effects) {
    List<BuildId> known = before.builds().stream().map(Build::id).toList();
    List<BuildId> started = new ArrayList<>();
    for (Decision decision : effects.decisions()) {
      if (decision instanceof Decision.StartBuild start && !known.contains(start.order().build())) {
        started.add(start.order().build());
      }
    }
    return started;
  }

  /// Takes back what was started, then lets the oracle start one after the other.
  private static void startedInOrder(FarmSnapshot after, Instant now, List<BuildId> started) {
    for (int i = 0; i < started.size(); i++) {
      BuildId id = started.get(i);
      FarmSnapshot farm = without(after, started.subList(i, started.size()));
      Oracle.Start due =
          new Oracle(farm, now)
              .next()
              .orElseThrow(() -> new AssertionError("nothing could start, but did: " + id));
      Build build = build(after, id);
      same("the first that can start does", build.request(), due.request().id());
      same("it goes to the slave least in use", build.slave(), due.slave().id());
      same(
          "it is given to the attached process",
          build.slaveStart(),
          due.slave().contact().startId());
      same("attempts count from 1", build.attempt(), due.request().attempts() + 1);
    }
  }

  private static Build build(FarmSnapshot farm, BuildId id) {
    return farm.builds().stream().filter(b -> b.id().equals(id)).findFirst().orElseThrow();
  }

  private static FarmSnapshot without(FarmSnapshot farm, List<BuildId> builds) {
    return farm.with(
        farm.requests().stream()
            .map(request ->
                request.build().filter(builds::contains).isPresent()
                    ? request.queuedAgain(false)
                    : request)
            .toList(),
        farm.builds().stream().filter(build -> !builds.contains(build.id())).toList());
  }

  // Explanations.

  private static void reasonsAreTold(FarmSnapshot farm, Instant now, Farm told) {
    Oracle oracle = new Oracle(farm, now);
    for (Request request : farm.requests()) {
      List<WaitReason> reasons = told.waitReasons(request.id());
      if (request.build().isPresent()) {
        same("what runs does not wait", reasons, List.of());
      } else {
        that(!reasons.isEmpty(), "who waits has a reason", request);
        List<WaitReason> due = oracle.reasons(request);
        if (!reasons.equals(due)) {
          same("reasons of " + request.id(), sorted(reasons), sorted(due));
        }
      }
    }
  }

  private static List<WaitReason> sorted(List<WaitReason> reasons) {
    return reasons.stream().sorted(Comparator.comparing(Object::toString)).toList();
  }

  // Rows.

  private void rowsFitEachOther(FarmSnapshot farm) {
    Map<BuildId, RequestId> running = new TreeMap<>();
    for (Request request : farm.requests()) {
      request.build().ifPresent(build -> running.put(build, request.id()));
      int builds = attempts.getOrDefault(request.id(), 0) + (request.build().isPresent() ? 1 : 0);
      same("attempts of " + request.id(), request.attempts(), builds);
    }
    Map<BuildId, RequestId> builds = new TreeMap<>();
    farm.builds().forEach(build -> builds.put(build.id(), build.request()));
    same("running requests and builds", running, builds);
    same("builds and orders", List.copyOf(builds.keySet()), List.copyOf(farm.orders().keySet()));
    Map<SlaveId, Slave> slaves = new TreeMap<>();
    farm.slaves().forEach(slave -> slaves.put(slave.id(), slave));
    for (Build build : farm.builds()) {
      Slave slave = slaves.get(build.slave());
      that(slave != null, "a running build has its slave", build);
      if (slave != null) {
        boolean heard =
            slave.contact().state() == Contact.State.CONNECTED
                && slave.contact().startId().equals(build.slaveStart());
        that(build.leaseUntil().isEmpty() == heard, "a lease ends where nobody is heard", build);
      }
    }
    for (Slave slave : farm.slaves()) {
      that(
          !slave.retired() || builds(farm, slave),
          "a slave that nobody names goes with its last build",
          slave);
    }
  }

  /// Whom somebody wanted stopped does not come back to the queue.
  private static void whatIsStoppedStaysStopped(FarmSnapshot before, FarmSnapshot after) {
    for (Build build : before.builds()) {
      if (build.stop().isPresent() && !after.orders().containsKey(build.id())) {
        that(
            after.requests().stream().noneMatch(r -> r.id().equals(build.request())),
            "a stopped request ends",
            build);
      }
    }
  }

  /// The wish to stop a build reaches its slave, whatever line or master it was lost with. Not
  /// asked when an alarm rings: a new master's first one comes before it has said that nobody is
  /// attached.
  private static void whatIsStoppedEnds(FarmSnapshot farm, Instant now) {
    Instant longAgo = now.minus(TOLD_BY_THEN);
    for (Build build : farm.builds()) {
      Contact contact =
          farm.slaves().stream()
              .filter(slave -> slave.id().equals(build.slave()))
              .findFirst()
              .orElseThrow()
              .contact();
      that(
          build.stop().isEmpty()
              || build.stop().get().at().isAfter(longAgo)
              || contact.state() != Contact.State.CONNECTED
              || !contact.startId().equals(build.slaveStart())
              || contact.since().isAfter(longAgo),
          "whom somebody wants stopped is told so",
          build);
    }
  }

  private static boolean builds(FarmSnapshot farm, Slave slave) {
    return farm.builds().stream().anyMatch(build -> build.slave().equals(slave.id()));
  }

  /// A start that is told again is told to the process that was given it, and never had it.
  private static void othersWereToldAgainRightly(
      FarmSnapshot before, Event event, Effects effects, List<BuildId> started) {
    for (Decision decision : effects.decisions()) {
      if (decision instanceof Decision.StartBuild start
          && !started.contains(start.order().build())) {
        boolean rightly =
            event instanceof Event.SlaveAttached attached
                && attached.startId().equals(build(before, start.order().build()).slaveStart())
                && attached.inventory().builds().stream()
                    .noneMatch(report -> report.build().equals(start.order().build()));
        that(rightly, "a start is told again only to who never had it", start);
      }
      if (decision instanceof Decision.ConfirmBuild confirm) {
        that(knowsResult(event, confirm.build()), "only a result is confirmed", confirm);
      }
    }
  }

  private static boolean knowsResult(Event event, BuildId build) {
    return switch (event) {
      case Event.SlaveAttached e ->
          e.inventory().builds().stream()
              .anyMatch(r ->
                  r instanceof org.yardmaster.protocol.message.BuildReport.Ended
                      && r.build().equals(build));
      case Event.SlaveSaid e ->
          e.message() instanceof SlaveMessage.Leaving
              || (e.message() instanceof SlaveMessage.BuildFinished f && f.build().equals(build));
      default -> false;
    };
  }

  private static void timeIsUp(FarmSnapshot farm, Instant now) {
    for (Pause pause : farm.pauses()) {
      that(
          pause.scope().kind() != PauseScope.Kind.SLAVE
              || farm.slaves().stream().anyMatch(s -> s.name().equals(pause.scope().name())),
          "a pause is of a slave of the farm",
          pause);
      that(pause.until().filter(u -> !u.isAfter(now)).isEmpty(), "a pause ends", pause);
    }
    for (Slave slave : farm.slaves()) {
      that(
          slave.outOfService().flatMap(m -> m.until()).filter(u -> !u.isAfter(now)).isEmpty(),
          "a mark ends",
          slave);
    }
    for (Build build : farm.builds()) {
      that(build.leaseUntil().filter(u -> !u.isAfter(now)).isEmpty(), "a lease ends", build);
    }
  }
}
