package org.yardmaster.master.store;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yardmaster.protocol.model.RequestId;
import org.yardmaster.protocol.model.Schedule;
import org.yardmaster.protocol.model.ScheduleDefinition;

/// A schedule as a row.
record ScheduleRow(
    String name,
    String definition,
    @Nullable Instant nextAt,
    @Nullable Long lastRequest,
    int skipped) {

  static ScheduleRow of(Schedule schedule) {
    return new ScheduleRow(
        schedule.name(),
        Texts.of(schedule.definition()),
        schedule.nextAt().orElse(null),
        schedule.last().map(RequestId::value).orElse(null),
        schedule.skipped());
  }

  Schedule toSchedule() {
    return new Schedule(
        name,
        Texts.to(definition, ScheduleDefinition.class),
        Optional.ofNullable(nextAt),
        Optional.ofNullable(lastRequest).map(RequestId::new),
        skipped);
  }
}
