package org.yardmaster.console.words;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Times to come, as people write them.
final class MomentTest {
  private final Moment moment =
      new Moment(Instant.parse("2026-03-03T14:20:00Z"), ZoneId.of("Europe/Berlin"));

  @ParameterizedTest
  @CsvSource({
    "22:00, 2026-03-03T21:00:00Z",
    "7:30, 2026-03-04T06:30:00Z",
    "15:20, 2026-03-04T14:20:00Z",
    "2026-07-01 07:00, 2026-07-01T05:00:00Z",
    "+2h, 2026-03-03T16:20:00Z",
    "+30min, 2026-03-03T14:50:00Z",
    "+30 m, 2026-03-03T14:50:00Z",
    "+1d, 2026-03-04T14:20:00Z"
  })
  void meansAnInstantInTheReadersZone(String text, Instant at) {
    assertThat(moment.read(text)).contains(at);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "25:00", "12:75", "2026-13-01 07:00", "+2", "2h"})
  void meansNothing(String text) {
    assertThat(moment.read(text)).isEmpty();
  }

  @Test
  void spansAreToldInOneUnit() {
    assertThat(Times.about(Duration.ofMinutes(40))).isEqualTo("40 min");
    assertThat(Times.about(Duration.ofSeconds(119))).isEqualTo("119 s");
    assertThat(Times.about(Duration.ofHours(5))).isEqualTo("5 h");
    assertThat(Times.about(Duration.ofDays(3))).isEqualTo("3 d");
  }
}
