package org.yardmaster.protocol.model;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// When a crontab line comes next, found by looking at the clock on the wall every minute.
public final class MinuteByMinute {
  private static final List<String> MONTHS =
      List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
  private static final List<String> WEEKDAYS =
      List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");

  private MinuteByMinute() {}

  /// The first time after an instant; empty where none comes within three years.
  public static Optional<Instant> next(String line, ZoneId zone, Instant after) {
    return next(line, zone, after, after.plus(3 * 366, ChronoUnit.DAYS));
  }

  /// The first time after an instant and before another.
  public static Optional<Instant> next(String line, ZoneId zone, Instant after, Instant end) {
    String[] fields = line.toLowerCase(Locale.ROOT).split(" ");
    Instant minute = after.truncatedTo(ChronoUnit.MINUTES);
    while (minute.isBefore(end)) {
      minute = minute.plus(1, ChronoUnit.MINUTES);
      if (minute.isBefore(end) && comes(fields, zone, minute)) {
        return Optional.of(minute);
      }
    }
    return Optional.empty();
  }

  private static boolean comes(String[] fields, ZoneId zone, Instant minute) {
    LocalDateTime wall = LocalDateTime.ofInstant(minute, zone);
    LocalDateTime before = LocalDateTime.ofInstant(minute.minus(1, ChronoUnit.MINUTES), zone);
    if (fields[1].startsWith("*")) {
      return names(fields, wall);
    }
    Stream<LocalDateTime> shown =
        Stream.iterate(before.plusMinutes(1), time -> !time.isAfter(wall), t -> t.plusMinutes(1));
    return wall.isAfter(before)
        ? shown.anyMatch(time -> names(fields, time) && !wasShown(time, zone, minute))
        : names(fields, wall) && !wasShown(wall, zone, minute);
  }

  /// Whether the clock showed this time already, before it was put back.
  private static boolean wasShown(LocalDateTime time, ZoneId zone, Instant minute) {
    return zone.getRules().getValidOffsets(time).stream()
        .map(offset -> ZonedDateTime.ofLocal(time, zone, offset).toInstant())
        .anyMatch(at -> at.isBefore(minute) && Duration.between(at, minute).toHours() < 48);
  }

  private static boolean names(String[] fields, LocalDateTime time) {
    boolean anyDay = fields[2].startsWith("*");
    boolean anyWeekday = fields[4].startsWith("*");
    boolean day = names(fields[2], time.getDayOfMonth(), 1, List.of());
    DayOfWeek weekday = time.getDayOfWeek();
    boolean dayOfWeek =
        names(fields[4], weekday.getValue() % 7, 0, WEEKDAYS)
            || (weekday == DayOfWeek.SUNDAY && names(fields[4], 7, 0, WEEKDAYS));
    return names(fields[0], time.getMinute(), 0, List.of())
        && names(fields[1], time.getHour(), 0, List.of())
        && names(fields[3], time.getMonthValue(), 1, MONTHS)
        && (((anyDay || anyWeekday) ? day && dayOfWeek : day || dayOfWeek));
  }

  private static boolean names(String field, int value, int least, List<String> names) {
    return Stream.of(field.split(",")).anyMatch(part -> isIn(part, value, least, names));
  }

  private static boolean isIn(String part, int value, int least, List<String> names) {
    int slash = part.indexOf('/');
    int step = slash < 0 ? 1 : Integer.parseInt(part.substring(slash + 1));
    String range = slash < 0 ? part : part.substring(0, slash);
    if (range.equals("*")) {
      return (value - least) % step == 0;
    }
    String[] ends = range.split("-");
    int from = number(ends[0], least, names);
    int to = ends.length == 2 ? number(ends[1], least, names) : slash < 0 ? from : 99;
    return value >= from && value <= to && (value - from) % step == 0;
  }

  private static int number(String text, int least, List<String> names) {
    int named = names.indexOf(text);
    return named < 0 ? Integer.parseInt(text) : named + least;
  }
}
