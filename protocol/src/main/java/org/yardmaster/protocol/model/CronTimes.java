package org.yardmaster.protocol.model;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/// The times of a crontab line: minute, hour, day of the month, month, day of the week; each `*`, a
/// number, a name (`jan`, `mon`), a range, a list of these, any of them with a step (`*/5`). Where
/// both kinds of day are given, either will do. Sunday is 0 or 7.
///
/// An entry of fixed hours comes once on every day it names: where the clock skips its time, as
/// soon as it has; where the clock shows its time twice, the first time. One of every hour goes by
/// the time that passes.
public record CronTimes(String text) {
  private static final List<String> MONTHS =
      List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
  private static final List<String> WEEKDAYS =
      List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");
  private static final int FIELDS = 5;

  /// The 29th of February comes again after eight years at the latest.
  private static final int YEARS = 9;

  public CronTimes {
    text = text.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
    Fields.of(text);
  }

  /// The first of these times after an instant; empty where none ever comes.
  public Optional<Instant> next(Instant after, ZoneId zone) {
    Fields fields = Fields.of(text);
    List<LocalTime> times = fields.times();
    LocalDate day = LocalDate.ofInstant(after, zone).minusDays(1);
    LocalDate end = day.plusYears(YEARS);
    while (day.isBefore(end)) {
      Optional<Instant> found = first(fields, times, day, after, zone);
      if (found.isPresent()) {
        // A clock put back over midnight shows the end of a day after the start of the next one.
        return Stream.concat(
                found.stream(), first(fields, times, day.plusDays(1), after, zone).stream())
            .min(Instant::compareTo);
      }
      day = day.plusDays(1);
    }
    return Optional.empty();
  }

  private static Optional<Instant> first(
      Fields fields, List<LocalTime> times, LocalDate day, Instant after, ZoneId zone) {
    if (!fields.names(day)) {
      return Optional.empty();
    }
    Optional<ZoneOffset> usual = usualOffset(day, zone);
    return usual.isPresent()
        ? times.stream()
            .map(time -> day.atTime(time).toInstant(usual.get()))
            .filter(at -> at.isAfter(after))
            .findFirst()
        : times.stream()
            .flatMap(time -> instants(fields, day.atTime(time), zone))
            .filter(at -> at.isAfter(after))
            .min(Instant::compareTo);
  }

  /// The one offset of all times of a day, where the clock skips none of them and shows none twice.
  private static Optional<ZoneOffset> usualOffset(LocalDate day, ZoneId zone) {
    LocalDateTime begin = day.atStartOfDay();
    LocalDateTime end = begin.plusDays(1);
    List<ZoneOffset> offsets = zone.getRules().getValidOffsets(begin);
    if (offsets.size() != 1) {
      return Optional.empty();
    }
    ZoneOffset offset = offsets.getFirst();
    ZoneOffsetTransition next = zone.getRules().nextTransition(begin.toInstant(offset));
    boolean changed =
        next != null
            && (next.getDateTimeBefore().isBefore(end) || next.getDateTimeAfter().isBefore(end));
    return changed ? Optional.empty() : Optional.of(offset);
  }

  private static Stream<Instant> instants(Fields fields, LocalDateTime time, ZoneId zone) {
    List<ZoneOffset> offsets = zone.getRules().getValidOffsets(time);
    if (offsets.isEmpty()) {
      return fields.everyHour()
          ? Stream.empty()
          : Stream.of(zone.getRules().getTransition(time).getInstant());
    }
    return offsets.stream()
        .limit(fields.everyHour() ? offsets.size() : 1)
        .map(offset -> time.toInstant(offset).truncatedTo(ChronoUnit.SECONDS));
  }

  /// As written.
  @Override
  public String toString() {
    return text;
  }

  /// What the five fields name.
  private record Fields(
      SortedSet<Integer> minutes,
      SortedSet<Integer> hours,
      SortedSet<Integer> days,
      SortedSet<Integer> months,
      SortedSet<Integer> weekdays,
      boolean everyHour,
      boolean anyDay,
      boolean anyWeekday) {

    static Fields of(String text) {
      List<String> parts = List.of(text.split(" "));
      if (parts.size() != FIELDS) {
        throw new DateTimeException(
            "times '"
                + text
                + "': not five fields; write minute, hour, day, month and weekday, as '30 2 * *"
                + " *'");
      }
      return new Fields(
          read("minute", parts.get(0), 0, 59, List.of()),
          read("hour", parts.get(1), 0, 23, List.of()),
          read("day", parts.get(2), 1, 31, List.of()),
          read("month", parts.get(3), 1, 12, MONTHS),
          sundayAsZero(read("weekday", parts.get(4), 0, 7, WEEKDAYS)),
          parts.get(1).startsWith("*"),
          parts.get(2).startsWith("*"),
          parts.get(4).startsWith("*"));
    }

    boolean names(LocalDate date) {
      if (!months.contains(date.getMonthValue())) {
        return false;
      }
      boolean day = days.contains(date.getDayOfMonth());
      boolean weekday = weekdays.contains(date.getDayOfWeek().getValue() % 7);
      return (anyDay || anyWeekday) ? day && weekday : day || weekday;
    }

    List<LocalTime> times() {
      List<LocalTime> times = new ArrayList<>();
      hours.forEach(hour -> minutes.forEach(minute -> times.add(LocalTime.of(hour, minute))));
      return times;
    }

    private static SortedSet<Integer> sundayAsZero(SortedSet<Integer> days) {
      SortedSet<Integer> week = new TreeSet<>();
      days.forEach(day -> week.add(day % 7));
      return week;
    }

    private static SortedSet<Integer> read(
        String field, String text, int least, int most, List<String> names) {
      SortedSet<Integer> values = new TreeSet<>();
      for (String part : text.split(",", -1)) {
        String[] stepped = part.split("/", -1);
        if (stepped.length > 2) {
          throw bad(field, part, least, most);
        }
        String[] range = stepped[0].split("-", -1);
        boolean all = stepped[0].equals("*");
        if (!all && range.length > 2) {
          throw bad(field, part, least, most);
        }
        int from = all ? least : value(field, range[0], least, most, names);
        int to = from;
        if (all) {
          to = field.equals("weekday") ? most - 1 : most;
        } else if (range.length == 2) {
          to = value(field, range[1], least, most, names);
        } else if (stepped.length == 2) {
          to = most;
        }
        int step = stepped.length == 2 ? value(field, stepped[1], 1, most, List.of()) : 1;
        if (to < from) {
          throw bad(field, part, least, most);
        }
        for (int value = from; value <= to; value += step) {
          values.add(value);
        }
      }
      return values;
    }

    private static int value(String field, String text, int least, int most, List<String> names) {
      int named = names.indexOf(text);
      if (named >= 0) {
        return named + (field.equals("month") ? 1 : 0);
      }
      if (!text.matches("\\d{1,2}")) {
        throw bad(field, text, least, most);
      }
      int value = Integer.parseInt(text);
      if (value < least || value > most) {
        throw bad(field, text, least, most);
      }
      return value;
    }

    private static DateTimeException bad(String field, String text, int least, int most) {
      return new DateTimeException(
          field + " '" + text + "': not within " + least + " to " + most + ", or no such form");
    }
  }
}
