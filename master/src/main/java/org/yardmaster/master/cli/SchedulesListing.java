package org.yardmaster.master.cli;

import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.yardmaster.protocol.model.RequestId;
import org.yardmaster.protocol.model.Schedule;

/// The schedules: what they submit, when next, and what they submitted last.
final class SchedulesListing {
  private SchedulesListing() {}

  /// A schedule. `times` go by the clock of `zone`; `skipped` counts the times since `last` at
  /// which it submitted nothing, because that request still waited.
  record Row(
      String name,
      String builder,
      String times,
      String zone,
      Optional<String> nextAt,
      Optional<Long> last,
      int skipped,
      Optional<Integer> priority,
      String reason,
      SortedMap<String, String> properties) {}

  static List<Row> rows(FarmRows farm) {
    return farm.schedules().values().stream().map(SchedulesListing::row).toList();
  }

  private static Row row(Schedule schedule) {
    return new Row(
        schedule.name(),
        schedule.definition().builder(),
        schedule.definition().times().text(),
        schedule.definition().zone().getId(),
        Json.time(schedule.nextAt()),
        schedule.last().map(RequestId::value),
        schedule.skipped(),
        schedule.definition().priority(),
        schedule.definition().reason(),
        schedule.definition().properties());
  }

  static String text(FarmRows farm, ZoneId zone) {
    if (farm.schedules().isEmpty()) {
      return "This farm has no schedule; name one in farm.yaml.\n";
    }
    Words words = new Words(farm.now(), zone);
    Table table =
        new Table(
            "SCHEDULE", "BUILDER", "TIMES", "ZONE", "NEXT HERE", ">LAST", ">SKIPPED", "REASON");
    for (Schedule schedule : farm.schedules().values()) {
      table.row(
          schedule.name(),
          schedule.definition().builder(),
          schedule.definition().times().text(),
          schedule.definition().zone().getId(),
          schedule.nextAt().map(words::time).orElse("never"),
          schedule.last().map(RequestId::toString).orElse("-"),
          Integer.toString(schedule.skipped()),
          schedule.definition().reason());
    }
    return table.toString();
  }
}
