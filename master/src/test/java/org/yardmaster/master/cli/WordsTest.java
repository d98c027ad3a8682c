package org.yardmaster.master.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WordsTest {
  private static final Instant NOW = Instant.parse("2026-05-06T12:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "PT-3S, 0 s",
    "PT0.9S, 0 s",
    "PT59S, 59 s",
    "PT12M, 12 min",
    "PT3H, 3 h",
    "PT3H20M, 3 h 20 min",
    "P4DT2H, 4 d 2 h"
  })
  void waitingIsToldInAtMostTwoUnits(String duration, String words) {
    assertThat(Words.span(Duration.parse(duration))).isEqualTo(words);
  }

  @ParameterizedTest
  @CsvSource({"PT0.45S, 0.4 s", "PT2M5S, 2 min 05 s", "PT1H2M3S, 1 h 02 min"})
  void runningIsToldExactly(String duration, String words) {
    assertThat(Words.took(Duration.parse(duration))).isEqualTo(words);
  }

  @Test
  void timesAreTheReadersAndCarryTheirDayUnlessItIsToday() {
    Words utc = new Words(NOW, ZoneOffset.UTC);

    assertThat(utc.time(NOW.minusSeconds(3600))).isEqualTo("11:00");
    assertThat(utc.time(NOW.minus(Duration.ofDays(1)))).isEqualTo("Tue 12:00");
    assertThat(utc.time(NOW.minus(Duration.ofDays(40)))).isEqualTo("2026-03-27 12:00");
    assertThat(new Words(NOW, ZoneId.of("Europe/Berlin")).time(NOW)).isEqualTo("14:00");
  }
}
