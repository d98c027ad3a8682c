package org.yardmaster.master.farm;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
import org.yardmaster.protocol.model.Eligibility;
import org.yardmaster.protocol.model.FarmConfig;
import org.yardmaster.protocol.model.FarmSettings;
import org.yardmaster.protocol.model.Outcome;
import org.yardmaster.protocol.model.Presence;
import org.yardmaster.protocol.model.Request;
import org.yardmaster.protocol.model.RequestId;
import org.yardmaster.protocol.model.Slave;
import org.yardmaster.protocol.model.SlaveDefinition;
import org.yardmaster.protocol.model.SlaveFacts;
import org.yardmaster.protocol.model.Step;
import org.yardmaster.protocol.model.StepAction;

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
