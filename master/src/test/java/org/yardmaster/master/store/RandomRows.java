package org.yardmaster.master.store;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.yardmaster.master.farm.Change;
import org.yardmaster.master.farm.CommandRecord;
import org.yardmaster.master.farm.ConfigVersion;
import org.yardmaster.master.farm.Counters;
import org.yardmaster.master.farm.LostBuild;
import org.yardmaster.protocol.message.Answer;
import org.yardmaster.protocol.message.Command;
import org.yardmaster.protocol.model.AlertHook;
import org.yardmaster.protocol.model.BackOffPolicy;
import org.yardmaster.protocol.model.Build;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.BuildOrder;
import org.yardmaster.protocol.model.BuildResult;
import org.yardmaster.protocol.model.Builder;
import org.yardmaster.protocol.model.BuilderDefinition;
import org.yardmaster.protocol.model.BuilderId;
import org.yardmaster.protocol.model.Contact;
import org.yardmaster.protocol.model.CronTimes;
import org.yardmaster.protocol.model.Eligibility;
import org.yardmaster.protocol.model.FarmConfig;
import org.yardmaster.protocol.model.FarmSettings;
import org.yardmaster.protocol.model.FinishedBuild;
import org.yardmaster.protocol.model.FinishedRequest;
import org.yardmaster.protocol.model.HistoryLimits;
import org.yardmaster.protocol.model.Hold;
import org.yardmaster.protocol.model.Incident;
import org.yardmaster.protocol.model.IncidentKind;
import org.yardmaster.protocol.model.LockDefinition;
import org.yardmaster.protocol.model.LockUse;
import org.yardmaster.protocol.model.OutOfService;
import org.yardmaster.protocol.model.Outcome;
import org.yardmaster.protocol.model.Pause;
import org.yardmaster.protocol.model.PauseScope;
import org.yardmaster.protocol.model.Place;
import org.yardmaster.protocol.model.Presence;
import org.yardmaster.protocol.model.Reliability;
import org.yardmaster.protocol.model.Request;
import org.yardmaster.protocol.model.RequestId;
import org.yardmaster.protocol.model.Retry;
import org.yardmaster.protocol.model.RetryPolicy;
import org.yardmaster.protocol.model.Role;
import org.yardmaster.protocol.model.Schedule;
import org.yardmaster.protocol.model.ScheduleDefinition;
import org.yardmaster.protocol.model.SecretSource;
import org.yardmaster.protocol.model.Shelved;
import org.yardmaster.protocol.model.Slave;
import org.yardmaster.protocol.model.SlaveDefinition;
import org.yardmaster.protocol.model.SlaveFacts;
import org.yardmaster.protocol.model.SlaveId;
import org.yardmaster.protocol.model.Step;
import org.yardmaster.protocol.model.StepAction;
import org.yardmaster.protocol.model.StepResult;

/// Rows of a farm by chance, with all that a value may contain; the same seed, the same rows.
final class RandomRows {
  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "plain",
          "trailing space ",
          "it's \"quoted\" -- ; \\ \\u0041",
          "two\nlines\r\n\tand a tab",
          "bell \u0007, line separator \u2028",
          "Grüße, 世界, \uD83D\uDE82",
          "null",
          "{}",
          "[]",
          "x".repeat(5000));

  private final Random random;

  RandomRows(long seed) {
    random = new Random(seed);
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  boolean maybe() {
    return random.nextBoolean();
  }

  String text() {
    return TEXTS.get(below(TEXTS.size()));
  }

  Instant instant() {
    return Instant.ofEpochMilli(random.nextLong(0, 4_102_444_800_000L));
  }

  Duration duration() {
    return Duration.ofMillis(random.nextLong(0, 1L << below(62)));
  }

  <T> Optional<T> perhaps(Supplier<T> value) {
    return maybe() ? Optional.of(value.get()) : Optional.empty();
  }

  <T> List<T> list(Supplier<T> item) {
    List<T> items = new ArrayList<>();
    for (int i = below(4); i > 0; i--) {
      items.add(item.get());
    }
    return items;
  }

  SortedSet<String> names() {
    return new TreeSet<>(list(this::text));
  }

  SortedMap<String, String> map() {
    SortedMap<String, String> map = new TreeMap<>();
    list(this::text).forEach(key -> map.put(key, text()));
    return map;
  }

  <E extends Enum<E>> E one(Class<E> type) {
    return type.getEnumConstants()[below(type.getEnumConstants().length)];
  }

  Request request(long id) {
    return new Request(
        new RequestId(id),
        new BuilderId(below(10)),
        random.nextInt(),
        maybe(),
        instant(),
        random.nextLong(),
        Place.ofNumber(random.nextInt(1 << 30)),
        text(),
        instant(),
        text(),
        map(),
        perhaps(this::instant),
        perhaps(() -> new Hold(text(), instant(), text())),
        retry(),
        perhaps(() -> new Shelved(instant(), text())),
        perhaps(() -> new BuildId(random.nextLong())),
        below(9),
        below(9));
  }

  private Retry retry() {
    return new Retry(
        below(5),
        new TreeSet<>(list(() -> new SlaveId(below(9)))),
        perhaps(this::instant),
        perhaps(() -> new SlaveId(below(9))),
        perhaps(this::instant));
  }

  FinishedRequest finished(Request request) {
    return new FinishedRequest(
        request, text(), one(Outcome.class), instant(), duration(), text(), text(), text());
  }

  StepResult step() {
    return new StepResult(
        below(100),
        text(),
        one(StepResult.End.class),
        random.nextInt(),
        duration(),
        random.nextLong(),
        text());
  }

  Build build(long id) {
    return new Build(
        new BuildId(id),
        new RequestId(below(20)),
        new TreeSet<>(list(() -> new RequestId(below(20)))),
        new BuilderId(below(10)),
        new SlaveId(below(10)),
        text(),
        below(9),
        instant(),
        list(this::text),
        list(this::step),
        perhaps(random::nextInt),
        perhaps(this::instant),
        perhaps(() -> new Build.Wanted(below(9), instant(), maybe())),
        perhaps(() -> new Build.StopAsked(text(), instant(), text())),
        perhaps(this::instant));
  }

  FinishedBuild finished(Build build) {
    return new FinishedBuild(
        build,
        text(),
        text(),
        new BuildResult(one(Outcome.class), maybe() ? build.finished() : list(this::step), text()),
        instant());
  }

  Step orderedStep() {
    StepAction action =
        switch (below(3)) {
          case 0 -> new StepAction.Shell(text());
          case 1 -> new StepAction.Program(list(this::text));
          default -> new StepAction.GitCheckout(text(), perhaps(this::text), perhaps(this::text));
        };
    return new Step(
        text(),
        action,
        map(),
        text(),
        perhaps(this::duration),
        perhaps(this::duration),
        maybe(),
        list(this::lock));
  }

  private LockUse lock() {
    return new LockUse(text(), perhaps(() -> below(9)));
  }

  BuildOrder order(long build) {
    return new BuildOrder(
        new BuildId(build),
        new RequestId(below(20)),
        text(),
        map(),
        map(),
        names(),
        list(this::lock),
        list(this::orderedStep),
        duration(),
        random.nextLong());
  }

  BuilderDefinition builderDefinition() {
    return new BuilderDefinition(
        text(),
        new Eligibility(names(), names()),
        random.nextInt(),
        perhaps(random::nextInt),
        map(),
        names(),
        list(this::lock),
        maybe(),
        list(this::orderedStep));
  }

  Builder builder(long id) {
    return new Builder(
        new BuilderId(id),
        text(),
        builderDefinition(),
        maybe(),
        perhaps(() ->
            new Builder.Last(
                new BuildId(random.nextLong()),
                one(Outcome.class),
                instant(),
                new SlaveId(below(10)))));
  }

  OutOfService mark() {
    return new OutOfService(text(), instant(), text(), perhaps(this::instant));
  }

  Slave slave(long id) {
    return new Slave(
        new SlaveId(id),
        text(),
        new SlaveDefinition(names(), random.nextInt()),
        one(Slave.Origin.class),
        maybe(),
        new Contact(one(Contact.State.class), instant(), text(), text(), text()),
        new Presence(one(Presence.State.class), text(), perhaps(this::instant)),
        perhaps(this::mark),
        new SlaveFacts(text(), text(), text(), text()),
        new Reliability(
            new TreeSet<>(list(() -> new RequestId(below(20)))), below(5), perhaps(this::instant)));
  }

  PauseScope scope() {
    return switch (below(3)) {
      case 0 -> PauseScope.farm();
      case 1 -> PauseScope.builder("builder " + below(3));
      default -> PauseScope.slave("slave " + below(3));
    };
  }

  Pause pause(PauseScope scope) {
    return new Pause(scope, text(), instant(), text(), perhaps(this::instant));
  }

  Change.User user(String name) {
    return new Change.User(name, one(Role.class), text());
  }

  ConfigVersion config(long version) {
    SortedMap<String, BuilderDefinition> builders = new TreeMap<>();
    list(this::text).forEach(name -> builders.put(name, builderDefinition()));
    SortedMap<String, SlaveDefinition> slaves = new TreeMap<>();
    list(this::text).forEach(name -> slaves.put(name, new SlaveDefinition(names(), below(9))));
    SortedMap<String, SecretSource> secrets = new TreeMap<>();
    list(this::text)
        .forEach(name ->
            secrets.put(
                name,
                maybe()
                    ? new SecretSource.OfFile(text())
                    : new SecretSource.OfEnvironment(text())));
    FarmSettings settings =
        new FarmSettings(
            duration(),
            duration(),
            random.nextLong(),
            random.nextLong(),
            perhaps(this::duration),
            new RetryPolicy(duration(), duration(), below(9), below(9)),
            new BackOffPolicy(below(9), duration(), duration()),
            below(20),
            duration(),
            new HistoryLimits(perhaps(this::duration), perhaps(random::nextLong)));
    SortedMap<String, ScheduleDefinition> schedules = new TreeMap<>();
    list(this::text).forEach(name -> schedules.put(name, schedule()));
    SortedMap<String, AlertHook> alerts = new TreeMap<>();
    list(this::text).forEach(name -> alerts.put(name, hook()));
    return new ConfigVersion(
        version,
        text(),
        instant(),
        new FarmConfig(
            builders,
            slaves,
            secrets,
            list(() -> new LockDefinition(text(), one(LockDefinition.Scope.class), below(9))),
            schedules,
            alerts,
            settings),
        text());
  }

  private ScheduleDefinition schedule() {
    return new ScheduleDefinition(
        text(),
        new CronTimes("*/5 " + below(24) + " * * mon-fri"),
        ZoneId.of("Europe/Berlin"),
        text(),
        map(),
        perhaps(random::nextInt));
  }

  LostBuild lost(long id) {
    SortedMap<RequestId, Integer> attempts = new TreeMap<>();
    list(() -> new RequestId(below(20))).forEach(request -> attempts.put(request, below(9)));
    return new LostBuild(build(id), attempts);
  }

  Schedule schedule(String name) {
    return new Schedule(
        name,
        schedule(),
        perhaps(this::instant),
        perhaps(() -> new RequestId(below(20))),
        below(9));
  }

  Incident incident(long number) {
    return new Incident(
        number,
        one(IncidentKind.class),
        text(),
        instant(),
        text(),
        perhaps(this::instant),
        one(Incident.Told.class));
  }

  private AlertHook hook() {
    return new AlertHook(
        new TreeSet<>(list(() -> one(IncidentKind.class))),
        maybe() ? new AlertHook.Program(list(this::text)) : new AlertHook.Post(text()));
  }

  Command command() {
    List<RequestId> requests = list(() -> new RequestId(below(20)));
    return switch (below(20)) {
      case 0 ->
          new Command.Submit(
              text(), text(), map(), perhaps(random::nextInt), perhaps(this::instant));
      case 1 -> new Command.Move(requests, one(Command.Side.class), new RequestId(below(20)));
      case 2 -> new Command.MoveToEnd(requests, one(Command.End.class));
      case 3 -> new Command.SetPriority(requests, random.nextInt());
      case 4 -> new Command.Hold(requests, text());
      case 5 -> new Command.Release(requests);
      case 6 -> new Command.Cancel(requests, text());
      case 7 -> new Command.StopBuild(new BuildId(random.nextLong()), text());
      case 8 -> new Command.Pause(scope(), text(), perhaps(this::instant));
      case 9 -> new Command.Resume(scope());
      case 10 -> new Command.TakeOut(list(this::text), text(), perhaps(this::instant));
      case 11 -> new Command.PutBack(list(this::text));
      case 12 ->
          new Command.AddSlave(text(), new SlaveDefinition(names(), random.nextInt()), text());
      case 13 -> new Command.RemoveSlave(text());
      case 14 -> new Command.PutUser(text(), one(Role.class), perhaps(this::text));
      case 15 -> new Command.RemoveUser(text());
      case 16 -> new Command.ApplyConfig(config(1).config(), text());
      case 17 -> new Command.Unshelve(requests);
      case 18 -> new Command.RetryNow(requests);
      default -> new Command.Undo(perhaps(random::nextLong));
    };
  }

  CommandRecord.Replaced replaced() {
    PauseScope scope = scope();
    return switch (below(4)) {
      case 0 -> {
        Place before = request(below(20)).place();
        yield new CommandRecord.PlaceWas(
            new RequestId(below(20)), before, request(below(20)).place());
      }
      case 3 ->
          new CommandRecord.RequestWas(
              perhaps(() -> request(below(20))), perhaps(() -> request(below(20))));
      case 1 ->
          new CommandRecord.PauseWas(
              scope, perhaps(() -> pause(scope)), perhaps(() -> pause(scope)));
      default ->
          new CommandRecord.MarkWas(
              new SlaveId(below(10)), perhaps(this::mark), perhaps(this::mark));
    };
  }

  CommandRecord commandRecord(long number, Instant at) {
    return new CommandRecord(
        number,
        "command " + number,
        at,
        "user " + below(3),
        command(),
        new Answer.Accepted(number, text(), perhaps(() -> new RequestId(below(20)))),
        list(this::replaced),
        0);
  }

  Counters counters() {
    return new Counters(
        random.nextLong(),
        random.nextLong(),
        random.nextLong(),
        random.nextLong(),
        random.nextLong(),
        random.nextLong(),
        random.nextLong(),
        instant());
  }
}
