package org.yardmaster.protocol.model;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/// When a crontab line comes next, found by looking at the clock on the wall every minute.
public final class MinuteByMinute {
  private static final List<String> MONTHS =
      List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
  private static final List<String> WEEKDAYS =
      List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");

  private final BitSet minutes;
  private final BitSet hours;
  private final BitSet days;
  private final BitSet months;
  private final BitSet weekdays;
  private final boolean everyHour;
  private final boolean bothDays;

  private MinuteByMinute(String line) {
    String[] fields = line.toLowerCase(Locale.ROOT).split(" ");
    this.minutes = named(fields[0], 0, 59, List.of());
    this.hours = named(fields[1], 0, 23, List.of());
    this.days = named(fields[2], 1, 31, List.of());
    this.months = named(fields[3], 1, 12, MONTHS);
    this.weekdays = named(fields[4], 0, 7, WEEKDAYS);
    this.everyHour = fields[1].startsWith("*");
    this.bothDays = fields[2].startsWith("*") || fields[4].startsWith("*");
  }

  /// The first time after an instant; empty where none comes within three years.
  public static Optional<Instant> next(String line, ZoneId zone, Instant after) {
    return next(line, zone, after, after.plus(3 * 366, ChronoUnit.DAYS));
  }

  /// The first time after an instant and before another.
  public static Optional<Instant> next(String line, ZoneId zone, Instant after, Instant end) {
    MinuteByMinute times = new MinuteByMinute(line);
    Instant minute = after.truncatedTo(ChronoUnit.MINUTES);
    while (minute.isBefore(end)) {
      minute = minute.plus(1, ChronoUnit.MINUTES);
      if (minute.isBefore(end) && times.come(zone, minute)) {
        return Optional.of(minute);
      }
    }
    return Optional.empty();
  }

  private boolean come(ZoneId zone, Instant minute) {
    LocalDateTime wall = LocalDateTime.ofInstant(minute, zone);
    if (everyHour) {
      return name(wall);
    }
    LocalDateTime before = LocalDateTime.ofInstant(minute.minus(1, ChronoUnit.MINUTES), zone);
    // What the clock shows now, and what it skipped to get there.
    LocalDateTime shown = wall.isAfter(before) ? before.plusMinutes(1) : wall;
    while (!shown.isAfter(wall)) {
      if (name(shown) && !wasShown(shown, zone, minute)) {
        return true;
      }
      shown = shown.plusMinutes(1);
    }
    return false;
  }

  /// Whether the clock showed this time already, before it was put back.
  private static boolean wasShown(LocalDateTime time, ZoneId zone, Instant minute) {
    return zone.getRules().getValidOffsets(time).stream()
        .map(offset -> ZonedDateTime.ofLocal(time, zone, offset).toInstant())
        .anyMatch(at -> at.isBefore(minute) && Duration.between(at, minute).toHours() < 48);
  }

  private boolean name(LocalDateTime time) {
    boolean day = days.get(time.getDayOfMonth());
    int weekday = time.getDayOfWeek().getValue();
    boolean dayOfWeek = weekdays.get(weekday) || (weekday == 7 && weekdays.get(0));
    return minutes.get(time.getMinute())
        && hours.get(time.getHour())
        && months.get(time.getMonthValue())
        && (bothDays ? day && dayOfWeek : day || dayOfWeek);
  }

  private static BitSet named(String field, int least, int most, List<String> names) {
    BitSet all = new BitSet();
    for (String part : field.split(",")) {
      IntStream.rangeClosed(least, most)
          .filter(value -> isIn(part, value, least, names))
          .forEach(all::set);
    }
    return all;
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
