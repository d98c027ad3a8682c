package org.yardmaster.master.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/// Times and durations as people at a terminal like them.
final class Words {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
  private static final DateTimeFormatter WEEKDAY =
      DateTimeFormatter.ofPattern("EEE HH:mm", Locale.ENGLISH);
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

  private final Instant now;
  private final ZoneId zone;

  /// @param now by the master's clock
  Words(Instant now, ZoneId zone) {
    this.now = now;
    this.zone = zone;
  }

  /// How long ago, in at most two units: `5 s`, `12 min`, `3 h 20 min`, `4 d 2 h`.
  String ago(Instant at) {
    return span(Duration.between(at, now));
  }

  /// An instant in the reader's zone, with its day unless that is today.
  String time(Instant at) {
    ZonedDateTime there = at.atZone(zone);
    if (there.toLocalDate().equals(LocalDate.ofInstant(now, zone))) {
      return TIME.format(there);
    }
    boolean near = Duration.between(now, at).abs().compareTo(Duration.ofDays(6)) < 0;
    return near ? WEEKDAY.format(there) : DATE.format(there);
  }

  /// " until ..." or nothing.
  String until(Optional<Instant> at) {
    return at.map(end -> " until " + time(end)).orElse("");
  }

  /// A duration in at most two units; one below zero, as clocks may give it, is none.
  static String span(Duration duration) {
    Duration d = duration.isNegative() ? Duration.ZERO : duration;
    if (d.toDays() > 0) {
      return two(d.toDays(), "d", d.toHoursPart(), "h");
    }
    if (d.toHours() > 0) {
      return two(d.toHours(), "h", d.toMinutesPart(), "min");
    }
    return d.toMinutes() > 0 ? d.toMinutes() + " min" : d.toSeconds() + " s";
  }

  private static String two(long large, String unit, int small, String smallUnit) {
    return large + " " + unit + (small == 0 ? "" : " " + small + " " + smallUnit);
  }

  /// How long a build or a step took: exact below the minute, then `2 min 05 s`.
  static String took(Duration duration) {
    Duration d = duration.isNegative() ? Duration.ZERO : duration;
    if (d.toMinutes() == 0) {
      return String.format(Locale.ROOT, "%d.%d s", d.toSeconds(), d.toMillisPart() / 100);
    }
    return d.toHours() == 0
        ? String.format(Locale.ROOT, "%d min %02d s", d.toMinutes(), d.toSecondsPart())
        : String.format(Locale.ROOT, "%d h %02d min", d.toHours(), d.toMinutesPart());
  }

  /// "(why)" or nothing, to stand behind other words.
  static String because(String reason) {
    return reason.isBlank() ? "" : " (" + plain(reason.strip()) + ")";
  }

  /// Text without control characters.
  static String plain(String text) {
    return text.codePoints().anyMatch(Character::isISOControl)
        ? text.replaceAll("\\p{Cntrl}+", " ").strip()
        : text;
  }
}
