package org.yardmaster.master.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.yardmaster.master.farm.Event;
import org.yardmaster.master.loop.Receipt;
import org.yardmaster.protocol.model.BuildOrder;
import org.yardmaster.protocol.model.Incident;
import org.yardmaster.protocol.model.Request;
import org.yardmaster.protocol.model.RequestId;
import org.yardmaster.protocol.model.WaitReason;
import org.yardmaster.slave.core.Entry;
import org.yardmaster.slave.core.Input;
import org.yardmaster.slave.core.Memory;

/// One simulated farm with its machines and people: everything that happens in it follows from one
/// seed.
final class World {
  static final Duration HEARTBEAT = Duration.ofSeconds(15);
  static final Duration DEAD_AFTER = Duration.ofSeconds(45);
  private static final int REMEMBERED = 60;

  /// The third night is the one in which Berlin puts its clocks forward, the last one back.
  private static final List<Instant> BEGINNINGS =
      List.of(
          Instant.parse("2026-03-27T00:00:00Z"),
          Instant.parse("2026-03-29T00:15:00Z"),
          Instant.parse("2026-10-25T00:05:00Z"));

  final Chance chance;
  final Agenda agenda;
  final Reality reality = new Reality();
  final Master master;
  final Duration buildTime;
  final Duration pace;
  final int crowd;

  /// What a point of priority is worth, in configurations where waiting counts.
  final Optional<Duration> aging;

  final List<String> locks;
  final List<String> schedules;

  /// Whether requests of some builders may ride along with others.
  final boolean rides;

  private final List<SlaveMachine> machines = new ArrayList<>();
  private final Set<Fault> faults = EnumSet.noneOf(Fault.class);
  private final Operators operators;
  private final Deque<Noted> lately = new ArrayDeque<>();
  private long starts;
  private Duration clockAhead = Duration.ZERO;

  World(long seed) {
    chance = new Chance(seed);
    agenda = new Agenda(chance.of(BEGINNINGS));
    for (Fault fault : Fault.values()) {
      if (chance.in(3)) {
        faults.add(fault);
      }
    }
    boolean lonely = chance.in(6);
    if (lonely) {
      faults.clear();
      faults.addAll(EnumSet.of(Fault.SILENCE, Fault.HALF_OPEN));
    }
    List<Operators.Habit> habits =
        EnumSet.allOf(Operators.Habit.class).stream().filter(h -> chance.in(2)).toList();
    buildTime =
        lonely || chance.in(4)
            ? chance.between(Duration.ofMinutes(4), Duration.ofMinutes(12))
            : chance.between(Duration.ofSeconds(1), Duration.ofMinutes(4));
    pace = chance.between(Duration.ofSeconds(8), Duration.ofSeconds(60));
    crowd = 3 + chance.below(15);
    aging =
        chance.in(2)
            ? Optional.of(chance.between(Duration.ofSeconds(1), Duration.ofMinutes(20)))
            : Optional.empty();
    locks = chance.in(3) ? List.of() : chance.some(List.of("disk", "licence", "net", "token"));
    rides = chance.in(2);
    schedules = chance.in(2) ? List.of() : chance.some(List.of("daily", "hourly", "often"));
    master = new Master(this);
    IntStream.rangeClosed(1, (lonely ? 3 : 1) + chance.below(4))
        .forEach(n -> machines.add(new SlaveMachine(this, "s" + n, List.of())));
    operators = new Operators(this, habits);
    note("faults " + faults + ", habits " + habits);
  }

  private record Noted(Instant at, Object what) {
    @Override
    public String toString() {
      return at + "  " + what;
    }
  }

  List<String> names() {
    return machines.stream().map(machine -> machine.name).distinct().toList();
  }

  long nextStart() {
    return ++starts;
  }

  /// Whether a fault of this kind happens now.
  boolean strikes(Fault fault, int oneIn) {
    boolean strikes = faults.contains(fault) && chance.in(oneIn);
    if (strikes) {
      note(fault);
    }
    return strikes;
  }

  /// Remembers what happened, for a failing seed's report.
  void note(Object what) {
    lately.addLast(new Noted(agenda.now(), what));
    if (lately.size() > REMEMBERED) {
      lately.removeFirst();
    }
  }

  String lately() {
    return lately.stream().map(Object::toString).collect(Collectors.joining("\n"));
  }

  // The course of things.

  /// Lives through the time of trouble, then through the time after it.
  void run(Duration trouble) {
    master.boot();
    machines.forEach(SlaveMachine::boot);
    operators.start();
    if (!faults.isEmpty()) {
      somethingGoesWrong();
    }
    agenda.runUntil(agenda.now().plus(trouble));
    operators.stop();
    calmDown();
    // A configuration that was sent again because its answer was lost could bring schedules back.
    settle();
    operators.endSchedules();
    // What they asked for at the last moment is to be finished too.
    settle();
    finish("still waits, though only the farm itself keeps it", false);
    operators.letEverythingGo();
    finish("still waits, though nobody holds it back", true);
    operators.nothingAcknowledgedIsLost();
    allIncidentsAreTold();
  }

  private void somethingGoesWrong() {
    if (!faults.isEmpty()) {
      SlaveMachine machine = chance.of(machines);
      goWrong(chance.of(List.copyOf(faults)), machine);
      agenda.after(chance.around(Duration.ofMinutes(3)), this::somethingGoesWrong);
    }
  }

  private void goWrong(Fault fault, SlaveMachine machine) {
    note(fault + " at " + machine);
    SlaveProcess process = machine.process();
    Line line = process == null ? null : process.line();
    Duration shortly = chance.around(Duration.ofMinutes(2));
    switch (fault) {
      case CUT -> onLine(line, Line::cut);
      case HALF_OPEN -> onLine(line, l -> l.deafen(chance.of(List.of(Line.Side.values()))));
      case STALL -> onLine(line, l -> l.stall(chance.around(Duration.ofSeconds(30))));
      case SILENCE ->
          machine.networkGone(chance.between(Duration.ofSeconds(20), Duration.ofMinutes(30)));
      case SLAVE_KILLED -> {
        machine.kill();
        machine.bootAfter(chance.millis(20_000));
      }
      case POWER_LOST -> {
        machine.losePower();
        machine.bootAfter(shortly);
      }
      case LEAVES -> {
        if (process != null) {
          process.on(
              chance.in(2) ? new Input.StopAsked("stop") : new Input.GracefulStopAsked("graceful"));
        }
      }
      case AWAY -> goAway(machine, shortly);
      case NO_DISK -> {
        machine.roomOnDisk = false;
        agenda.after(shortly, () -> roomAgain(machine));
      }
      case CLONE -> clone(machine, shortly);
      case MASTER_KILLED -> {
        if (chance.in(5)) {
          master.kill();
        }
      }
      case CLOCK -> stepClock();
      case KILLER, COMMIT_REFUSED, COMMIT_UNKNOWN -> {}
    }
  }

  private void stepClock() {
    Duration step = chance.between(Duration.ofMinutes(-20), Duration.ofMinutes(40));
    note("clock of the master: " + step);
    clockAhead = clockAhead.plus(step);
    master.clockStepped(step);
  }

  /// How far the clock of the master's machine is ahead of the true time.
  Duration clockAhead() {
    return clockAhead;
  }

  private static void onLine(@Nullable Line line, java.util.function.Consumer<Line> deed) {
    if (line != null) {
      deed.accept(line);
    }
  }

  private void goAway(SlaveMachine machine, Duration time) {
    SlaveProcess process = machine.process();
    if (process == null) {
      return;
    }
    if (chance.in(2)) {
      process.on(new Input.WentAway("lunch", Optional.of(agenda.now().plus(time))));
    } else {
      process.on(new Input.WentAway("lunch", Optional.empty()));
      agenda.after(time, () -> comeBack(machine));
    }
  }

  private static void comeBack(SlaveMachine machine) {
    SlaveProcess process = machine.process();
    if (process != null) {
      process.on(new Input.CameBack());
    }
  }

  /// A slave that wants room looks for it now and then.
  private void roomAgain(SlaveMachine machine) {
    machine.roomOnDisk = true;
    agenda.after(
        chance.millis(15_000),
        () -> {
          SlaveProcess process = machine.process();
          if (process != null && machine.roomOnDisk) {
            process.on(new Input.RoomCame());
          }
        });
  }

  private void clone(SlaveMachine machine, Duration time) {
    List<Entry> journal = Memory.of(machine.journal()).withoutRunning().entries();
    SlaveMachine copy = new SlaveMachine(this, machine.name, journal);
    copy.boot();
    agenda.after(time, copy::losePower);
  }

  /// Some builds are the end of their machine, each time they run.
  void mayKill(SlaveMachine machine, BuildOrder order, BooleanSupplier over) {
    boolean deadly = order.request().value() % 4 == 1 && strikes(Fault.KILLER, 1);
    if (deadly) {
      agenda.after(
          chance.around(buildTime),
          () -> {
            if (!over.getAsBoolean()) {
              note(order.build() + " brings down " + machine);
              if (chance.in(2)) {
                machine.kill();
              } else {
                machine.losePower();
              }
              machine.bootAfter(chance.millis(20_000));
            }
          });
    }
  }

  /// The hooks are told of an incident, sooner or later.
  void tell(Incident incident) {
    Incident.Told told = incident.over().isPresent() ? Incident.Told.ALL : Incident.Told.BEGIN;
    agenda.after(
        chance.millis(60_000), () -> told(new Event.IncidentTold(incident.number(), told)));
  }

  private void told(Event told) {
    master.submit(told, Receipt.ifRefused(_ -> told(told)), false);
  }

  /// By now the hooks know of everything that is not quite new.
  private void allIncidentsAreTold() {
    settle();
    Instant lately = agenda.now().plus(clockAhead).minus(Duration.ofMinutes(2));
    for (Incident incident : master.view().incidents()) {
      if (incident.over().isPresent()) {
        Judge.that(
            incident.over().get().isAfter(lately), "what is over is told and forgotten", incident);
      } else if (incident.since().isBefore(lately)) {
        Judge.same("told", incident.told(), Incident.Told.BEGIN);
      }
    }
  }

  /// Lets come what is under way.
  private void settle() {
    agenda.runUntil(agenda.now().plus(Duration.ofMinutes(5)));
  }

  private void calmDown() {
    note("no more faults");
    faults.clear();
    master.boot();
    for (SlaveMachine machine : machines) {
      machine.network = true;
      roomAgain(machine);
      machine.boot();
      comeBack(machine);
    }
  }

  /// Goes on until nothing is left that could finish, for as long as a day brings it nearer to
  /// that: one slave may have a queue of days. What schedules add meanwhile may be more than the
  /// slaves can do, and does not count.
  private void finish(String complaint, boolean released) {
    SortedSet<RequestId> due = new TreeSet<>();
    master.view().requests().forEach(request -> due.add(request.id()));
    Instant progress = agenda.now();
    int before = Integer.MAX_VALUE;
    while (true) {
      agenda.runUntil(agenda.now().plus(Duration.ofMinutes(10)));
      List<Request> left =
          master.view().requests().stream()
              .filter(request -> due.contains(request.id()) && !mayWait(request, released))
              .toList();
      if (left.isEmpty()) {
        return;
      }
      if (left.size() < before) {
        before = left.size();
        progress = agenda.now();
      }
      Judge.that(agenda.now().isBefore(progress.plus(Duration.ofHours(24))), complaint, left);
    }
  }

  private boolean mayWait(Request request, boolean released) {
    List<WaitReason> reasons = new Oracle(master.view(), agenda.now()).reasons(request);
    boolean everywhere =
        reasons.stream()
            .anyMatch(reason ->
                switch (reason) {
                  case WaitReason.BuilderRetired _, WaitReason.Impossible _ -> true;
                  case WaitReason.Held _, WaitReason.OnShelf _ -> !released;
                  case WaitReason.Paused p -> !released && p.aboutSlave().isEmpty();
                  default -> false;
                });
    return request.build().isEmpty() && (everywhere || noSlaveMay(reasons, released));
  }

  /// Whether each slave that could is kept from it by people.
  private boolean noSlaveMay(List<WaitReason> reasons, boolean released) {
    Set<String> kept =
        reasons.stream()
            .filter(reason ->
                switch (reason) {
                  case WaitReason.SlaveLacks _, WaitReason.SlaveRetired _ -> true;
                  case WaitReason.SlaveOutOfService _, WaitReason.Paused _ -> !released;
                  default -> false;
                })
            .flatMap(reason -> reason.aboutSlave().stream())
            .collect(Collectors.toSet());
    Set<String> asked =
        reasons.stream().flatMap(r -> r.aboutSlave().stream()).collect(Collectors.toSet());
    return !asked.isEmpty() && kept.containsAll(asked);
  }
}
