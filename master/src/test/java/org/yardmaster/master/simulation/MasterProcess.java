package org.yardmaster.master.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.yardmaster.master.farm.Change;
import org.yardmaster.master.farm.CommandRecord;
import org.yardmaster.master.farm.ConfigVersion;
import org.yardmaster.master.farm.Decision;
import org.yardmaster.master.farm.Effects;
import org.yardmaster.master.farm.Event;
import org.yardmaster.master.farm.Farm;
import org.yardmaster.master.farm.Stamped;
import org.yardmaster.master.loop.Receipt;
import org.yardmaster.master.loop.Store;
import org.yardmaster.master.loop.Turn;
import org.yardmaster.protocol.message.Command;
import org.yardmaster.protocol.message.FarmChange;
import org.yardmaster.protocol.model.Build;

/// One life of the master: does turns as the loop's thread does them, with the same pure turn, and
/// has every event judged on a second farm that is now and then rebuilt from the store.
final class MasterProcess {
  private static final int BATCH = 1_000;
  private static final Duration STOOD = Duration.ofSeconds(30);

  final String startId;
  final SlaveDoors slaves;
  private final Master master;
  private final World world;
  private final Deque<Work> inbox = new ArrayDeque<>();
  private Farm farm;
  private Farm twin;
  private long batch;
  private final long term;
  private Instant wakeAt = Instant.MAX;
  private boolean turnPlanned;
  private boolean started;
  private Instant last;
  private Duration timerAhead;
  private boolean refused;
  private boolean dead;

  private record Work(Event event, Receipt receipt, boolean first) {
    Work(Event event, Receipt receipt) {
      this(event, receipt, false);
    }
  }

  MasterProcess(Master master, String startId) {
    this.master = master;
    this.world = master.world;
    this.startId = startId;
    Store.Recovered recovered = master.store.recover();
    farm = new Farm(recovered.farm(), recovered.at());
    twin = new Farm(recovered.farm(), recovered.at());
    batch = recovered.batch();
    term = recovered.term();
    last = recovered.at();
    timerAhead = world.clockAhead();
    slaves = new SlaveDoors(this, world);
  }

  // Its clocks.

  /// What events are stamped with: the machine's clock, which stands still where that is put back.
  private Instant now() {
    Instant told = world.agenda.now().plus(world.clockAhead());
    last = told.isAfter(last) ? told : last;
    return last;
  }

  /// The instant at which a line's timer says that something was heard: a timer follows its
  /// machine's clock forward only.
  Instant heard(Instant at) {
    return at.plus(timerAhead);
  }

  /// The machine's clock was put forward, or back.
  void clockStepped(Duration step) {
    timerAhead = timerAhead.compareTo(world.clockAhead()) < 0 ? world.clockAhead() : timerAhead;
    if (step.compareTo(STOOD) > 0) {
      comesFirst(new Event.StoodStill(step));
    }
    wakeAt = Instant.MAX;
    planTurn();
  }

  void start() {
    comesFirst(new Event.MasterStarted());
    slaves.look();
  }

  /// Nothing else counts before the farm knows of it.
  private void comesFirst(Event event) {
    inbox.addFirst(new Work(event, Receipt.ifRefused(_ -> comesFirst(event))));
    planTurn();
  }

  void die() {
    dead = true;
    slaves.die();
  }

  boolean dead() {
    return dead;
  }

  Farm farm() {
    return farm;
  }

  void submit(Event event, Receipt receipt) {
    submit(event, receipt, false);
  }

  void submit(Event event, Receipt receipt, boolean first) {
    inbox.add(new Work(event, receipt, first));
    planTurn();
  }

  private void planTurn() {
    if (!turnPlanned) {
      turnPlanned = true;
      int most = world.chance.in(30) ? 2000 : 10;
      world.agenda.after(
          world.chance.millis(most),
          () -> {
            turnPlanned = false;
            turn();
          });
    }
  }

  // One turn.

  private void turn() {
    if (dead) {
      return;
    }
    List<Work> works = drain();
    if (!works.isEmpty()) {
      commit(works);
    }
    if (dead) {
      return;
    }
    if (!inbox.isEmpty()) {
      planTurn();
    }
    farm.nextAlarm().ifPresent(this::wake);
  }

  private void wake(Instant alarm) {
    if (!alarm.equals(wakeAt)) {
      wakeAt = alarm;
      world.agenda.at(
          alarm.minus(world.clockAhead()),
          () -> {
            if (alarm.equals(wakeAt)) {
              wakeAt = Instant.MAX;
              planTurn();
            }
          });
    }
  }

  private List<Work> drain() {
    List<Work> works = new ArrayList<>();
    if (inbox.peekFirst() instanceof Work(Event.MasterStarted _, Receipt _, boolean _)) {
      started = true;
      return List.of(inbox.removeFirst());
    }
    Map<String, Receipt> commands = new TreeMap<>();
    while (inbox.peekFirst() instanceof Work work && work.event() instanceof Event.StoodStill) {
      works.add(inbox.removeFirst());
    }
    if (!works.isEmpty()) {
      return works;
    }
    if (farm.nextAlarm().filter(alarm -> started && !alarm.isAfter(now())).isPresent()) {
      works.add(new Work(new Event.AlarmRang(), Receipt.none()));
    }
    while (works.size() < BATCH && !inbox.isEmpty()) {
      Work work = inbox.getFirst();
      if (work.event() instanceof Event.Commanded command) {
        boolean undo = command.command() instanceof Command.Undo;
        if ((undo && !works.isEmpty()) || commands.put(command.id(), work.receipt()) != null) {
          break;
        }
      }
      inbox.removeFirst();
      started = true;
      prepare(work).ifPresent(works::add);
    }
    return works;
  }

  private Optional<Work> prepare(Work work) {
    if (!(work.event() instanceof Event.Commanded command)) {
      return Optional.of(work);
    }
    Optional<CommandRecord> before =
        work.first() ? Optional.empty() : master.store.commandOf(command.id());
    if (before.isPresent()) {
      work.receipt().answered(batch, before.get().answer());
      return Optional.empty();
    }
    if (command.command() instanceof Command.Undo(Optional<Long> number)) {
      Optional<CommandRecord> target =
          number.isPresent()
              ? number.flatMap(master.store::command)
              : master.store.newestUndoable(command.by().name());
      return Optional.of(
          new Work(
              new Event.Commanded(command.id(), command.by(), command.command(), target),
              work.receipt()));
    }
    return Optional.of(work);
  }

  private void commit(List<Work> works) {
    if (commitAtOnce(works) || dead) {
      return;
    }
    recover();
    for (Work work : works) {
      if (!commitAtOnce(List.of(work))) {
        if (dead) {
          return;
        }
        recover();
        work.receipt().refused("not stored");
      }
    }
  }

  /// Folds, has it judged, writes and tells. False if nothing is stored.
  private boolean commitAtOnce(List<Work> works) {
    Instant now = now();
    List<Stamped> events = works.stream().map(work -> new Stamped(now, work.event())).toList();
    Judge judge = master.judge.copy();
    List<Decision> decisions = new ArrayList<>();
    List<Runnable> grants = new ArrayList<>();
    for (Stamped event : events) {
      world.note(event);
      Effects effects = twin.on(event);
      effects.decisions().forEach(world::note);
      effects.changes().forEach(change -> grants.add(() -> noteBuild(change)));
      ConfigVersion config = twin.config();
      grants.add(() -> world.reality.inForce(config));
      effects.decisions().forEach(decision -> grants.add(() -> noteGrants(config, decision)));
      judge.after(event, effects, twin);
      decisions.addAll(effects.decisions());
    }
    Turn turn = Turn.fold(farm, events);
    Judge.same("decisions of farm and twin", turn.decisions(), decisions);
    if (world.strikes(Fault.MASTER_KILLED, 300)) {
      master.kill();
      return false;
    }
    if (!turn.changes().isEmpty() && !written(turn)) {
      return false;
    }
    batch++;
    master.judge = judge;
    grants.forEach(Runnable::run);
    Event latest = events.getLast().event();
    compareWithStore(latest instanceof Event.StoodStill || latest instanceof Event.MasterStarted);
    if (world.strikes(Fault.MASTER_KILLED, 300)) {
      master.kill();
      return true;
    }
    tell(turn, works);
    return true;
  }

  private void noteBuild(Change change) {
    if (change instanceof Change.Shown(FarmChange.BuildKept(Build build))) {
      world.reality.carries(build);
    }
  }

  /// What the farm has given under the configuration that is in force now.
  private void noteGrants(ConfigVersion config, Decision decision) {
    switch (decision) {
      case Decision.StartBuild d -> world.reality.started(d.order().build(), config);
      case Decision.StartStep d -> world.reality.granted(d.build(), d.step(), config);
      default -> {}
    }
  }

  private boolean written(Turn turn) {
    refused = world.strikes(Fault.COMMIT_REFUSED, refused ? 2 : 40);
    if (refused) {
      master.store.refuseNext();
    } else if (world.strikes(Fault.COMMIT_UNKNOWN, 40)) {
      if (world.chance.in(2)) {
        master.store.failNextBeforeStoring();
      } else {
        master.store.failNextAfterStoring();
      }
    }
    try {
      master.store.commit(new Store.Batch(batch + 1, term, now(), turn.changes()));
      return true;
    } catch (Store.RefusedException e) {
      world.note(e.getMessage());
      return false;
    } catch (Store.UnknownOutcomeException e) {
      world.note(e.getMessage());
      return master.store.storedBatch() == batch + 1;
    }
  }

  /// The farm, its twin, and one rebuilt from what is stored are the same farm; the twin is now and
  /// then thrown away for the rebuilt one, which must then decide alike for ever.
  ///
  /// @param unrung whether alarms may be due that have not rung yet
  private void compareWithStore(boolean unrung) {
    Judge.same("twin", twin.snapshot(), farm.snapshot());
    Store.Recovered stored = master.store.recover();
    Farm rebuilt = new Farm(stored.farm(), stored.at());
    Judge.same("rebuilt from the store", rebuilt.snapshot(), farm.snapshot());
    if (!unrung) {
      Judge.same("next alarm of the rebuilt farm", rebuilt.nextAlarm(), farm.nextAlarm());
    }
    Judge.same("next alarm of the twin", twin.nextAlarm(), farm.nextAlarm());
    if (!unrung && world.chance.in(3)) {
      twin = rebuilt;
    }
  }

  private void tell(Turn turn, List<Work> works) {
    Map<String, Receipt> commands = new TreeMap<>();
    for (Work work : works) {
      if (work.event() instanceof Event.Commanded command) {
        commands.put(command.id(), work.receipt());
      }
    }
    for (Decision decision : turn.decisions()) {
      if (decision instanceof Decision.AnswerCommand(var id, var answer)) {
        Optional.ofNullable(commands.get(id)).ifPresent(r -> r.answered(batch, answer));
      } else {
        slaves.carryOut(decision);
      }
    }
    works.forEach(work -> work.receipt().committed(batch));
  }

  private void recover() {
    Store.Recovered recovered = master.store.recover();
    farm = new Farm(recovered.farm(), recovered.at());
    twin = new Farm(recovered.farm(), recovered.at());
    batch = recovered.batch();
  }
}
