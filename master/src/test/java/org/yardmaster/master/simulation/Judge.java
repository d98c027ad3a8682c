package org.yardmaster.master.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.yardmaster.master.farm.Change;
import org.yardmaster.master.farm.Decision;
import org.yardmaster.master.farm.Effects;
import org.yardmaster.master.farm.Event;
import org.yardmaster.master.farm.Farm;
import org.yardmaster.master.farm.FarmSnapshot;
import org.yardmaster.master.farm.LostBuild;
import org.yardmaster.master.farm.Stamped;
import org.yardmaster.protocol.message.Answer;
import org.yardmaster.protocol.message.BuildReport;
import org.yardmaster.protocol.message.FarmChange;
import org.yardmaster.protocol.message.SlaveMessage;
import org.yardmaster.protocol.model.Build;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.Contact;
import org.yardmaster.protocol.model.FinishedBuild;
import org.yardmaster.protocol.model.FinishedRequest;
import org.yardmaster.protocol.model.MinuteByMinute;
import org.yardmaster.protocol.model.Outcome;
import org.yardmaster.protocol.model.Pause;
import org.yardmaster.protocol.model.PauseScope;
import org.yardmaster.protocol.model.Request;
import org.yardmaster.protocol.model.RequestId;
import org.yardmaster.protocol.model.Schedule;
import org.yardmaster.protocol.model.Slave;
import org.yardmaster.protocol.model.SlaveId;
import org.yardmaster.protocol.model.StepResult;
import org.yardmaster.protocol.model.WaitReason;

/// Looks at a farm after every event and says what it must be, from the rows before and after and
/// from what was decided.
final class Judge {
  /// A message that has not come by then, though line and process stand, never will.
  private static final Duration TOLD_BY_THEN = Duration.ofMinutes(5);

  /// Where explanations are cut to see that what is told is the beginning of the whole.
  private static final int FEW_REASONS = 3;

  private FarmSnapshot last;
  private long events;
  private Instant stoodUntil = Instant.EPOCH;

  /// When the farm looked last at who waits; empty where that was before it began, or stood.
  private Optional<Instant> lookedAt = Optional.empty();

  private final PlainQueue queue;

  /// Ended builds of each request, and what became of the requests: history, kept naively.
  private final Map<RequestId, Integer> attempts;

  private final Map<BuildId, Outcome> endedBuilds;
  private final Map<RequestId, Outcome> endedRequests;

  /// How often those whose build it was had been started when a build ended.
  private final Map<BuildId, Map<RequestId, Integer>> attemptsOf;

  /// How often those that ended were overtaken: a cancelled one may come back.
  private final Map<RequestId, Integer> cancelled;

  Judge(FarmSnapshot farm) {
    this(
        farm,
        new PlainQueue(farm),
        new TreeMap<>(),
        new TreeMap<>(),
        new TreeMap<>(),
        new TreeMap<>(),
        new TreeMap<>());
  }

  private Judge(
      FarmSnapshot last,
      PlainQueue queue,
      Map<RequestId, Integer> attempts,
      Map<BuildId, Outcome> endedBuilds,
      Map<RequestId, Outcome> endedRequests,
      Map<BuildId, Map<RequestId, Integer>> attemptsOf,
      Map<RequestId, Integer> cancelled) {
    this.last = last;
    this.queue = queue;
    this.attempts = attempts;
    this.endedBuilds = endedBuilds;
    this.endedRequests = endedRequests;
    this.attemptsOf = attemptsOf;
    this.cancelled = cancelled;
  }

  /// For a batch that may not be stored.
  Judge copy() {
    Judge copy =
        new Judge(
            last,
            queue.copy(),
            new TreeMap<>(attempts),
            new TreeMap<>(endedBuilds),
            new TreeMap<>(endedRequests),
            new TreeMap<>(attemptsOf),
            new TreeMap<>(cancelled));
    copy.events = events;
    copy.stoodUntil = stoodUntil;
    copy.lookedAt = lookedAt;
    return copy;
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
    Set<SlaveId> late = new TreeSet<>();
    List<FinishedBuild> ended = keepHistory(before, effects, stamped.at(), late);
    schedules(before, after, stamped, effects);
    applyToQueue(before, after, stamped, effects);
    queue.mustBe(after);
    List<BuildId> started = started(before, effects);
    inOrder(before, after, stamped.at(), effects);
    if (looksAtTheTime(stamped.event())) {
      nothingIsLeftUndone(after, stamped.at(), farm);
    }
    if (!(stamped.event() instanceof Event.Commanded)) {
      new Blame(before, after, stamped.at()).judge(ended, late);
    }
    PlainIncidents.toldOnce(
        before, after, effects.decisions(), stamped.event() instanceof Event.MasterStarted);
    rowsFitEachOther(after);
    whatIsStoppedStaysStopped(before, after);
    if (stamped.event() instanceof Event.StoodStill(Duration gap)) {
      stoodUntil = stamped.at();
      deadlinesArePutOff(before, after, gap);
      whoWaitsHasAReason(after, farm);
    }
    if (stamped.event() instanceof Event.MasterStarted) {
      deadlinesBeginAnew(before, after, stamped.at());
    }
    theQueueMovedWhen(before, after, stamped, started);
    whatIsStoppedEnds(after, stamped.at());
    othersWereToldAgainRightly(before, stamped.event(), effects, started);
    if (rings(stamped.event())) {
      timeIsUp(after, stamped.at());
      farm.nextAlarm()
          .ifPresent(next -> that(next.isAfter(stamped.at()), "the next alarm is to come", next));
    }
    whatIsSaidIsKnown(after, stamped.event());
  }

  /// Whoever could start has started; all others know why not, and people what is the matter.
  private void nothingIsLeftUndone(FarmSnapshot farm, Instant now, Farm told) {
    Oracle oracle = new Oracle(farm, now);
    oracle
        .next()
        .ifPresent(start -> {
          throw new AssertionError("could start, and was left waiting: " + start);
        });
    if (++events % 2 == 0) {
      reasonsAreTold(farm, oracle, told);
    }
    new PlainIncidents(farm, oracle, now).judge();
  }

  /// Not so where the master has just begun, or begun again, to look: what is due rings next.
  private static boolean looksAtTheTime(Event event) {
    return rings(event) || event instanceof Event.Commanded;
  }

  private static boolean rings(Event event) {
    return switch (event) {
      case Event.Commanded _, Event.MasterStarted _, Event.StoodStill _ -> false;
      default -> true;
    };
  }

  // History.

  /// Keeps what has ended, and gives the builds of it that ended now.
  private List<FinishedBuild> keepHistory(
      FarmSnapshot before, Effects effects, Instant now, Set<SlaveId> late) {
    List<FinishedBuild> builds = new ArrayList<>();
    for (Change change : effects.changes()) {
      switch (change) {
        case Change.Shown(FarmChange.BuildEnded(FinishedBuild ended)) -> {
          Build build = ended.build();
          Outcome twice = endedBuilds.put(build.id(), ended.result().outcome());
          if (twice == null) {
            requestsOf(build).forEach(id -> attempts.merge(id, 1, Integer::sum));
            attemptsOf.put(build.id(), attemptsOf(before, build));
            builds.add(ended);
          } else {
            same("only what was given up ends late", twice, Outcome.TRANSIENT);
            late.add(build.slave());
            endedLate(before, ended, effects);
          }
        }
        case Change.Shown(FarmChange.RequestEnded ended) -> {
          RequestId id = ended.request().request().id();
          that(
              endedRequests.put(id, ended.request().outcome()) == null,
              "a request ends once",
              ended);
          Request request = ended.request().request();
          cancelled.put(id, request.build().isPresent() ? 0 : request.overtaken());
          same(
              "how long " + id + " waited",
              ended.request().waited(),
              Duration.between(request.submittedAt(), waitedUntil(before, effects, request, now)));
        }
        case Change.HistoryForgotten(RequestId id) ->
            same(
                "only a cancelled request comes back", endedRequests.remove(id), Outcome.CANCELLED);
        default -> {}
      }
    }
    return builds;
  }

  /// When its build began; a request that never had one, or was left without, waited to its end.
  private static Instant waitedUntil(
      FarmSnapshot before, Effects effects, Request request, Instant now) {
    Stream<Build> late =
        effects.changes().stream()
            .map(change ->
                change instanceof Change.Shown(FarmChange.BuildEnded(FinishedBuild ended))
                    ? ended.build()
                    : null)
            .filter(Objects::nonNull)
            .filter(build -> requestsOf(build).contains(request.id()));
    Stream<Build> running =
        before.builds().stream().filter(build -> request.build().equals(Optional.of(build.id())));
    return Stream.concat(running, late).map(Build::startedAt).findFirst().orElse(now);
  }

  private static Map<RequestId, Integer> attemptsOf(FarmSnapshot before, Build build) {
    Map<RequestId, Integer> attempts = new TreeMap<>();
    before.requests().stream()
        .filter(request -> requestsOf(build).contains(request.id()))
        .forEach(request -> attempts.put(request.id(), request.attempts()));
    return attempts;
  }

  /// A late result is taken by those that were not started again; where there are none, it is on
  /// record only.
  private void endedLate(FarmSnapshot before, FinishedBuild ended, Effects effects) {
    Map<RequestId, Integer> then = Objects.requireNonNull(attemptsOf.get(ended.build().id()));
    SortedSet<RequestId> waiting = new TreeSet<>();
    before.requests().stream()
        .filter(r -> r.build().isEmpty() && Objects.equals(then.get(r.id()), r.attempts()))
        .forEach(request -> waiting.add(request.id()));
    SortedSet<RequestId> taken = new TreeSet<>();
    for (Change change : effects.changes()) {
      if (change instanceof Change.Shown(FarmChange.RequestEnded(FinishedRequest request))
          && then.containsKey(request.request().id())) {
        taken.add(request.request().id());
      }
    }
    same("whom a late result ends: " + ended, taken, waiting);
    same("a late result is superseded: " + ended, superseded(ended), waiting.isEmpty());
  }

  private static boolean superseded(FinishedBuild ended) {
    return ended.result().outcome() == Outcome.SUPERSEDED;
  }

  private void applyToQueue(
      FarmSnapshot before, FarmSnapshot after, Stamped stamped, Effects effects) {
    if (stamped.event() instanceof Event.Commanded command) {
      Answer answer =
          effects.decisions().stream()
              .filter(Decision.AnswerCommand.class::isInstance)
              .map(Decision.AnswerCommand.class::cast)
              .findFirst()
              .orElseThrow()
              .answer();
      if (answer instanceof Answer.Accepted accepted) {
        queue.apply(before, after, stamped.at(), command.command(), accepted, command.target());
      }
    }
  }

  // Starts.

  /// Builds that were started by this event, not told again, in the order of the decisions.
  private static List<BuildId> started(FarmSnapshot before, Effects effects) {
    List<BuildId> started = new ArrayList<>();
    for (Decision decision : effects.decisions()) {
      if (decision instanceof Decision.StartBuild start && isAct(before, decision)) {
        started.add(start.order().build());
      }
    }
    return started;
  }

  /// Takes back what was started and granted, then lets the oracle do it one after the other.
  private void inOrder(FarmSnapshot before, FarmSnapshot after, Instant now, Effects effects) {
    List<Decision> acts =
        effects.decisions().stream().filter(decision -> isAct(before, decision)).toList();
    FarmSnapshot farm = takenBack(before, after, acts);
    for (Decision act : acts) {
      Oracle oracle = new Oracle(farm, now);
      Oracle.Act due =
          oracle
              .next()
              .orElseThrow(() -> new AssertionError("nothing could start, but did: " + act));
      farm = overtaking(farm, oracle.overtakenBy(due));
      farm = isAsDue(farm, after, act, due);
    }
    for (Request request : after.requests()) {
      same(
          "how often " + request.id() + " was overtaken",
          request.overtaken(),
          request(farm, request.id()).overtaken());
    }
  }

  /// Whether it starts a build, or gives a step its locks, rather than tells somebody so again.
  private static boolean isAct(FarmSnapshot before, Decision decision) {
    return switch (decision) {
      case Decision.StartBuild start ->
          before.builds().stream().noneMatch(build -> build.id().equals(start.order().build()));
      case Decision.StartStep(_, BuildId id, int step) ->
          before.builds().stream()
              .filter(build -> build.id().equals(id))
              .flatMap(build -> build.wants().stream())
              .noneMatch(wanted -> wanted.step() == step && wanted.granted());
      default -> false;
    };
  }

  private FarmSnapshot takenBack(FarmSnapshot before, FarmSnapshot after, List<Decision> acts) {
    List<BuildId> started = new ArrayList<>();
    List<BuildId> granted = new ArrayList<>();
    for (Decision act : acts) {
      switch (act) {
        case Decision.StartBuild start -> started.add(start.order().build());
        case Decision.StartStep step -> granted.add(step.build());
        default -> throw new AssertionError("no act: " + act);
      }
    }
    return after.with(
        after.requests().stream()
            .map(request ->
                request.build().filter(started::contains).isPresent()
                    ? request.queuedAgain(false)
                    : request)
            .map(request -> request.withOvertaken(overtaken(before, request)))
            .toList(),
        after.builds().stream()
            .filter(build -> !started.contains(build.id()))
            .map(build -> granted.contains(build.id()) ? build.wanting(asked(build)) : build)
            .toList());
  }

  private static Build.Wanted asked(Build build) {
    Build.Wanted wanted = build.wants().orElseThrow();
    return new Build.Wanted(wanted.step(), wanted.since(), false);
  }

  /// How often it was overtaken before this event; whoever comes back to the queue begins anew.
  private int overtaken(FarmSnapshot before, Request request) {
    return before.requests().stream()
        .filter(r -> r.id().equals(request.id()))
        .findFirst()
        .map(old -> old.build().equals(request.build()) ? old.overtaken() : 0)
        .orElseGet(() -> cancelled.getOrDefault(request.id(), 0));
  }

  private static FarmSnapshot overtaking(FarmSnapshot farm, SortedSet<RequestId> overtaken) {
    return farm.with(
        farm.requests().stream()
            .map(r -> overtaken.contains(r.id()) ? r.withOvertaken(r.overtaken() + 1) : r)
            .toList(),
        farm.builds());
  }

  private static FarmSnapshot isAsDue(
      FarmSnapshot farm, FarmSnapshot after, Decision act, Oracle.Act due) {
    return switch (act) {
      case Decision.StartBuild start when due instanceof Oracle.Start next ->
          started(farm, build(after, start.order().build()), next);
      case Decision.StartStep step when due instanceof Oracle.Grant next -> {
        same("the first step that can start does", step.build(), next.build().id());
        same("it is the step that asked", step.step(), next.step());
        same("its slave is told", step.slave(), next.build().slave());
        yield granted(farm, next);
      }
      default -> throw new AssertionError("due was " + due + ", but there was " + act);
    };
  }

  private static FarmSnapshot started(FarmSnapshot farm, Build build, Oracle.Start due) {
    same("the first that can start does", build.request(), due.request().id());
    same("who could start too rides along", build.riders(), due.riders());
    same("it goes to the slave least in use", build.slave(), due.slave().id());
    same("the attached process gets it", build.slaveStart(), due.slave().contact().startId());
    same("attempts count from 1", build.attempt(), due.request().attempts() + 1);
    List<Build> builds = new ArrayList<>(farm.builds());
    builds.add(build);
    builds.sort(Comparator.comparing(Build::id));
    return farm.with(
        farm.requests().stream()
            .map(r -> requestsOf(build).contains(r.id()) ? r.started(build.id()) : r)
            .toList(),
        builds);
  }

  private static FarmSnapshot granted(FarmSnapshot farm, Oracle.Grant due) {
    Build.Wanted asked = due.build().wants().orElseThrow();
    Build.Wanted granted = new Build.Wanted(asked.step(), asked.since(), true);
    return farm.with(
        farm.requests().stream()
            .map(r -> r.id().equals(due.build().request()) ? r.withOvertaken(0) : r)
            .toList(),
        farm.builds().stream()
            .map(b -> b.id().equals(due.build().id()) ? b.wanting(granted) : b)
            .toList());
  }

  /// All whose build it is.
  static SortedSet<RequestId> requestsOf(Build build) {
    SortedSet<RequestId> all = new TreeSet<>(build.riders());
    all.add(build.request());
    return all;
  }

  private static Build build(FarmSnapshot farm, BuildId id) {
    return farm.builds().stream().filter(b -> b.id().equals(id)).findFirst().orElseThrow();
  }

  private static Slave slave(FarmSnapshot farm, SlaveId id) {
    return farm.slaves().stream().filter(s -> s.id().equals(id)).findFirst().orElseThrow();
  }

  private static Request request(FarmSnapshot farm, RequestId id) {
    return farm.requests().stream().filter(r -> r.id().equals(id)).findFirst().orElseThrow();
  }

  // Schedules.

  /// A schedule submits once when its time has come, unless its last request still waits.
  private void schedules(
      FarmSnapshot before, FarmSnapshot after, Stamped stamped, Effects effects) {
    Instant now = stamped.at();
    boolean rang = looksAtTheTime(stamped.event());
    Map<String, RequestId> made = new TreeMap<>();
    for (Change change : effects.changes()) {
      if (change instanceof Change.Shown(FarmChange.RequestKept(Request request))
          && request.id().value() >= before.counters().request()
          && request.submittedBy().startsWith("schedule ")
          && !made.containsValue(request.id())) {
        String name = request.submittedBy().substring("schedule ".length());
        that(made.put(name, request.id()) == null, "a schedule submits once", name);
        queue.submitted(request);
      }
    }
    for (Schedule old : before.schedules()) {
      boolean due = old.nextAt().filter(at -> !at.isAfter(now)).isPresent();
      boolean waited = old.last().filter(id -> waits(before, id)).isPresent();
      that(due || !made.containsKey(old.name()), "a schedule submits when its time comes", old);
      that(!waited || !made.containsKey(old.name()), "a schedule does not pile up", old);
    }
    for (Schedule schedule : after.schedules()) {
      that(
          !rang || schedule.nextAt().filter(at -> !at.isAfter(now)).isEmpty(),
          "a schedule's next time is to come",
          schedule);
      RequestId mine = made.get(schedule.name());
      that(
          mine == null || schedule.last().equals(Optional.of(mine)),
          "a schedule knows what it made",
          schedule);
      before.schedules().stream()
          .filter(old -> old.name().equals(schedule.name()))
          .findFirst()
          .ifPresent(old -> rang(before, after, old, schedule, now, mine != null));
    }
  }

  private static boolean waits(FarmSnapshot farm, RequestId id) {
    return farm.requests().stream()
        .anyMatch(r -> r.id().equals(id) && r.build().isEmpty() && r.shelved().isEmpty());
  }

  private static void rang(
      FarmSnapshot before,
      FarmSnapshot after,
      Schedule old,
      Schedule schedule,
      Instant now,
      boolean made) {
    boolean due = old.nextAt().filter(at -> !at.isAfter(now)).isPresent();
    boolean sameTimes =
        schedule.definition().times().equals(old.definition().times())
            && schedule.definition().zone().equals(old.definition().zone());
    if (sameTimes && schedule.nextAt().equals(old.nextAt())) {
      return;
    }
    Instant horizon = now.plus(Duration.ofDays(1));
    same(
        "next of " + schedule.definition(),
        schedule.nextAt().filter(at -> at.isBefore(horizon)),
        MinuteByMinute.next(
            schedule.definition().times().text(), schedule.definition().zone(), now, horizon));
    boolean mayWait = old.last().filter(id -> waits(before, id) || waits(after, id)).isPresent();
    boolean wanted =
        after.builders().stream()
            .anyMatch(b -> b.name().equals(old.definition().builder()) && !b.retired());
    if (due && old.definition().equals(schedule.definition()) && wanted && !mayWait) {
      that(made, "a schedule whose time has come submits", schedule);
    }
  }

  // Explanations.

  private void reasonsAreTold(FarmSnapshot farm, Oracle oracle, Farm told) {
    List<RequestId> ids = farm.requests().stream().map(Request::id).toList();
    Map<RequestId, List<WaitReason>> all = told.waitReasons(ids, Integer.MAX_VALUE);
    Map<RequestId, List<WaitReason>> first = told.waitReasons(ids.reversed(), FEW_REASONS);
    for (Request request : farm.requests()) {
      List<WaitReason> reasons = all.getOrDefault(request.id(), List.of());
      same(
          "the first reasons of " + request.id(),
          first.getOrDefault(request.id(), List.of()),
          reasons.subList(0, Math.min(FEW_REASONS, reasons.size())));
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

  /// Also while something is due that has not rung yet.
  private static void whoWaitsHasAReason(FarmSnapshot farm, Farm told) {
    for (Request request : farm.requests()) {
      that(
          request.build().isPresent() || !told.waitReasons(request.id()).isEmpty(),
          "who waits has a reason",
          request);
    }
  }

  private static List<WaitReason> sorted(List<WaitReason> reasons) {
    return reasons.stream().sorted(Comparator.comparing(Object::toString)).toList();
  }

  // Rows.

  private void rowsFitEachOther(FarmSnapshot farm) {
    Map<BuildId, SortedSet<RequestId>> running = new TreeMap<>();
    for (Request request : farm.requests()) {
      request
          .build()
          .ifPresent(
              build -> running.computeIfAbsent(build, _ -> new TreeSet<>()).add(request.id()));
      int builds = attempts.getOrDefault(request.id(), 0) + (request.build().isPresent() ? 1 : 0);
      same("attempts of " + request.id(), request.attempts(), builds);
    }
    Map<BuildId, SortedSet<RequestId>> builds = new TreeMap<>();
    farm.builds().forEach(build -> builds.put(build.id(), requestsOf(build)));
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
            after.requests().stream().noneMatch(r -> requestsOf(build).contains(r.id())),
            "a stopped request ends",
            build);
      }
    }
  }

  /// The wish to stop a build reaches its slave, whatever line or master it was lost with. Not
  /// asked while a clock was put forward lately.
  private void whatIsStoppedEnds(FarmSnapshot farm, Instant now) {
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
              || stoodUntil.isAfter(longAgo)
              || build.stop().get().at().isAfter(longAgo)
              || contact.state() != Contact.State.CONNECTED
              || !contact.startId().equals(build.slaveStart())
              || contact.since().isAfter(longAgo),
          "whom somebody wants stopped is told so",
          build);
    }
  }

  /// No silence counts of the time in which nobody listened.
  private static void deadlinesArePutOff(FarmSnapshot before, FarmSnapshot after, Duration gap) {
    for (Build old : before.builds()) {
      same(
          "lease of " + old.id() + " after the master stood",
          build(after, old.id()).leaseUntil(),
          old.leaseUntil().map(until -> until.plus(gap)));
    }
    for (Slave old : before.slaves()) {
      if (old.contact().state() == Contact.State.UNREACHABLE) {
        same(
            "since when " + old.name() + " is silent, after the master stood",
            slave(after, old.id()).contact().since(),
            old.contact().since().plus(gap));
      }
    }
  }

  /// Nor of the time before the master began.
  private static void deadlinesBeginAnew(FarmSnapshot before, FarmSnapshot after, Instant now) {
    for (Slave old : before.slaves()) {
      Contact.State state = old.contact().state();
      if (state == Contact.State.CONNECTED || state == Contact.State.UNREACHABLE) {
        Contact contact = slave(after, old.id()).contact();
        same("contact of " + old.name(), contact.state(), Contact.State.UNREACHABLE);
        same("since when " + old.name() + " is silent", contact.since(), now);
        for (Build build : after.builds()) {
          if (build.slave().equals(old.id()) && build.slaveStart().equals(contact.startId())) {
            Instant lease = now.plus(after.orders().get(build.id()).lease());
            that(!build.leaseUntil().orElseThrow().isBefore(lease), "a lease begins anew", build);
          }
        }
      }
    }
  }

  /// The queue moves when a build is started, or somebody waits for a slave where nobody did; that
  /// nobody could be served counts as little as silence does. Not asked where the farm has not
  /// looked yet at who waits since it began, or stood.
  private void theQueueMovedWhen(
      FarmSnapshot before, FarmSnapshot after, Stamped stamped, List<BuildId> started) {
    Instant now = stamped.at();
    Instant old = before.counters().movedAt();
    Instant due =
        switch (stamped.event()) {
          case Event.MasterStarted _ -> now;
          case Event.StoodStill(Duration gap) -> earlier(old.plus(gap), now);
          default -> !started.isEmpty() || begins(before, after, now) ? now : old;
        };
    if (!started.isEmpty() || lookedAt.isPresent() || !looksAtTheTime(stamped.event())) {
      same("when the queue moved", after.counters().movedAt(), due);
    }
    lookedAt = looksAtTheTime(stamped.event()) ? Optional.of(now) : Optional.empty();
  }

  /// Whether somebody waits for a slave where nobody did.
  private boolean begins(FarmSnapshot before, FarmSnapshot after, Instant now) {
    return new Oracle(after, now).firstWaiting().isPresent()
        && lookedAt.filter(at -> new Oracle(before, at).firstWaiting().isPresent()).isEmpty();
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
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
              .anyMatch(r -> r instanceof BuildReport.Ended && r.build().equals(build));
      case Event.SlaveSaid e ->
          e.message() instanceof SlaveMessage.Leaving
              || (e.message() instanceof SlaveMessage.BuildFinished f && f.build().equals(build));
      default -> false;
    };
  }

  /// How far a build has come is as its slave says, and what that has never heard of is not waited
  /// for.
  private static void whatIsSaidIsKnown(FarmSnapshot after, Event event) {
    switch (event) {
      case Event.SlaveAttached(SlaveId slave, _, _, var inventory) -> {
        SortedSet<BuildId> told = new TreeSet<>();
        for (BuildReport report : inventory.builds()) {
          told.add(report.build());
          if (report instanceof BuildReport.Running running) {
            running.finished().forEach(step -> hasEnded(after, slave, report.build(), step));
          }
        }
        that(
            after.lost().stream()
                .map(LostBuild::build)
                .allMatch(b -> !b.slave().equals(slave) || told.contains(b.id())),
            "a lost build that its slave does not know is forgotten",
            after.lost());
      }
      case Event.SlaveSaid(SlaveId slave, String start, SlaveMessage.StepFinished said) ->
          after.builds().stream()
              .filter(build -> build.slaveStart().equals(start))
              .filter(build -> build.id().equals(said.build()))
              .forEach(build -> hasEnded(after, slave, build.id(), said.result()));
      default -> {}
    }
  }

  private static void hasEnded(FarmSnapshot farm, SlaveId slave, BuildId id, StepResult step) {
    farm.builds().stream()
        .filter(build -> build.id().equals(id) && build.slave().equals(slave))
        .forEach(build ->
            that(
                build.finished().contains(step)
                    && build.wants().filter(wanted -> wanted.step() == step.index()).isEmpty(),
                "a step that has ended is known to have, and holds no lock",
                build));
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
