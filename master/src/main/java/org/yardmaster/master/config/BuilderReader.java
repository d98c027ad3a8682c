package org.yardmaster.master.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.yardmaster.protocol.model.BuilderDefinition;
import org.yardmaster.protocol.model.Eligibility;
import org.yardmaster.protocol.model.FarmConfig;
import org.yardmaster.protocol.model.Sorted;
import org.yardmaster.protocol.model.Step;

/// Reads one builder; afterwards compares what it names with what the rest of the file has.
final class BuilderReader {
  private final Value key;
  private final Value value;
  private NameList slaves = NameList.empty();
  private NameList secrets = NameList.empty();
  private LockUses locks = LockUses.none();
  private final List<StepReader> stepReaders = new ArrayList<>();

  /// `key` is the builder's name in the file, `value` what it maps to.
  BuilderReader(Value key, Value value) {
    this.key = new Value(value.context(), key.node());
    this.value = value;
  }

  String name() {
    return key.text().orElseThrow();
  }

  BuilderDefinition read() {
    if (value.isNothing()) {
      key.problem("nothing in it; write at least 'steps'");
      return nothing();
    }
    return value.section(Keys.BUILDER).map(this::read).orElseGet(BuilderReader::nothing);
  }

  private static BuilderDefinition nothing() {
    return new BuilderDefinition(
        "",
        new Eligibility(Sorted.set(List.of()), Sorted.set(List.of())),
        0,
        Optional.empty(),
        Environment.none(),
        Sorted.set(List.of()),
        List.of(),
        false,
        List.of());
  }

  private BuilderDefinition read(Section builder) {
    secrets = builder.get("secrets").map(NameList::ofVariables).orElseGet(NameList::empty);
    SortedMap<String, String> env =
        builder.get("env").map(Environment::read).orElseGet(Environment::none);
    builder.get("env").ifPresent(at -> reportSecretsAmong(env, at));
    locks = builder.get("locks").map(LockUses::read).orElseGet(LockUses::none);
    return new BuilderDefinition(
        builder.get("description").flatMap(Value::text).map(String::strip).orElse(""),
        builder
            .get("on")
            .flatMap(on -> on.section(Keys.ON))
            .map(this::on)
            .orElseGet(this::anySlave),
        builder.get("priority").flatMap(Value::wholeNumber).orElse(0),
        builder.get("max-builds").flatMap(Value::count),
        env,
        secrets.names(),
        locks.uses(),
        builder.get("ride-along").flatMap(Value::flag).orElse(false),
        steps(builder));
  }

  private void reportSecretsAmong(Map<String, String> env, Value at) {
    secrets.names().stream()
        .filter(env::containsKey)
        .forEach(name ->
            at.problem("'" + name + "' is also a secret of this builder; take one of them out"));
  }

  private Eligibility anySlave() {
    return nothing().eligibility();
  }

  private Eligibility on(Section on) {
    slaves = on.get("slaves").map(NameList::read).orElseGet(NameList::empty);
    NameList capabilities = on.get("capabilities").map(NameList::read).orElseGet(NameList::empty);
    return new Eligibility(slaves.names(), capabilities.names());
  }

  private List<Step> steps(Section builder) {
    StepDefaults defaults =
        new StepDefaults(duration(builder, "timeout"), duration(builder, "no-output-timeout"));
    List<Step> steps = new ArrayList<>();
    builder
        .get("source")
        .flatMap(source -> source.section(Keys.SOURCE))
        .flatMap(source -> SourceReader.read(source, defaults))
        .ifPresent(steps::add);
    builder
        .get("steps")
        .ifPresentOrElse(
            list -> addSteps(list, defaults, steps),
            () -> key.problem("no 'steps'; write at least one"));
    return steps;
  }

  private static Optional<Duration> duration(Section section, String name) {
    return section.get(name).flatMap(Value::duration);
  }

  private void addSteps(Value list, StepDefaults defaults, List<Step> steps) {
    List<Value> items = new Value(list.context(), list.node()).items();
    if (items.isEmpty() && !list.isText() && list.kind().equals("a list")) {
      list.problem("an empty list; write at least one step");
    }
    int number = 0;
    for (Value item : items) {
      number++;
      StepReader reader =
          new StepReader(new Value(value.context().in("step " + number), item.node()), defaults);
      stepReaders.add(reader);
      reader.read().ifPresent(steps::add);
    }
  }

  /// Reports what the builder names that the farm does not have, and warns of what can hardly be
  /// meant.
  void compareWith(FarmConfig farm) {
    for (Value secret : secrets.items()) {
      String name = secret.text().orElseThrow();
      if (!farm.secrets().containsKey(name)) {
        secret.problem(
            "unknown secret '" + name + "'" + Suggestion.orKnown(name, farm.secrets().keySet()));
      }
    }
    locks.compareWith(farm.locks());
    stepReaders.forEach(step -> {
      step.locks().compareWith(farm.locks());
      step.locks().compareWith(locks, farm.locks());
    });
    compareSlavesWith(farm);
  }

  private void compareSlavesWith(FarmConfig farm) {
    List<Value> unknown =
        slaves.items().stream()
            .filter(slave -> !farm.slaves().containsKey(slave.text().orElseThrow()))
            .toList();
    unknown.forEach(slave -> warnOfUnknown(slave, farm));
    if (unknown.isEmpty() && !farm.slaves().isEmpty() && nobodyCanRunIt(farm)) {
      key.warning("no slave of this file can run it: " + why(farm));
    }
  }

  private static void warnOfUnknown(Value slave, FarmConfig farm) {
    String name = slave.text().orElseThrow();
    String guess =
        Suggestion.of(name, farm.slaves().keySet())
            .map(known -> "; did you mean '" + known + "'?")
            .orElse("; right only if it was added by 'yardmaster slave add'");
    slave.warning("this file has no slave '" + name + "'" + guess);
  }

  private boolean nobodyCanRunIt(FarmConfig farm) {
    Eligibility eligibility = eligibility(farm);
    return farm.slaves().entrySet().stream()
        .noneMatch(slave -> eligibility.admits(slave.getKey(), slave.getValue()));
  }

  private String why(FarmConfig farm) {
    Eligibility eligibility = eligibility(farm);
    String among = eligibility.slaves().isEmpty() ? "" : " among those it names";
    return "none%s has %s".formatted(among, String.join(" and ", eligibility.capabilities()));
  }

  private Eligibility eligibility(FarmConfig farm) {
    return Optional.ofNullable(farm.builders().get(name()))
        .orElseGet(BuilderReader::nothing)
        .eligibility();
  }
}
