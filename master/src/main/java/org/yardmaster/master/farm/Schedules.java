package org.yardmaster.master.farm;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yardmaster.protocol.model.Builder;
import org.yardmaster.protocol.model.Request;
import org.yardmaster.protocol.model.RequestId;
import org.yardmaster.protocol.model.Schedule;
import org.yardmaster.protocol.model.ScheduleDefinition;

/// Submits the requests that the farm makes by itself. While the one it made last is still queued,
/// a schedule submits nothing, so that a farm that was paused, or away, does not come back to a
/// heap of the same wish. One on the shelf waits for a person, and is no reason not to try again.
final class Schedules {
  private final Rows rows;
  private final QueueCommands requests;

  Schedules(Rows rows, QueueCommands requests) {
    this.rows = rows;
    this.requests = requests;
  }

  /// Puts the schedules of a configuration in force. One whose times stay the same keeps its next.
  void define(Map<String, ScheduleDefinition> definitions, Instant now) {
    for (String name : List.copyOf(rows.schedules().keySet())) {
      if (!definitions.containsKey(name)) {
        rows.removeSchedule(name);
      }
    }
    definitions.forEach((name, definition) -> define(name, definition, now));
  }

  private void define(String name, ScheduleDefinition definition, Instant now) {
    Optional<Schedule> known = rows.schedule(name);
    boolean sameTimes =
        known
            .filter(s -> s.definition().times().equals(definition.times()))
            .filter(s -> s.definition().zone().equals(definition.zone()))
            .isPresent();
    rows.keep(
        new Schedule(
            name,
            definition,
            sameTimes ? known.get().nextAt() : definition.times().next(now, definition.zone()),
            known.flatMap(Schedule::last),
            known.map(Schedule::skipped).orElse(0)));
  }

  /// The time of a schedule has come. However many were missed, it comes once.
  void rang(Schedule schedule, Instant now) {
    ScheduleDefinition definition = schedule.definition();
    Optional<Instant> next = definition.times().next(now, definition.zone());
    Optional<Builder> builder = rows.builderNamed(definition.builder()).filter(b -> !b.retired());
    boolean waits =
        schedule
            .last()
            .flatMap(rows::request)
            .filter(last -> last.build().isEmpty() && last.shelved().isEmpty())
            .isPresent();
    if (builder.isEmpty() || waits) {
      rows.keep(
          new Schedule(schedule.name(), definition, next, schedule.last(), schedule.skipped() + 1));
      return;
    }
    RequestId made = submit(schedule, builder.get(), now).id();
    rows.keep(new Schedule(schedule.name(), definition, next, Optional.of(made), 0));
  }

  private Request submit(Schedule schedule, Builder builder, Instant now) {
    ScheduleDefinition definition = schedule.definition();
    return requests.queue(
        builder,
        definition.priority(),
        "schedule " + schedule.name(),
        definition.reason(),
        definition.properties(),
        Optional.empty(),
        now);
  }
}
