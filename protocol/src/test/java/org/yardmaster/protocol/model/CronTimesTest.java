package org.yardmaster.protocol.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CronTimesTest {
  /// How many lines are drawn for each zone.
  private static final int LINES = Boolean.getBoolean("long") ? 100 : 12;

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private static Instant next(String line, String after) {
    return new CronTimes(line).next(Instant.parse(after), BERLIN).orElseThrow();
  }

  @Test
  void aTimeThatTheClockSkipsComesAsSoonAsItHas() {
    assertThat(next("30 2 * * *", "2026-03-28T12:00:00Z")).isEqualTo("2026-03-29T01:00:00Z");
    assertThat(next("30 2 * * *", "2026-03-29T01:00:00Z")).isEqualTo("2026-03-30T00:30:00Z");
  }

  @Test
  void aTimeThatTheClockShowsTwiceComesTheFirstTime() {
    assertThat(next("30 2 * * *", "2026-10-24T12:00:00Z")).isEqualTo("2026-10-25T00:30:00Z");
    assertThat(next("30 2 * * *", "2026-10-25T00:30:00Z")).isEqualTo("2026-10-26T01:30:00Z");
  }

  @Test
  void everyHourGoesByTheTimeThatPasses() {
    assertThat(next("30 * * * *", "2026-10-25T00:30:00Z")).isEqualTo("2026-10-25T01:30:00Z");
    assertThat(next("30 * * * *", "2026-03-29T00:30:00Z")).isEqualTo("2026-03-29T01:30:00Z");
  }

  @Test
  void eitherKindOfDayWillDoWhereBothAreGiven() {
    assertThat(next("0 0 13 * fri", "2026-03-01T00:00:00Z")).isEqualTo("2026-03-05T23:00:00Z");
    assertThat(next("0 0 13 * fri", "2026-03-07T00:00:00Z")).isEqualTo("2026-03-12T23:00:00Z");
    assertThat(next("0 0 17 * fri", "2026-03-14T00:00:00Z")).isEqualTo("2026-03-16T23:00:00Z");
  }

  @Test
  void aDayThatNeverComesGivesNoTime() {
    assertThat(new CronTimes("0 0 31 2 *").next(Instant.EPOCH, BERLIN)).isEmpty();
    assertThat(next("0 0 29 2 *", "2026-01-01T00:00:00Z")).isEqualTo("2028-02-28T23:00:00Z");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "* * * *",
        "60 * * * *",
        "* 24 * * *",
        "* * 0 * *",
        "* * * 13 *",
        "* * * * 8",
        "5-1 * * * *",
        "*/0 * * * *",
        "1,,2 * * * *",
        "a * * * *",
        "1-2-3 * * * *",
        "* * * mon *"
      })
  void whatIsNoCrontabLineIsRefused(String line) {
    assertThatThrownBy(() -> new CronTimes(line)).isInstanceOf(DateTimeException.class);
  }

  /// Every time within some days around each change of the clock, against a look at the clock on
  /// the wall every minute. Lord Howe changes by half an hour, Apia once left out a whole day,
  /// Havana and Sao Paulo changed at midnight.
  @ParameterizedTest
  @CsvSource({
    "Europe/Berlin, 2026-03-27T20:17:00Z",
    "Europe/Berlin, 2026-10-23T20:17:00Z",
    "Australia/Lord_Howe, 2026-04-03T10:03:00Z",
    "Australia/Lord_Howe, 2026-10-02T10:03:00Z",
    "Pacific/Apia, 2011-12-28T10:00:00Z",
    "America/Havana, 2026-03-06T21:00:00Z",
    "America/Havana, 2026-10-30T21:00:00Z",
    "America/Sao_Paulo, 2018-11-02T21:00:00Z",
    "America/Sao_Paulo, 2018-02-15T21:00:00Z",
    "Asia/Kathmandu, 2026-06-01T00:00:00Z"
  })
  void scheduleOverDstGapAndOverlap(String zone, String from) {
    Instant start = Instant.parse(from);
    Instant end = start.plus(4, ChronoUnit.DAYS);
    for (String line : lines(new Random(zone.hashCode() + start.getEpochSecond()))) {
      CronTimes times = new CronTimes(line);
      Instant at = start;
      while (at.isBefore(end)) {
        Instant next =
            times.next(at, ZoneId.of(zone)).filter(time -> time.isBefore(end)).orElse(end);
        assertThat(next)
            .as("%s in %s after %s", line, zone, at)
            .isEqualTo(MinuteByMinute.next(line, ZoneId.of(zone), at, end).orElse(end));
        at = next;
      }
    }
  }

  private static List<String> lines(Random random) {
    List<String> minutes = List.of("0", "30", "*/15", "5,10,59", "17-45/9", "*");
    List<String> hours = List.of("*", "2", "0", "23", "1-3", "0,12", "*/2", "*/6");
    List<String> days = List.of("*", "*", "*", "30", "1-7", "*/2");
    List<String> weekdays = List.of("*", "*", "sun", "1-5", "sat,7");
    return random
        .ints(LINES)
        .mapToObj(_ ->
            "%s %s %s * %s"
                .formatted(
                    of(minutes, random), of(hours, random), of(days, random), of(weekdays, random)))
        .distinct()
        .toList();
  }

  private static String of(List<String> choices, Random random) {
    return choices.get(random.nextInt(choices.size()));
  }
}
