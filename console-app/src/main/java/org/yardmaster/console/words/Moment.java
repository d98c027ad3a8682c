package org.yardmaster.console.words;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads a time to come as people write it: `22:00` (the next one), `2026-03-04 07:00`, `+2h`,
/// `+30min`.
public final class Moment {
  private static final Pattern SPAN = Pattern.compile("\\+(\\d{1,5}) ?(min|m|h|d)");
  private static final Pattern CLOCK = Pattern.compile("(\\d{1,2}):(\\d\\d)");
  private static final Pattern DATE = Pattern.compile("(\\d{4}-\\d\\d-\\d\\d)[ T](\\d\\d:\\d\\d)");

  private final Instant now;
  private final ZoneId zone;

  /// @param now the master's time
  /// @param zone the reader's
  public Moment(Instant now, ZoneId zone) {
    this.now = now;
    this.zone = zone;
  }

  /// The time that `text` means; empty where it means none.
  public Optional<Instant> read(String text) {
    String written = text.strip();
    try {
      Matcher span = SPAN.matcher(written);
      if (span.matches()) {
        return Optional.of(now.plus(length(Long.parseLong(span.group(1)), span.group(2))));
      }
      Matcher clock = CLOCK.matcher(written);
      if (clock.matches()) {
        return Optional.of(
            next(LocalTime.of(Integer.parseInt(clock.group(1)), Integer.parseInt(clock.group(2)))));
      }
      Matcher date = DATE.matcher(written);
      return date.matches()
          ? Optional.of(
              LocalDateTime.of(LocalDate.parse(date.group(1)), LocalTime.parse(date.group(2)))
                  .atZone(zone)
                  .toInstant())
          : Optional.empty();
    } catch (DateTimeException noSuchTime) {
      return Optional.empty();
    }
  }

  private Instant next(LocalTime time) {
    LocalDate today = LocalDate.ofInstant(now, zone);
    Instant then = today.atTime(time).atZone(zone).toInstant();
    return then.isAfter(now) ? then : today.plusDays(1).atTime(time).atZone(zone).toInstant();
  }

  private static Duration length(long number, String unit) {
    return switch (unit) {
      case "h" -> Duration.ofHours(number);
      case "d" -> Duration.ofDays(number);
      default -> Duration.ofMinutes(number);
    };
  }
}
