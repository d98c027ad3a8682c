package org.yardmaster.master.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.yardmaster.master.farm.CommandRecord;
import org.yardmaster.master.farm.Event;
import org.yardmaster.master.farm.FarmSnapshot;
import org.yardmaster.master.loop.Receipt;
import org.yardmaster.protocol.message.Answer;
import org.yardmaster.protocol.message.Command;
import org.yardmaster.protocol.model.BackOffPolicy;
import org.yardmaster.protocol.model.Build;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.BuilderDefinition;
import org.yardmaster.protocol.model.CronTimes;
import org.yardmaster.protocol.model.Eligibility;
import org.yardmaster.protocol.model.FarmConfig;
import org.yardmaster.protocol.model.FarmSettings;
import org.yardmaster.protocol.model.LockDefinition;
import org.yardmaster.protocol.model.LockUse;
import org.yardmaster.protocol.model.Pause;
import org.yardmaster.protocol.model.PauseScope;
import org.yardmaster.protocol.model.Request;
import org.yardmaster.protocol.model.RequestId;
import org.yardmaster.protocol.model.RetryPolicy;
import org.yardmaster.protocol.model.ScheduleDefinition;
import org.yardmaster.protocol.model.Slave;
import org.yardmaster.protocol.model.SlaveDefinition;
import org.yardmaster.protocol.model.Step;
import org.yardmaster.protocol.model.StepAction;

/// The people of the farm: several at once, often wrong, and patient: a command whose answer does
/// not come is sent again.
final class Operators {

  /// What people do, beside submitting; each seed draws which of it.
  enum Habit {
    MOVE,
    MOVE_TO_END,
    SET_PRIORITY,
    HOLD,
    RELEASE,
    CANCEL,
    UNSHELVE,
    RETRY_NOW,
    STOP,
    PAUSE,
    RESUME,
    TAKE_OUT,
    PUT_BACK,
    ADD_SLAVE,
    REMOVE_SLAVE,
    CONFIG,
    UNDO,
    SORT_OVER_AND_OVER
  }

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final List<String> PEOPLE = List.of("anna", "ben");
  private static final List<String> BUILDERS = List.of("app", "docs", "lib", "site");
  private static final List<String> CAPABILITIES = List.of("fast", "linux");

  /// Times of schedules, some of which the clocks skip, or show twice.
  private static final List<String> TIMES =
      List.of(
          "*/7 * * * *",
          "3-59/10 * * * *",
          "*/20 0-6 * * *",
          "30 2 * * *",
          "0,15,45 2,3 * * sun",
          "10 1-3 29 3 *",
          "5 * 25-31 * sat,sun");

  private final World world;
  private final Chance chance;
  private final List<Habit> habits;
  private final Map<String, Answer.Accepted> accepted = new TreeMap<>();
  private final Deque<Command> planned = new ArrayDeque<>();
  private long commands;
  private boolean atWork = true;

  Operators(World world, List<Habit> habits) {
    this.world = world;
    this.chance = world.chance;
    this.habits = habits;
  }

  void start() {
    send("anna", config());
    work();
  }

  void stop() {
    atWork = false;
  }

  private void work() {
    if (atWork) {
      world.agenda.after(chance.around(world.pace), this::work);
      while (!planned.isEmpty()) {
        send("anna", planned.removeFirst());
      }
      int burst = chance.in(10) ? 8 : 1;
      for (int i = 0; i < burst; i++) {
        send(chance.of(PEOPLE), wish());
      }
    }
  }

  private FarmSnapshot farm() {
    return world.master.view();
  }

  // Sending.

  private void send(String user, Command command) {
    String id = user + "-" + ++commands;
    send(new Event.Commanded(id, new Event.Person(user, true), command, Optional.empty()), true);
  }

  private void send(Event.Commanded command, boolean first) {
    boolean[] answered = {false};
    Receipt receipt =
        new Receipt() {
          @Override
          public void answered(long batch, Answer answer) {
            answered[0] = true;
            if (answer instanceof Answer.Accepted a) {
              Answer.Accepted before = accepted.put(command.id(), a);
              Judge.that(before == null || before.equals(a), "one command, one answer", a);
            }
          }

          @Override
          public void refused(String why) {
            answered[0] = true;
          }
        };
    world.master.submit(command, receipt, first);
    world.agenda.after(
        PATIENCE,
        () -> {
          if (!answered[0]) {
            send(command, false);
          }
        });
  }

  /// Whatever was acknowledged is in the audit record, once.
  void nothingAcknowledgedIsLost() {
    Map<String, Long> numbers = new TreeMap<>();
    for (CommandRecord record : world.master.store.commands().values()) {
      Long twice = numbers.put(record.id(), record.number());
      Judge.that(twice == null, "a command acts once", record);
    }
    accepted.forEach(
        (id, answer) -> Judge.same("acknowledged " + id, answer.number(), numbers.get(id)));
  }

  // Wishes.

  private Command wish() {
    if (habits.isEmpty() || (farm().requests().size() < world.crowd && chance.in(2))) {
      return submit();
    }
    return switch (chance.of(habits)) {
      case MOVE -> new Command.Move(someRequests(), side(), request());
      case MOVE_TO_END ->
          new Command.MoveToEnd(
              someRequests(), chance.in(2) ? Command.End.TOP : Command.End.BOTTOM);
      case SET_PRIORITY -> new Command.SetPriority(someRequests(), chance.below(4));
      case HOLD -> new Command.Hold(someRequests(), "later");
      case RELEASE -> new Command.Release(held());
      case CANCEL ->
          new Command.Cancel(chance.in(2) ? someRequests() : List.of(request()), "no more");
      case UNSHELVE -> new Command.Unshelve(someRequests());
      case RETRY_NOW -> new Command.RetryNow(someRequests());
      case STOP -> new Command.StopBuild(runningBuild(), "wrong");
      case PAUSE -> new Command.Pause(scope(), "freeze", end());
      case RESUME -> new Command.Resume(paused());
      case TAKE_OUT -> new Command.TakeOut(chance.some(world.names()), "broken", end());
      case PUT_BACK -> new Command.PutBack(outOfService());
      case ADD_SLAVE -> new Command.AddSlave(slave(), slaveDefinition(), "hash");
      case REMOVE_SLAVE -> new Command.RemoveSlave(slave());
      case CONFIG -> config();
      case UNDO -> new Command.Undo(someCommand());
      case SORT_OVER_AND_OVER -> sortOverAndOver();
    };
  }

  /// Some are moved before the one just moved, so often that there is no room left, and some of
  /// that is taken back.
  private Command sortOverAndOver() {
    List<RequestId> some = someRequests();
    if (some.size() > 1 && chance.in(6)) {
      int moves = 90 + chance.below(60);
      for (int i = 0; i < moves; i++) {
        RequestId moved = some.get((i + 1) % some.size());
        RequestId anchor = some.get(i % some.size());
        planned.add(new Command.Move(List.of(moved), Command.Side.BEFORE, anchor));
      }
      for (int i = chance.below(30); i > 0; i--) {
        planned.add(new Command.Undo(Optional.empty()));
      }
    }
    return new Command.MoveToEnd(some, Command.End.TOP);
  }

  private Command submit() {
    if (farm().requests().size() >= world.crowd) {
      return new Command.Release(held());
    }
    return new Command.Submit(
        chance.of(BUILDERS),
        "because",
        chance.in(3) ? new TreeMap<>(Map.of("branch", "next")) : new TreeMap<>(),
        chance.in(3) ? Optional.of(chance.below(4)) : Optional.empty(),
        chance.in(6)
            ? Optional.of(world.agenda.now().plus(chance.around(Duration.ofMinutes(10))))
            : Optional.empty());
  }

  private Command.Side side() {
    return chance.in(2) ? Command.Side.BEFORE : Command.Side.BEHIND;
  }

  private RequestId request() {
    List<Request> there = farm().requests();
    if (there.isEmpty() || chance.in(20)) {
      return new RequestId(1 + chance.below(50));
    }
    return chance.of(there).id();
  }

  private List<RequestId> someRequests() {
    List<RequestId> queued =
        farm().requests().stream().filter(r -> r.build().isEmpty()).map(Request::id).toList();
    return queued.isEmpty() || chance.in(20) ? List.of(request()) : chance.some(queued);
  }

  private List<RequestId> held() {
    List<RequestId> held =
        farm().requests().stream().filter(r -> r.hold().isPresent()).map(Request::id).toList();
    return held.isEmpty() ? List.of(request()) : chance.some(held);
  }

  private BuildId runningBuild() {
    List<Build> builds = farm().builds();
    return builds.isEmpty() ? new BuildId(1 + chance.below(20)) : chance.of(builds).id();
  }

  private PauseScope scope() {
    return switch (chance.below(5)) {
      case 0 -> PauseScope.farm();
      case 1, 2 -> PauseScope.builder(chance.of(BUILDERS));
      default -> PauseScope.slave(slave());
    };
  }

  private PauseScope paused() {
    List<Pause> pauses = farm().pauses();
    return pauses.isEmpty() ? scope() : chance.of(pauses).scope();
  }

  private String slave() {
    return chance.of(world.names());
  }

  private List<String> outOfService() {
    List<String> out =
        farm().slaves().stream()
            .filter(s -> s.outOfService().isPresent())
            .map(Slave::name)
            .toList();
    return out.isEmpty() ? List.of(slave()) : chance.some(out);
  }

  private Optional<Instant> end() {
    return chance.in(3)
        ? Optional.empty()
        : Optional.of(world.agenda.now().plus(chance.around(Duration.ofMinutes(15))));
  }

  private Optional<Long> someCommand() {
    long latest = farm().counters().command() - 1;
    return latest < 1 || chance.in(2)
        ? Optional.empty()
        : Optional.of(Math.max(1, latest - chance.below(6)));
  }

  // Configurations.

  private Command config() {
    List<LockDefinition> locks = locks();
    TreeMap<String, BuilderDefinition> builders = new TreeMap<>();
    for (String name : commands == 0 ? BUILDERS : chance.some(BUILDERS)) {
      builders.put(name, builderDefinition(locks));
    }
    TreeMap<String, SlaveDefinition> slaves = new TreeMap<>();
    for (String name : commands == 0 ? world.names() : chance.some(world.names())) {
      slaves.put(name, slaveDefinition());
    }
    FarmSettings usual = FarmSettings.defaults();
    FarmSettings settings =
        new FarmSettings(
            chance.between(Duration.ofMinutes(2), Duration.ofMinutes(8)),
            chance.between(Duration.ofMinutes(4), Duration.ofMinutes(15)),
            1 << 20,
            1 << 20,
            chance.in(2) ? world.aging : Optional.empty(),
            new RetryPolicy(
                chance.around(Duration.ofMinutes(10)),
                chance.around(Duration.ofMinutes(5)),
                1 + chance.below(3),
                1 + chance.below(3)),
            new BackOffPolicy(
                1 + chance.below(3),
                chance.around(Duration.ofMinutes(5)).plusSeconds(1),
                Duration.ofHours(1)),
            chance.below(4),
            chance.between(Duration.ofMinutes(1), Duration.ofMinutes(20)),
            usual.history());
    return new Command.ApplyConfig(
        new FarmConfig(
            builders, slaves, new TreeMap<>(), locks, schedules(), new TreeMap<>(), settings),
        "config " + commands);
  }

  private List<LockDefinition> locks() {
    List<LockDefinition> locks = new ArrayList<>();
    for (String name : world.locks) {
      if (!chance.in(8)) {
        LockDefinition.Scope scope =
            chance.in(2) ? LockDefinition.Scope.FARM : LockDefinition.Scope.SLAVE;
        locks.add(new LockDefinition(name, scope, 1 + chance.below(3)));
      }
    }
    return locks;
  }

  /// Some of the locks from number `from` on, in any order.
  private List<LockUse> uses(List<LockDefinition> locks, int from) {
    List<LockUse> uses = new ArrayList<>();
    for (LockDefinition lock : locks.subList(from, locks.size())) {
      if (chance.in(3)) {
        Optional<Integer> count =
            chance.in(3) ? Optional.empty() : Optional.of(1 + chance.below(lock.capacity()));
        uses.add(chance.below(uses.size() + 1), new LockUse(lock.name(), count));
      }
    }
    return uses;
  }

  private static int behind(List<LockDefinition> locks, List<LockUse> held) {
    int behind = 0;
    for (int i = 0; i < locks.size(); i++) {
      String name = locks.get(i).name();
      if (held.stream().anyMatch(use -> use.lock().equals(name))) {
        behind = i + 1;
      }
    }
    return behind;
  }

  private TreeMap<String, ScheduleDefinition> schedules() {
    TreeMap<String, ScheduleDefinition> schedules = new TreeMap<>();
    for (String name : world.schedules) {
      if (!chance.in(4)) {
        schedules.put(
            name,
            new ScheduleDefinition(
                chance.of(BUILDERS),
                new CronTimes(chance.of(TIMES)),
                ZoneId.of("Europe/Berlin"),
                "by itself",
                new TreeMap<>(),
                chance.in(2) ? Optional.of(chance.below(4)) : Optional.empty()));
      }
    }
    return schedules;
  }

  private BuilderDefinition builderDefinition(List<LockDefinition> locks) {
    TreeSet<String> names = new TreeSet<>();
    if (chance.in(4)) {
      names.addAll(chance.some(world.names()));
    }
    TreeSet<String> capabilities = new TreeSet<>();
    if (chance.in(3)) {
      capabilities.addAll(chance.some(CAPABILITIES));
    }
    List<Step> steps = new ArrayList<>();
    List<LockUse> held = uses(locks, 0);
    LongStream.rangeClosed(1, 1 + chance.below(3))
        .forEach(n -> steps.add(step("step " + n, uses(locks, behind(locks, held)))));
    return new BuilderDefinition(
        "",
        new Eligibility(names, capabilities),
        chance.below(4),
        chance.in(4) ? Optional.of(1 + chance.below(2)) : Optional.empty(),
        new TreeMap<>(),
        new TreeSet<>(),
        held,
        world.rides && chance.in(2),
        steps);
  }

  private static Step step(String name, List<LockUse> locks) {
    return new Step(
        name,
        new StepAction.Shell("true"),
        new TreeMap<>(),
        "",
        Optional.empty(),
        Optional.empty(),
        false,
        locks);
  }

  private SlaveDefinition slaveDefinition() {
    TreeSet<String> capabilities = new TreeSet<>();
    CAPABILITIES.stream().filter(_ -> !chance.in(3)).forEach(capabilities::add);
    return new SlaveDefinition(capabilities, 1 + chance.below(3));
  }

  // The end.

  /// Nothing comes by itself any more.
  void endSchedules() {
    FarmConfig config = farm().config().config();
    if (!config.schedules().isEmpty()) {
      send(
          "anna",
          new Command.ApplyConfig(
              new FarmConfig(
                  config.builders(),
                  config.slaves(),
                  config.secrets(),
                  config.locks(),
                  new TreeMap<>(),
                  config.alerts(),
                  config.settings()),
              "no schedules"));
    }
  }

  /// Whatever people hold back is let go.
  void letEverythingGo() {
    FarmSnapshot farm = farm();
    farm.pauses().forEach(pause -> send("anna", new Command.Resume(pause.scope())));
    List<String> out =
        farm.slaves().stream().filter(s -> s.outOfService().isPresent()).map(Slave::name).toList();
    if (!out.isEmpty()) {
      send("anna", new Command.PutBack(out));
    }
    List<RequestId> held =
        farm.requests().stream().filter(r -> r.hold().isPresent()).map(Request::id).toList();
    if (!held.isEmpty()) {
      send("anna", new Command.Release(held));
    }
    List<RequestId> shelved =
        farm.requests().stream().filter(r -> r.shelved().isPresent()).map(Request::id).toList();
    if (!shelved.isEmpty()) {
      send("anna", new Command.Unshelve(shelved));
    }
  }
}
