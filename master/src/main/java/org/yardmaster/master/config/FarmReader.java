package org.yardmaster.master.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.yardmaster.protocol.model.BuilderDefinition;
import org.yardmaster.protocol.model.FarmConfig;
import org.yardmaster.protocol.model.FarmSettings;
import org.yardmaster.protocol.model.LockDefinition;
import org.yardmaster.protocol.model.ScheduleDefinition;
import org.yardmaster.protocol.model.SecretSource;
import org.yardmaster.protocol.model.SlaveDefinition;
import org.yardmaster.protocol.model.Sorted;

/// Reads the file's top level, then compares its parts with each other.
final class FarmReader {
  private FarmReader() {}

  static Optional<FarmConfig> read(Value root) {
    return root.section(Keys.FARM).map(FarmReader::read);
  }

  private static FarmConfig read(Section farm) {
    if (!farm.has("builders")) {
      farm.self().problem("no 'builders'; write 'builders: {}' if there are none yet");
    }
    List<BuilderReader> readers = builders(farm);
    SortedMap<String, BuilderDefinition> builders = new TreeMap<>();
    readers.forEach(reader -> builders.put(reader.name(), reader.read()));
    List<ScheduleReader> schedules = schedules(farm);
    SortedMap<String, ScheduleDefinition> scheduled = new TreeMap<>();
    schedules.forEach(reader -> scheduled.put(reader.name(), reader.read()));
    FarmConfig config =
        new FarmConfig(
            builders,
            slaves(farm),
            secrets(farm),
            locks(farm),
            scheduled,
            named(farm, "alerts", "alert", AlertReader::read),
            farm.get("settings")
                .flatMap(value -> value.section(Keys.SETTINGS))
                .map(SettingsReader::read)
                .orElseGet(FarmSettings::defaults));
    readers.forEach(reader -> reader.compareWith(config));
    schedules.forEach(reader -> reader.compareWith(config));
    return config;
  }

  private static List<BuilderReader> builders(Section farm) {
    return inOrder(farm, "builders", "builder", BuilderReader::new);
  }

  private static List<ScheduleReader> schedules(Section farm) {
    return inOrder(farm, "schedules", "schedule", ScheduleReader::new);
  }

  /// The order in the file is the one in which locks may be taken.
  private static List<LockDefinition> locks(Section farm) {
    return inOrder(
        farm, "locks", "lock", (name, value) -> LockReader.read(name.text().orElseThrow(), value));
  }

  /// What becomes of the entries of a top-level mapping of names, in the order of the file.
  private static <T> List<T> inOrder(
      Section farm, String key, String kind, BiFunction<Value, Value, T> read) {
    List<T> entries = new ArrayList<>();
    farm.get(key)
        .flatMap(Value::section)
        .ifPresent(section ->
            section.forEach((name, value) ->
                spokenOf(kind, name, value).ifPresent(v -> entries.add(read.apply(name, v)))));
    return entries;
  }

  private static SortedMap<String, SlaveDefinition> slaves(Section farm) {
    return named(farm, "slaves", "slave", (_, value) -> slave(value));
  }

  private static SlaveDefinition slave(Value value) {
    Optional<Section> section = value.isNothing() ? Optional.empty() : value.section(Keys.SLAVE);
    return new SlaveDefinition(
        section
            .flatMap(slave -> slave.get("capabilities"))
            .map(NameList::read)
            .map(NameList::names)
            .orElseGet(() -> Sorted.set(List.of())),
        section.flatMap(slave -> slave.get("max-builds")).flatMap(Value::count).orElse(1));
  }

  private static SortedMap<String, SecretSource> secrets(Section farm) {
    return named(farm, "secrets", "secret", SecretReader::read);
  }

  /// The entries of a top-level mapping of names.
  private static <T> SortedMap<String, T> named(
      Section farm, String key, String kind, BiFunction<Value, Value, T> read) {
    SortedMap<String, T> entries = new TreeMap<>();
    farm.get(key)
        .flatMap(Value::section)
        .ifPresent(section ->
            section.forEach((name, value) ->
                spokenOf(kind, name, value)
                    .ifPresent(v -> entries.put(name.text().orElseThrow(), read.apply(name, v)))));
    return Sorted.map(entries);
  }

  /// The value of a named thing, spoken of as "builder linux"; empty, and reported, if that is no
  /// name.
  private static Optional<Value> spokenOf(String kind, Value key, Value value) {
    Optional<String> name = kind.equals("secret") ? key.variable() : key.name();
    return name.map(
        text -> new Value(new Context(key.context().findings(), kind + " " + text), value.node()));
  }
}
