package org.yardmaster.master.farm;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.yardmaster.protocol.message.Answer;
import org.yardmaster.protocol.message.BuildReport;
import org.yardmaster.protocol.message.Command;
import org.yardmaster.protocol.message.SlaveMessage;
import org.yardmaster.protocol.model.Build;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.BuildResult;
import org.yardmaster.protocol.model.BuilderDefinition;
import org.yardmaster.protocol.model.CronTimes;
import org.yardmaster.protocol.model.Eligibility;
import org.yardmaster.protocol.model.FarmConfig;
import org.yardmaster.protocol.model.FarmSettings;
import org.yardmaster.protocol.model.LockDefinition;
import org.yardmaster.protocol.model.LockUse;
import org.yardmaster.protocol.model.Outcome;
import org.yardmaster.protocol.model.Presence;
import org.yardmaster.protocol.model.Request;
import org.yardmaster.protocol.model.RequestId;
import org.yardmaster.protocol.model.ScheduleDefinition;
import org.yardmaster.protocol.model.Slave;
import org.yardmaster.protocol.model.SlaveDefinition;
import org.yardmaster.protocol.model.SlaveFacts;
import org.yardmaster.protocol.model.SlaveId;
import org.yardmaster.protocol.model.Step;
import org.yardmaster.protocol.model.StepAction;
import org.yardmaster.protocol.model.StepResult;

/// A farm to talk to in tests: short verbs for events, a clock that the test moves, and all effects
/// kept.
final class TestFarm {
  Farm farm = new Farm(FarmSnapshot.empty(), Instant.EPOCH);
  Instant now = Instant.parse("2026-01-01T00:00:00Z");
  final List<Decision> decisions = new ArrayList<>();
  final List<Change> changes = new ArrayList<>();
  final TreeMap<Long, CommandRecord> audit = new TreeMap<>();
  private long commands;

  static BuilderDefinition builder(int priority, String... capabilities) {
    return new BuilderDefinition(
        "",
        new Eligibility(new TreeSet<>(), new TreeSet<>(Arrays.asList(capabilities))),
        priority,
        Optional.empty(),
        new TreeMap<>(),
        new TreeSet<>(),
        List.of(),
        false,
        List.of(
            new Step(
                "make",
                new StepAction.Shell("make"),
                new TreeMap<>(),
                "",
                Optional.empty(),
                Optional.empty(),
                false,
                List.of())));
  }

  /// A builder that holds locks, with a step for each list of them.
  @SafeVarargs
  static BuilderDefinition locking(List<LockUse> held, List<LockUse>... steps) {
    BuilderDefinition plain = builder(5);
    List<Step> all =
        steps.length == 0 ? plain.steps() : Arrays.stream(steps).map(TestFarm::stepWith).toList();
    return new BuilderDefinition(
        plain.description(),
        plain.eligibility(),
        plain.priority(),
        plain.maxBuilds(),
        plain.env(),
        plain.secrets(),
        held,
        plain.rideAlong(),
        all);
  }

  private static Step stepWith(List<LockUse> locks) {
    Step step = builder(5).steps().getFirst();
    return new Step(
        step.name(),
        step.action(),
        step.env(),
        step.workdir(),
        step.timeout(),
        step.noOutputTimeout(),
        step.evenAfterFailure(),
        locks);
  }

  /// So much of a lock.
  static LockUse some(String lock, int count) {
    return new LockUse(lock, Optional.of(count));
  }

  static LockDefinition farmLock(String name, int capacity) {
    return new LockDefinition(name, LockDefinition.Scope.FARM, capacity);
  }

  static LockDefinition slaveLock(String name, int capacity) {
    return new LockDefinition(name, LockDefinition.Scope.SLAVE, capacity);
  }

  /// The usual settings with waiting that counts.
  static FarmSettings aging(Duration worth) {
    return FarmSettings.defaults().withAging(worth);
  }

  /// The usual settings where a lock is kept for who was overtaken so often.
  static FarmSettings overtakes(int most) {
    FarmSettings usual = FarmSettings.defaults();
    return new FarmSettings(
        usual.grace(),
        usual.lease(),
        usual.logLimit(),
        usual.diskReserve(),
        usual.aging(),
        usual.retry(),
        usual.backOff(),
        most,
        usual.standstill(),
        usual.history());
  }

  /// The usual settings with another grace period.
  static FarmSettings settings(Duration grace) {
    FarmSettings usual = FarmSettings.defaults();
    return new FarmSettings(
        grace,
        usual.lease(),
        usual.logLimit(),
        usual.diskReserve(),
        usual.aging(),
        usual.retry(),
        usual.backOff(),
        usual.overtakes(),
        usual.standstill(),
        usual.history());
  }

  static SlaveDefinition slave(int maxBuilds, String... capabilities) {
    return new SlaveDefinition(new TreeSet<>(Arrays.asList(capabilities)), maxBuilds);
  }

  /// Applies a configuration of builder `b` (priority 5, any slave) and slave `s` (one build).
  TestFarm simple() {
    TreeMap<String, BuilderDefinition> builders = new TreeMap<>();
    builders.put("b", builder(5));
    TreeMap<String, SlaveDefinition> slaves = new TreeMap<>();
    slaves.put("s", slave(1));
    config(builders, slaves);
    return this;
  }

  void config(
      TreeMap<String, BuilderDefinition> builders, TreeMap<String, SlaveDefinition> slaves) {
    accepted(new Command.ApplyConfig(FarmConfig.of(builders, slaves), ""));
  }

  /// Applies a configuration with these slaves, each of so many builds.
  void config(
      FarmSettings settings,
      List<LockDefinition> locks,
      Map<String, BuilderDefinition> builders,
      Map<String, Integer> slaves) {
    FarmConfig config = configOf(builders, slaves);
    accepted(
        new Command.ApplyConfig(
            new FarmConfig(
                config.builders(),
                config.slaves(),
                config.secrets(),
                locks,
                config.schedules(),
                config.alerts(),
                settings),
            ""));
  }

  /// Applies a configuration with one schedule of builder `b` on slave `s`.
  void schedule(String times, String zone) {
    FarmConfig config = configOf(Map.of("b", builder(5)), Map.of("s", 1));
    TreeMap<String, ScheduleDefinition> schedules = new TreeMap<>();
    schedules.put(
        "nightly",
        new ScheduleDefinition(
            "b",
            new CronTimes(times),
            ZoneId.of(zone),
            "every night",
            new TreeMap<>(),
            Optional.empty()));
    accepted(
        new Command.ApplyConfig(
            new FarmConfig(
                config.builders(),
                config.slaves(),
                config.secrets(),
                config.locks(),
                schedules,
                config.alerts(),
                config.settings()),
            ""));
  }

  private static FarmConfig configOf(
      Map<String, BuilderDefinition> builders, Map<String, Integer> slaves) {
    TreeMap<String, SlaveDefinition> defined = new TreeMap<>();
    slaves.forEach((name, maxBuilds) -> defined.put(name, slave(maxBuilds)));
    return FarmConfig.of(new TreeMap<>(builders), defined);
  }

  TestFarm tick(Duration time) {
    now = now.plus(time);
    on(new Event.AlarmRang());
    return this;
  }

  Effects on(Event event) {
    Effects effects = farm.on(new Stamped(now, event));
    decisions.addAll(effects.decisions());
    changes.addAll(effects.changes());
    for (Change change : effects.changes()) {
      if (change instanceof Change.CommandKept(CommandRecord record)) {
        audit.put(record.number(), record);
      }
      if (change instanceof Change.CommandUndone(long number, long by)) {
        CommandRecord r = audit.get(number);
        audit.put(
            number,
            new CommandRecord(
                r.number(), r.id(), r.at(), r.user(), r.command(), r.answer(), r.replaced(), by));
      }
    }
    return effects;
  }

  Answer command(Command command) {
    Optional<CommandRecord> target =
        command instanceof Command.Undo(Optional<Long> number)
            ? number.map(audit::get)
            : Optional.empty();
    Effects effects =
        on(new Event.Commanded("c" + ++commands, new Event.Person("anna", true), command, target));
    return effects.decisions().stream()
        .filter(Decision.AnswerCommand.class::isInstance)
        .map(d -> ((Decision.AnswerCommand) d).answer())
        .findFirst()
        .orElseThrow();
  }

  Answer.Accepted accepted(Command command) {
    Answer answer = command(command);
    if (answer instanceof Answer.Accepted accepted) {
      return accepted;
    }
    throw new AssertionError(command + " -> " + answer);
  }

  Answer.Refused refused(Command command) {
    Answer answer = command(command);
    if (answer instanceof Answer.Refused refused) {
      return refused;
    }
    throw new AssertionError(command + " -> " + answer);
  }

  RequestId submit(String builder) {
    return accepted(
            new Command.Submit(builder, "", new TreeMap<>(), Optional.empty(), Optional.empty()))
        .request()
        .orElseThrow();
  }

  RequestId submit(String builder, int priority) {
    return accepted(
            new Command.Submit(
                builder, "", new TreeMap<>(), Optional.of(priority), Optional.empty()))
        .request()
        .orElseThrow();
  }

  void attach(String slave, String startId, BuildReport... reports) {
    on(
        new Event.SlaveAttached(
            slaveNamed(slave).id(),
            startId,
            "127.0.0.1:1",
            new SlaveMessage.Inventory(
                Presence.accepting(), SlaveFacts.unknown(), List.of(reports))));
  }

  void say(String slave, SlaveMessage.FromSlave message) {
    Slave known = slaveNamed(slave);
    on(new Event.SlaveSaid(known.id(), known.contact().startId(), message));
  }

  void lose(String slave) {
    Slave known = slaveNamed(slave);
    on(new Event.SlaveLost(known.id(), known.contact().startId(), now, "cut"));
  }

  void finish(BuildId build, Outcome outcome) {
    Build known = build(build);
    Slave slave =
        farm.snapshot().slaves().stream()
            .filter(s -> s.id().equals(known.slave()))
            .findFirst()
            .orElseThrow();
    say(
        slave.name(),
        new SlaveMessage.BuildFinished(build, new BuildResult(outcome, List.of(), "")));
  }

  Slave slaveNamed(String name) {
    return farm.slaveNamed(name).orElseThrow();
  }

  Build build(BuildId id) {
    return farm.snapshot().builds().stream()
        .filter(b -> b.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  /// The process that runs a build is killed, and its next life says so.
  void kill(String slave, String nextStart) {
    Slave known = slaveNamed(slave);
    attach(
        slave,
        nextStart,
        farm.snapshot().builds().stream()
            .filter(build -> build.slave().equals(known.id()))
            .<BuildReport>map(build ->
                new BuildReport.Ended(
                    build.id(), new BuildResult(Outcome.TRANSIENT, List.of(), "killed")))
            .toArray(BuildReport[]::new));
  }

  /// A step of a build asks for its locks.
  void wants(BuildId build, int step) {
    say(slaveOf(build), new SlaveMessage.StepWantsLocks(build, step));
  }

  void endStep(BuildId build, int step) {
    say(
        slaveOf(build),
        new SlaveMessage.StepFinished(
            build,
            new StepResult(step, "make", StepResult.End.EXITED, 0, Duration.ofSeconds(1), 0, "")));
  }

  private String slaveOf(BuildId build) {
    SlaveId slave = build(build).slave();
    return farm.snapshot().slaves().stream()
        .filter(s -> s.id().equals(slave))
        .findFirst()
        .orElseThrow()
        .name();
  }

  /// Steps that were told to start, in their order.
  List<BuildId> stepsStarted() {
    return decisions.stream()
        .filter(Decision.StartStep.class::isInstance)
        .map(decision -> ((Decision.StartStep) decision).build())
        .toList();
  }

  Request request(RequestId id) {
    return farm.snapshot().requests().stream()
        .filter(r -> r.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  /// The build that runs for a request.
  BuildId buildOf(RequestId request) {
    return request(request).build().orElseThrow();
  }

  /// What lasts, by kind and subject.
  List<String> incidents() {
    return farm.snapshot().incidents().stream()
        .filter(incident -> incident.over().isEmpty())
        .map(incident -> incident.kind().code() + " " + incident.subject())
        .toList();
  }

  /// Queued requests, as a person sees them.
  List<RequestId> queue() {
    return farm.snapshot().requests().stream()
        .filter(r -> r.build().isEmpty())
        .sorted((a, b) -> a.order().compareTo(b.order()))
        .map(Request::id)
        .toList();
  }

  List<RequestId> running() {
    return farm.snapshot().builds().stream().map(Build::request).toList();
  }

  /// Throws the farm away and builds it again from what it told of itself, as a restart does.
  void restart() {
    farm = new Farm(farm.snapshot(), now);
    on(new Event.MasterStarted());
  }
}
