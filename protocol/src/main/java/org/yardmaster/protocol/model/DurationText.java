package org.yardmaster.protocol.model;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Durations as people write them: `90s`, `20m`, `1h30m`, `2d`.
public final class DurationText {
  private static final Pattern FORM =
      Pattern.compile(
          "(?:(\\d{1,6})d)?\\s?(?:(\\d{1,6})h)?\\s?(?:(\\d{1,6})m)?\\s?(?:(\\d{1,9})s)?");

  private DurationText() {}

  /// Empty if `text` is none.
  public static Optional<Duration> parse(String text) {
    Matcher form = FORM.matcher(text);
    if (text.isBlank() || !form.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        Duration.ofDays(number(form, 1))
            .plusHours(number(form, 2))
            .plusMinutes(number(form, 3))
            .plusSeconds(number(form, 4)));
  }

  /// The way it is best written; of one below a second, its milliseconds.
  public static String of(Duration duration) {
    if (duration.toSeconds() == 0 && !duration.isZero()) {
      return duration.toMillis() + "ms";
    }
    StringBuilder text = new StringBuilder();
    append(text, duration.toDays(), 'd');
    append(text, duration.toHoursPart(), 'h');
    append(text, duration.toMinutesPart(), 'm');
    append(text, duration.toSecondsPart(), 's');
    return text.isEmpty() ? "0s" : text.toString();
  }

  private static void append(StringBuilder text, long number, char unit) {
    if (number > 0) {
      text.append(number).append(unit);
    }
  }

  private static long number(Matcher form, int group) {
    return Optional.ofNullable(form.group(group)).map(Long::parseLong).orElse(0L);
  }
}
