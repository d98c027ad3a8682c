package org.yardmaster.master.farm;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.yardmaster.protocol.model.Build;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.LockState;
import org.yardmaster.protocol.model.OrderKey;
import org.yardmaster.protocol.model.Pause;
import org.yardmaster.protocol.model.PauseScope;
import org.yardmaster.protocol.model.RequestId;
import org.yardmaster.protocol.model.Schedule;
import org.yardmaster.protocol.model.Slave;
import org.yardmaster.protocol.model.SlaveId;
import org.yardmaster.protocol.model.WaitReason;

/// The farm as a value machine: it takes in what has happened and answers with what is to be
/// written and done.
///
/// Same snapshot and same events give the same effects, always. After every event, rows that were
/// written are looked at again and everything that can start does: nobody has to remember to wake
/// anybody. Not thread-safe: one thread owns a farm.
public final class Farm {
  private final Rows rows;
  private final Rules rules;
  private final Locks locks;
  private final Steps steps;
  private final Dispatch dispatch;
  private final Builds builds;
  private final Endings endings;
  private final Contacts contacts;
  private final Commands commands;
  private final Incidents incidents;
  private final Standstill standstill;
  private final NaiveCheck naiveCheck;
  private final List<Decision> decisions = new ArrayList<>();

  private final Alarms<PauseScope> pauseEnds = new Alarms<>();
  private final Alarms<SlaveId> slaveAlarms = new Alarms<>();
  private final Alarms<BuildId> leaseEnds = new Alarms<>();
  private final Alarms<RequestId> startTimes = new Alarms<>();
  private final Alarms<String> scheduleTimes = new Alarms<>();

  /// Begins where `snapshot` left off at the instant `asOf`. Nothing is decided before the first
  /// event.
  public Farm(FarmSnapshot snapshot, Instant asOf) {
    rows = new Rows(snapshot);
    locks = new Locks(rows);
    steps = new Steps(rows, locks);
    rules = new Rules(rows, locks);
    rules.at(asOf);
    dispatch = new Dispatch(rows, rules, locks);
    incidents = new Incidents(rows, decisions);
    Losses losses = new Losses(rows, incidents);
    builds = new Builds(rows, locks, decisions);
    endings = new Endings(rows, losses, decisions);
    contacts = new Contacts(rows, builds, endings, losses, incidents, decisions);
    commands = new Commands(rows, builds, endings, dispatch, losses, decisions);
    standstill = new Standstill(rows, dispatch, incidents);
    naiveCheck = new NaiveCheck(rows, rules);
    lookAgain();
  }

  /// Takes in an event, whose instant is not before that of the one before it. What was due while
  /// the master was away, or stood, rings after that has been taken in: no silence of that time
  /// counts. Until it rings, the rules know of no later time either: nobody who waits for it is
  /// taken for one who could start.
  public Effects on(Stamped stamped) {
    Instant now = stamped.at();
    boolean waited = standstill.anyWaits();
    if (!(stamped.event() instanceof Event.MasterStarted
        || stamped.event() instanceof Event.StoodStill)) {
      rules.at(now);
      ring(now);
    }
    handle(stamped.event(), now);
    startWhatCan(now);
    if (!waited && standstill.anyWaits()) {
      standstill.beginAnew(now);
    }
    standstill.look(now);
    Effects effects = new Effects(rows.takeChanges(), decisions);
    decisions.clear();
    return effects;
  }

  private void handle(Event event, Instant now) {
    switch (event) {
      case Event.MasterStarted _ -> {
        contacts.masterStarted(now);
        standstill.beginAnew(now);
        incidents.tellAgain();
      }
      case Event.StoodStill(var gap) -> {
        contacts.stoodStill(gap);
        standstill.stoodStill(gap, now);
      }
      case Event.SlaveAttached e -> contacts.attached(e, now);
      case Event.SlaveResumed e -> contacts.resumed(e, now);
      case Event.SlaveLost e -> contacts.lost(e, now);
      case Event.SlaveSaid e -> contacts.said(e, now);
      case Event.SecretsNotFound(var id, var why) ->
          rows.build(id).ifPresent(build -> endings.fail(build, why, now));
      case Event.Commanded e -> commands.answer(e, now);
      case Event.IncidentTold(var number, var told) -> incidents.told(number, told);
      case Event.AlarmRang _ -> {}
    }
  }

  private void startWhatCan(Instant now) {
    lookAgain();
    while (startFirst(now)) {
      lookAgain();
    }
  }

  /// Starts whatever stands first: a request, or a step that waited for its locks.
  private boolean startFirst(Instant now) {
    Optional<OrderKey> request = dispatch.next();
    Optional<OrderKey> step = steps.next();
    if (step.isPresent() && request.filter(key -> key.compareTo(step.get()) < 0).isEmpty()) {
      builds.startStep(steps.build(), steps.wishes());
      return true;
    }
    request.ifPresent(_ -> builds.start(dispatch.match(), now));
    return request.isPresent();
  }

  /// Every row that was written finds its place again in dispatch and among the alarms. First who
  /// holds which locks, as all else asks what is free; then who wants something; and when all of
  /// that is known, who of those that want locks may have them: one may be kept for another.
  private void lookAgain() {
    Rows.Touched touched = rows.takeTouched();
    locks.refresh(touched);
    steps.refresh(touched);
    dispatch.refresh(touched);
    SortedSet<LockKey> changedLocks = locks.takeChanged();
    steps.settle(changedLocks);
    dispatch.settle(changedLocks);
    touched.pauses.forEach(scope -> pauseEnds.set(scope, rows.pause(scope).flatMap(Pause::until)));
    touched.slaves.forEach(id -> slaveAlarms.set(id, rows.slave(id).flatMap(contacts::alarm)));
    touched.builds.forEach(id -> leaseEnds.set(id, rows.build(id).flatMap(Build::leaseUntil)));
    touched.requests.forEach(id -> startTimes.set(id, rows.request(id).flatMap(rules::alarm)));
    touched.schedules.forEach(
        name -> scheduleTimes.set(name, rows.schedule(name).flatMap(Schedule::nextAt)));
  }

  // Time.

  /// The instant at which the farm wants an [Event.AlarmRang], if nothing else comes before.
  public Optional<Instant> nextAlarm() {
    return Stream.of(
            pauseEnds.next(),
            slaveAlarms.next(),
            leaseEnds.next(),
            startTimes.next(),
            scheduleTimes.next(),
            standstill.alarm())
        .flatMap(Optional::stream)
        .min(Instant::compareTo);
  }

  private void ring(Instant now) {
    pauseEnds.takeDue(now).forEach(scope -> rows.pause(scope, Optional.empty()));
    slaveAlarms
        .takeDue(now)
        .forEach(id -> rows.slave(id).ifPresent(slave -> contacts.rang(slave, now)));
    leaseEnds
        .takeDue(now)
        .forEach(id -> rows.build(id).ifPresent(build -> contacts.leaseEnded(build, now)));
    startTimes.takeDue(now).forEach(id -> rows.request(id).ifPresent(rows::keep));
    scheduleTimes
        .takeDue(now)
        .forEach(name -> rows.schedule(name).ifPresent(s -> commands.submitBySchedule(s, now)));
  }

  // What others want to know.

  /// Why a queued request has not started; empty for one that is not queued. As of the last event.
  public List<WaitReason> waitReasons(RequestId id) {
    return waitReasons(List.of(id), Integer.MAX_VALUE).getOrDefault(id, List.of());
  }

  /// The same of those of several that are queued, of each the first `most` reasons. Costs what is
  /// told, and what they have in common once.
  public SortedMap<RequestId, List<WaitReason>> waitReasons(List<RequestId> ids, int most) {
    Explanations explanations = new Explanations(rows, rules, dispatch, most);
    TreeMap<RequestId, List<WaitReason>> reasons = new TreeMap<>();
    for (RequestId id : ids) {
      rows.request(id)
          .filter(request -> request.build().isEmpty())
          .map(explanations::of)
          .ifPresent(told -> reasons.put(id, told));
    }
    return reasons;
  }

  /// Looks for requests that should have been started, among `most` of them after the given one: a
  /// check of this class. As of the last event.
  public Missed missed(RequestId after, int most) {
    return naiveCheck.after(after, most);
  }

  /// How many requests have ever ended.
  public long ended() {
    return rows.counters().request() - 1 - rows.requests().size();
  }

  /// Who holds and who waits for which lock. As of the last event.
  public List<LockState> locks() {
    return locks.states();
  }

  /// Everything, as a value.
  public FarmSnapshot snapshot() {
    return rows.snapshot();
  }

  /// A slave by name.
  public Optional<Slave> slaveNamed(String name) {
    return rows.slaveNamed(name);
  }

  /// The SHA-256 of a slave's secret, in hex; empty where it never was given one.
  public Optional<String> secretOf(SlaveId slave) {
    return rows.secretOf(slave);
  }

  /// A user by name.
  public Optional<Change.User> user(String name) {
    return rows.user(name);
  }

  /// Everybody who may log in, by name.
  public Collection<Change.User> users() {
    return rows.users().values();
  }

  /// The configuration in force.
  public ConfigVersion config() {
    return rows.config();
  }
}
