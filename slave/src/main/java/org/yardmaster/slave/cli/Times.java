package org.yardmaster.slave.cli;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Locale;
import org.yardmaster.slave.SettingsException;

/// Understands times as people write them.
record Times(Clock clock) {

  /// `17:30` (the next one), `2026-12-24T08:00` here, or `2026-12-24T08:00Z`; in the future.
  Instant at(String text) {
    Instant at;
    try {
      at = parse(text);
    } catch (DateTimeException e) {
      throw new SettingsException(
          "time '" + text + "': write 17:30, 2026-12-24T08:00 or 2026-12-24T08:00Z", e);
    }
    if (!at.isAfter(clock.instant())) {
      throw new SettingsException("time '" + text + "': it is past");
    }
    return at;
  }

  private Instant parse(String text) {
    if (text.matches("\\d?\\d:\\d\\d")) {
      LocalTime time = LocalTime.parse(text.length() == 4 ? "0" + text : text);
      ZonedDateTime now = ZonedDateTime.now(clock);
      ZonedDateTime today = now.with(time);
      return (today.isAfter(now) ? today : now.plusDays(1).with(time)).toInstant();
    }
    if (text.matches(".*T.*(Z|[+-]\\d\\d:?\\d\\d)")) {
      return OffsetDateTime.parse(text).toInstant();
    }
    return LocalDateTime.parse(text.replace(' ', 'T')).atZone(clock.getZone()).toInstant();
  }

  /// `90m`, `2h`, `1d12h`, from now.
  Instant after(String text) {
    String form = text.strip().toUpperCase(Locale.ROOT);
    if (!form.matches("(\\d+D)?(\\d+H)?(\\d+M)?(\\d+S)?") || form.isEmpty()) {
      throw new SettingsException("time '" + text + "': write 90m, 2h or 1d12h");
    }
    int days = form.indexOf('D');
    String iso =
        days < 0
            ? "PT" + form
            : "P"
                + form.substring(0, days + 1)
                + (days + 1 < form.length() ? "T" : "")
                + form.substring(days + 1);
    return clock.instant().plus(Duration.parse(iso));
  }
}
