package org.yardmaster.protocol.model;

import java.time.ZoneId;
import java.util.Optional;
import java.util.SortedMap;

/// A request that the farm submits by itself at the times of a crontab line, in a time zone.
public record ScheduleDefinition(
    String builder,
    CronTimes times,
    ZoneId zone,
    String reason,
    SortedMap<String, String> properties,
    Optional<Integer> priority) {

  public ScheduleDefinition {
    properties = Sorted.map(properties);
  }
}
