package org.yardmaster.master.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yardmaster.master.MasterOptions;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.DurationText;
import org.yardmaster.protocol.model.Outcome;
import org.yardmaster.protocol.model.RequestId;
import org.yardmaster.protocol.model.Role;
import org.yardmaster.protocol.wire.Fingerprint;
import org.yardmaster.protocol.wire.HostPort;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/// Reads what people type for ids, times and words of the farm.
final class Typed {
  private static final Pattern REQUEST = Pattern.compile("#?(\\d{1,18})");
  private static final Pattern BUILD = Pattern.compile("(?:build[- ])?(\\d{1,18})");
  private static final int CONSOLE_PORT = MasterOptions.CONSOLE_PORT;

  private Typed() {}

  /// Teaches a command line these forms.
  static void register(CommandLine commands) {
    commands.registerConverter(RequestRange.class, RequestRange::parse);
    commands.registerConverter(RequestId.class, Typed::request);
    commands.registerConverter(BuildId.class, Typed::build);
    commands.registerConverter(Duration.class, Typed::duration);
    commands.registerConverter(HostPort.class, Typed::master);
    commands.registerConverter(Fingerprint.class, Typed::fingerprint);
    commands.registerConverter(Outcome.class, text -> word(Outcome.class, "outcome", text));
    commands.registerConverter(Role.class, text -> word(Role.class, "role", text));
    commands.registerConverter(Path.class, Path::of);
  }

  /// `17` or `#17`.
  static RequestId request(String text) {
    Matcher form = REQUEST.matcher(text);
    if (!form.matches()) {
      throw new TypeConversionException("request '" + text + "': write 17 or #17");
    }
    return new RequestId(Long.parseLong(form.group(1)));
  }

  /// `31` or `build-31`.
  static BuildId build(String text) {
    Matcher form = BUILD.matcher(text);
    if (!form.matches()) {
      throw new TypeConversionException("build '" + text + "': write 31 or build-31");
    }
    return new BuildId(Long.parseLong(form.group(1)));
  }

  /// Where a master's console port is.
  static HostPort master(String text) {
    try {
      return HostPort.parse(text, CONSOLE_PORT);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }

  private static Fingerprint fingerprint(String text) {
    try {
      return Fingerprint.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }

  private static Duration duration(String text) {
    return DurationText.parse(text)
        .filter(Duration::isPositive)
        .orElseThrow(() ->
            new TypeConversionException("duration '" + text + "': write 90s, 20m, 1h30m, 2d"));
  }

  private static <E extends Enum<E>> E word(Class<E> words, String what, String text) {
    for (E word : words.getEnumConstants()) {
      if (word.name().equalsIgnoreCase(text)) {
        return word;
      }
    }
    StringBuilder all = new StringBuilder();
    for (E word : words.getEnumConstants()) {
      all.append(all.isEmpty() ? "" : ", ").append(word.name().toLowerCase(Locale.ROOT));
    }
    throw new TypeConversionException(what + " '" + text + "': one of " + all);
  }

  /// A time to begin at: one of the forms of [#until], or `+2h` for two hours from now.
  static Instant at(String text, Instant now, ZoneId zone) {
    Instant at =
        text.startsWith("+")
            ? DurationText.parse(text.substring(1))
                .map(now::plus)
                .orElseThrow(() -> noTime(text, "+2h, 22:00"))
            : time(text, now, zone).orElseThrow(() -> noTime(text, "+2h, 22:00"));
    if (at.isBefore(now)) {
      throw new Failure(ExitCode.USAGE, "time '" + text + "': is over; write one to come");
    }
    return at;
  }

  /// A time to come: `18:30` is the next time it is that late, `2026-05-01 07:00` a time of that
  /// day, both in the reader's zone; `2026-05-01T05:00:00Z` an instant.
  static Instant until(String text, Instant now, ZoneId zone) {
    return time(text, now, zone).orElseThrow(() -> noTime(text, "18:30"));
  }

  private static Optional<Instant> time(String text, Instant now, ZoneId zone) {
    return nextTime(text, now, zone).or(() -> dayAndTime(text, zone)).or(() -> instant(text));
  }

  private static Failure noTime(String text, String shortForms) {
    return new Failure(
        ExitCode.USAGE,
        "time '%s': write %s, '2026-05-01 07:00' or 2026-05-01T05:00:00Z"
            .formatted(text, shortForms));
  }

  private static Optional<Instant> nextTime(String text, Instant now, ZoneId zone) {
    try {
      LocalTime time = LocalTime.parse(text);
      ZonedDateTime today = now.atZone(zone).with(time);
      return Optional.of((today.toInstant().isAfter(now) ? today : today.plusDays(1)).toInstant());
    } catch (DateTimeParseException _) {
      return Optional.empty();
    }
  }

  private static Optional<Instant> dayAndTime(String text, ZoneId zone) {
    try {
      return Optional.of(LocalDateTime.parse(text.replace(' ', 'T')).atZone(zone).toInstant());
    } catch (DateTimeParseException _) {
      return Optional.empty();
    }
  }

  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(ZonedDateTime.parse(text).toInstant());
    } catch (DateTimeParseException _) {
      return Optional.empty();
    }
  }
}
