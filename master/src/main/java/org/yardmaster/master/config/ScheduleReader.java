package org.yardmaster.master.config;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.yardmaster.protocol.model.CronTimes;
import org.yardmaster.protocol.model.FarmConfig;
import org.yardmaster.protocol.model.RequestProperties;
import org.yardmaster.protocol.model.ScheduleDefinition;

/// Reads one schedule; afterwards looks for its builder among those of the file.
final class ScheduleReader {
  /// Stands in for times that have been reported.
  private static final CronTimes DAILY = new CronTimes("0 0 * * *");

  private final Value key;
  private final Value value;
  private Optional<Value> builder = Optional.empty();

  /// `key` is the schedule's name in the file, `value` what it maps to.
  ScheduleReader(Value key, Value value) {
    this.key = new Value(value.context(), key.node());
    this.value = value;
  }

  String name() {
    return key.text().orElseThrow();
  }

  ScheduleDefinition read() {
    if (value.isNothing()) {
      key.problem("nothing in it; write at least 'builder', 'times' and 'zone'");
      return definition(Optional.empty());
    }
    Optional<Section> section = value.section(Keys.SCHEDULE);
    section.ifPresent(schedule -> {
      need(schedule, "builder", "which builder is to build");
      need(schedule, "times", "minute, hour, day, month and weekday, as '30 2 * * mon-fri'");
      need(schedule, "zone", "whose clock its times go by, as Europe/Berlin or UTC");
    });
    return definition(section);
  }

  private void need(Section schedule, String name, String what) {
    if (schedule.get(name).isEmpty()) {
      key.problem("no '" + name + "'; write " + what);
    }
  }

  private ScheduleDefinition definition(Optional<Section> schedule) {
    builder = schedule.flatMap(section -> section.get("builder"));
    return new ScheduleDefinition(
        builder.flatMap(Value::name).orElse(""),
        schedule.flatMap(section -> section.get("times")).flatMap(this::times).orElse(DAILY),
        schedule
            .flatMap(section -> section.get("zone"))
            .flatMap(ScheduleReader::zone)
            .orElse(ZoneOffset.UTC),
        schedule
            .flatMap(section -> section.get("reason"))
            .flatMap(Value::text)
            .map(String::strip)
            .orElse(""),
        schedule
            .flatMap(section -> section.get("properties"))
            .map(ScheduleReader::properties)
            .orElseGet(Collections::emptySortedMap),
        schedule.flatMap(section -> section.get("priority")).flatMap(Value::wholeNumber));
  }

  private Optional<CronTimes> times(Value at) {
    Optional<String> text = at.text();
    try {
      Optional<CronTimes> times = text.map(CronTimes::new);
      if (times.filter(t -> t.next(Instant.EPOCH, ZoneOffset.UTC).isEmpty()).isPresent()) {
        at.problem("'" + text.orElse("") + "' never comes; no such month has that day");
      }
      return times;
    } catch (DateTimeException e) {
      new Value(value.context(), at.node()).problem(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private static Optional<ZoneId> zone(Value at) {
    Optional<String> text = at.text();
    try {
      return text.map(ZoneId::of);
    } catch (DateTimeException _) {
      String name = text.orElse("");
      String guess =
          Suggestion.of(name, ZoneId.getAvailableZoneIds())
              .map(known -> "did you mean '" + known + "'?")
              .orElse("write one such as Europe/Berlin or UTC");
      at.problem("unknown time zone '" + name + "'; " + guess);
      return Optional.empty();
    }
  }

  private static SortedMap<String, String> properties(Value at) {
    SortedMap<String, String> properties = new TreeMap<>();
    at.section()
        .ifPresent(section ->
            section.forEach((name, content) ->
                name.line()
                    .ifPresent(
                        key -> content.text().ifPresent(text -> properties.put(key, text)))));
    RequestProperties.problem(properties).ifPresent(at::problem);
    return properties;
  }

  /// Reports a builder that the farm does not have.
  void compareWith(FarmConfig farm) {
    builder.ifPresent(at ->
        at.text()
            .filter(name -> !farm.builders().containsKey(name))
            .filter(name -> Names.NAME.matcher(name).matches())
            .ifPresent(name ->
                at.problem(
                    "unknown builder '"
                        + name
                        + "'"
                        + Suggestion.orKnown(name, farm.builders().keySet()))));
  }
}
