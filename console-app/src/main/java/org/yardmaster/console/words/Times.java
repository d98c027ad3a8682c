package org.yardmaster.console.words;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.yardmaster.protocol.client.WaitReasonText;

/// Instants and durations in few characters: short on the screen, exact on hover.
public final class Times {
  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMM HH:mm", Locale.ENGLISH);
  private static final DateTimeFormatter EXACT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss z", Locale.ENGLISH);

  private final ZoneId zone;

  public Times(ZoneId zone) {
    this.zone = zone;
  }

  /// The reader's.
  public ZoneId zone() {
    return zone;
  }

  /// `0:07`, `12:40`, `3:05:00`, `2 d 4 h`: always two units, so that a column stands still.
  public static String span(Duration duration) {
    long seconds = Math.max(0, duration.toSeconds());
    if (seconds < 3_600) {
      return "%d:%02d".formatted(seconds / 60, seconds % 60);
    }
    if (seconds < 86_400) {
      return "%d:%02d:%02d".formatted(seconds / 3_600, seconds / 60 % 60, seconds % 60);
    }
    return "%d d %d h".formatted(seconds / 86_400, seconds / 3_600 % 24);
  }

  /// A span between two instants.
  public static String span(Instant from, Instant to) {
    return span(Duration.between(from, to));
  }

  /// `now`, `14 s ago`, `12 min ago`, `3 h ago`, `2 d ago`.
  public static String ago(Instant at, Instant now) {
    long seconds = Duration.between(at, now).toSeconds();
    if (seconds < 2) {
      return "now";
    }
    return about(Duration.ofSeconds(seconds)) + " ago";
  }

  /// `14 s`, `12 min`, `3 h`, `2 d`: for a sentence.
  public static String about(Duration duration) {
    long seconds = Math.max(0, duration.toSeconds());
    if (seconds < 120) {
      return seconds + " s";
    }
    if (seconds < 7_200) {
      return seconds / 60 + " min";
    }
    return seconds < 172_800 ? seconds / 3_600 + " h" : seconds / 86_400 + " d";
  }

  /// `14:02` today, `3 Nov 14:02` otherwise.
  public String at(Instant at, Instant now) {
    ZonedDateTime there = at.atZone(zone);
    return (there.toLocalDate().equals(now.atZone(zone).toLocalDate()) ? CLOCK : DAY).format(there);
  }

  /// What puts wait reasons into words, as seen at this instant.
  public WaitReasonText reasons(Instant now) {
    return new WaitReasonText(now, zone);
  }

  /// To the second, with the zone.
  public String exact(Instant at) {
    return EXACT.format(at.atZone(zone));
  }
}
