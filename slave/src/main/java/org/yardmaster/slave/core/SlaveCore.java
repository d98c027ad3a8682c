package org.yardmaster.slave.core;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.yardmaster.protocol.message.BuildReport;
import org.yardmaster.protocol.message.SlaveMessage;
import org.yardmaster.protocol.message.SlaveMessage.Refusal;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.BuildOrder;
import org.yardmaster.protocol.model.BuildResult;
import org.yardmaster.protocol.model.DurationText;
import org.yardmaster.protocol.model.Outcome;
import org.yardmaster.protocol.model.Presence;
import org.yardmaster.protocol.model.SlaveFacts;
import org.yardmaster.protocol.model.StepResult;

/// Decides what the slave does: which builds it takes, when it stops them, what it tells its master
/// and what it may forget.
///
/// Belongs to one thread. A build is taken at most once, whatever the master repeats; its result is
/// kept until the master has it and all its logs for good.
public final class SlaveCore {

  /// Why a build is being stopped, and what its result will be.
  private record Wish(Outcome outcome, String detail) {}

  private static final String RESTARTED = "the slave was killed or restarted while it ran";

  private final Memory memory;
  private final SlaveFacts facts;
  private final Workspaces workspaces = new Workspaces();
  private final SortedMap<BuildId, Wish> wishes = new TreeMap<>();

  /// Steps that wait for their locks.
  private final SortedMap<BuildId, Integer> wanted = new TreeMap<>();

  private Optional<String> leaving = Optional.empty();
  private boolean wantsRoom;
  private boolean left;
  private List<Action> actions = new ArrayList<>();

  /// @param memory what the previous life left; this object changes it from now on
  public SlaveCore(Memory memory, SlaveFacts facts) {
    this.memory = memory;
    this.facts = facts;
  }

  /// To be called once, before anything else, when no process of the previous life is left: its
  /// builds without a result have got one by that, which is owed like any other.
  ///
  /// @param spooled bytes of output that are kept of the steps the previous life was in
  public List<Action> start(SortedMap<BuildId, Long> spooled) {
    memory
        .running()
        .toList()
        .forEach(build -> lose(build, Optional.ofNullable(spooled.get(build.order().build()))));
    return taken();
  }

  private void lose(RememberedBuild build, Optional<Long> spooled) {
    List<StepResult> steps = new ArrayList<>(build.finished());
    if (build.current().isPresent() || spooled.isPresent()) {
      int index = build.unfinishedStep();
      steps.add(
          new StepResult(
              index,
              build.order().steps().get(index).name(),
              StepResult.End.BROKEN,
              -1,
              Duration.ZERO,
              spooled.orElse(0L),
              RESTARTED));
    }
    BuildResult result = new BuildResult(Outcome.TRANSIENT, steps, RESTARTED);
    write(new Entry.Ended(build.order().build(), result), true);
  }

  /// Takes in what happened and answers with what to do.
  public List<Action> on(Input input) {
    switch (input) {
      case Input.SessionBegan _ -> beginSession();
      case Input.Received(SlaveMessage.StartBuild start, boolean room) -> start(start, room);
      case Input.Received(SlaveMessage.StopBuild stop, _) ->
          stop(
              stop.build(),
              new Wish(Outcome.STOPPED, "stopped by " + stop.by() + because(stop.reason())));
      case Input.Received(SlaveMessage.StepMayStart may, _) -> letStart(may.build(), may.step());
      case Input.Received(SlaveMessage.BuildRecorded recorded, _) -> recorded(recorded.build());
      case Input.RoomCame _ -> roomCame();
      case Input.LogSynced e -> synced(e.build(), e.step());
      case Input.StepWaits e -> stepWaits(e.build(), e.step());
      case Input.ProcessStarted e -> processStarted(e);
      case Input.StepEnded e -> stepEnded(e);
      case Input.BuildOver e -> over(e);
      case Input.WentAway e -> set(Presence.away(e.reason(), e.until()));
      case Input.CameBack _ -> back();
      case Input.StopAsked e -> stopAll(e.reason());
      case Input.GracefulStopAsked e -> leave(e.reason());
      case Input.Ticked e -> tick(e.now(), e.silence());
    }
    leaveIfIdle();
    return taken();
  }

  /// How long until [Input.Ticked] is due, if nothing else happens; empty if time changes nothing.
  public Optional<Duration> nextTick(Instant now, Duration silence) {
    Optional<Duration> until = memory.presence().until().map(end -> Duration.between(now, end));
    Optional<Duration> lease =
        silence.isZero()
            ? Optional.empty()
            : runningOrders().map(order -> order.lease().minus(silence)).min(Duration::compareTo);
    return Stream.concat(until.stream(), lease.stream())
        .map(wait -> wait.isNegative() ? Duration.ZERO : wait)
        .min(Duration::compareTo);
  }

  /// What the slave says of itself: a leaving one is away.
  public Presence presence() {
    return leaving
        .map(reason -> Presence.away("leaving: " + reason, Optional.empty()))
        .orElseGet(memory::presence);
  }

  /// All that must survive, for reading.
  public Memory memory() {
    return memory;
  }

  /// Whether a build runs.
  public boolean busy() {
    return memory.running().findAny().isPresent();
  }

  /// Whether a build was refused for want of space on the disk: who finds some again says so.
  public boolean wantsRoom() {
    return wantsRoom;
  }

  /// Whether the slave was asked to end.
  public boolean leaving() {
    return leaving.isPresent();
  }

  private List<Action> taken() {
    List<Action> result = List.copyOf(actions);
    actions = new ArrayList<>();
    return result;
  }

  private void start(SlaveMessage.StartBuild start, boolean room) {
    BuildOrder order = start.order();
    if (memory.builds().containsKey(order.build())) {
      return;
    }
    Optional<Action> refusal = refusal(order.build(), room);
    if (refusal.isPresent()) {
      actions.add(refusal.get());
      return;
    }
    int workspace = workspaces.take(order.builder());
    write(new Entry.Accepted(order, workspace), true);
    actions.add(new Action.Run(order, start.secrets(), workspace));
  }

  private Optional<Action> refusal(BuildId build, boolean room) {
    if (leaving.isPresent()) {
      return refuse(build, Refusal.LEAVING, leaving.get());
    }
    if (memory.presence().state() == Presence.State.AWAY) {
      return refuse(build, Refusal.AWAY, memory.presence().reason());
    }
    wantsRoom |= !room;
    return room ? Optional.empty() : refuse(build, Refusal.NO_DISK, "too little free disk");
  }

  /// For the master a slave that refused a build is away until it speaks again.
  private void roomCame() {
    if (wantsRoom) {
      wantsRoom = false;
      send(new SlaveMessage.PresenceChanged(presence()));
    }
  }

  private static Optional<Action> refuse(BuildId build, Refusal refusal, String detail) {
    return Optional.of(new Action.Send(new SlaveMessage.BuildRefused(build, refusal, detail)));
  }

  private void stop(BuildId build, Wish wish) {
    RememberedBuild known = memory.builds().get(build);
    if (known == null || !known.running() || wishes.containsKey(build)) {
      return;
    }
    wishes.put(build, wish);
    actions.add(new Action.Stop(build, wish.detail()));
  }

  private void recorded(BuildId build) {
    RememberedBuild known = memory.builds().get(build);
    if (known == null || known.running() || known.recorded()) {
      return;
    }
    write(new Entry.Recorded(build), false);
    forgetIfSettled(build);
  }

  private void synced(BuildId build, int step) {
    RememberedBuild known = memory.builds().get(build);
    if (known == null || known.synced().contains(step)) {
      return;
    }
    write(new Entry.LogSynced(build, step), false);
    forgetIfSettled(build);
  }

  private void stepWaits(BuildId build, int step) {
    RememberedBuild known = memory.builds().get(build);
    if (known != null && known.running()) {
      wanted.put(build, step);
      send(new SlaveMessage.StepWantsLocks(build, step));
    }
  }

  private void letStart(BuildId build, int step) {
    if (wanted.remove(build, step)) {
      actions.add(new Action.LetStart(build, step));
    }
  }

  private void processStarted(Input.ProcessStarted e) {
    RememberedBuild known = memory.builds().get(e.build());
    if (known == null || !known.running()) {
      return;
    }
    write(new Entry.ProcessStarted(e.build(), e.step(), e.process()), false);
    if (!known.current().equals(Optional.of(e.step()))) {
      sendSoon(new SlaveMessage.StepStarted(e.build(), e.step()));
    }
  }

  private void stepEnded(Input.StepEnded e) {
    RememberedBuild known = memory.builds().get(e.build());
    if (known == null) {
      return;
    }
    wanted.remove(e.build());
    write(new Entry.StepEnded(e.build(), e.result()), false);
    SlaveMessage.StepFinished finished = new SlaveMessage.StepFinished(e.build(), e.result());
    if (known.order().steps().get(e.result().index()).locks().isEmpty()) {
      sendSoon(finished);
    } else {
      send(finished);
    }
  }

  private void over(Input.BuildOver e) {
    RememberedBuild known = memory.builds().get(e.build());
    if (known == null || !known.running()) {
      return;
    }
    BuildResult result = result(known, e);
    wishes.remove(e.build());
    wanted.remove(e.build());
    workspaces.free(known.order().builder(), known.workspace());
    write(new Entry.Ended(e.build(), result), true);
    send(new SlaveMessage.BuildFinished(e.build(), result));
  }

  /// A build that came to its end tells how, though somebody wanted it stopped in the meantime.
  private BuildResult result(RememberedBuild build, Input.BuildOver over) {
    List<StepResult> steps = build.finished();
    if (over.cut()) {
      Wish wish =
          wishes.getOrDefault(over.build(), new Wish(Outcome.TRANSIENT, "ended by the slave"));
      return new BuildResult(wish.outcome(), steps, wish.detail());
    }
    if (over.fault().isPresent()) {
      return new BuildResult(Outcome.TRANSIENT, steps, over.fault().get());
    }
    return steps.stream()
        .filter(step -> !step.succeeded() && step.end() != StepResult.End.SKIPPED)
        .findFirst()
        .map(step -> new BuildResult(Outcome.FAILURE, steps, failure(step)))
        .orElseGet(() -> new BuildResult(Outcome.SUCCESS, steps, ""));
  }

  private static String failure(StepResult step) {
    String what =
        step.end() == StepResult.End.EXITED ? "exit code " + step.exitCode() : step.detail();
    return "step " + step.name() + ": " + what;
  }

  private void set(Presence presence) {
    wantsRoom = false;
    write(new Entry.PresenceSet(presence), true);
    if (leaving.isEmpty()) {
      send(new SlaveMessage.PresenceChanged(presence));
    }
  }

  /// Takes back being away, and a graceful stop that has not come to its end.
  private void back() {
    boolean wasLeaving = leaving.isPresent() && !left && wishes.isEmpty();
    if (wasLeaving) {
      leaving = Optional.empty();
    }
    if (wasLeaving || wantsRoom || memory.presence().state() == Presence.State.AWAY) {
      set(Presence.accepting());
    }
  }

  private void leave(String reason) {
    if (leaving.isPresent()) {
      return;
    }
    leaving = Optional.of(reason);
    send(new SlaveMessage.PresenceChanged(presence()));
  }

  private void stopAll(String reason) {
    leave(reason);
    memory
        .builds()
        .keySet()
        .forEach(
            build -> stop(build, new Wish(Outcome.STOPPED, "slave stopped" + because(reason))));
  }

  private void leaveIfIdle() {
    if (leaving.isPresent() && !left && !busy()) {
      left = true;
      send(new SlaveMessage.Leaving(leaving.get()));
      actions.add(new Action.Leave());
    }
  }

  private void tick(Instant now, Duration silence) {
    if (memory.presence().until().filter(end -> !end.isAfter(now)).isPresent()) {
      set(Presence.accepting());
    }
    // As the master told it to: nobody has lost anything, and the request is wanted still.
    runningOrders()
        .filter(order -> order.lease().compareTo(silence) <= 0)
        .toList()
        .forEach(order ->
            stop(
                order.build(),
                new Wish(
                    Outcome.STOPPED,
                    "master not heard for "
                        + DurationText.of(order.lease())
                        + ": stopped by the slave itself")));
  }

  private Stream<BuildOrder> runningOrders() {
    return memory
        .running()
        .map(RememberedBuild::order)
        .filter(order -> !wishes.containsKey(order.build()));
  }

  private void beginSession() {
    wantsRoom = false;
    actions.add(new Action.BeginSession(inventory()));
    if (left) {
      leaving.ifPresent(reason -> send(new SlaveMessage.Leaving(reason)));
    }
  }

  /// A result that is recorded is told again while a log of it is owed: a master that was restarted
  /// must learn once more how long the log is.
  private SlaveMessage.Inventory inventory() {
    List<BuildReport> reports = memory.builds().values().stream().map(this::report).toList();
    return new SlaveMessage.Inventory(presence(), facts, reports);
  }

  private BuildReport report(RememberedBuild build) {
    BuildId id = build.order().build();
    return build
        .result()
        .<BuildReport>map(result -> new BuildReport.Ended(id, result))
        .orElseGet(() ->
            new BuildReport.Running(
                id, build.finished(), build.current(), Optional.ofNullable(wanted.get(id))));
  }

  private void forgetIfSettled(BuildId build) {
    RememberedBuild known = memory.builds().get(build);
    if (known != null && known.settled()) {
      forget(build);
    }
  }

  private void forget(BuildId build) {
    write(new Entry.Forgotten(build), false);
    actions.add(new Action.Forget(build));
  }

  private void write(Entry entry, boolean durable) {
    memory.apply(entry);
    actions.add(new Action.Write(entry, durable));
  }

  private void send(SlaveMessage.FromSlave message) {
    actions.add(new Action.Send(message));
  }

  private void sendSoon(SlaveMessage.FromSlave message) {
    actions.add(new Action.SendSoon(message));
  }

  private static String because(String reason) {
    return reason.isBlank() ? "" : ": " + reason;
  }
}
