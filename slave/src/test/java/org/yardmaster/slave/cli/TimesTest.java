package org.yardmaster.slave.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yardmaster.slave.SettingsException;

final class TimesTest {
  private final Times times =
      new Times(Clock.fixed(Instant.parse("2026-03-28T11:00:00Z"), ZoneId.of("Europe/Berlin")));

  @ParameterizedTest
  @CsvSource({
    "17:30, 2026-03-28T16:30:00Z",
    "9:00, 2026-03-29T07:00:00Z",
    "2026-12-24T08:00, 2026-12-24T07:00:00Z",
    "2026-12-24 08:00, 2026-12-24T07:00:00Z",
    "2026-12-24T08:00Z, 2026-12-24T08:00:00Z",
    "2026-12-24T08:00+05:30, 2026-12-24T02:30:00Z"
  })
  void timesAreUnderstoodWhereTheSlaveIs(String text, Instant at) {
    assertThat(times.at(text)).isEqualTo(at);
  }

  @ParameterizedTest
  @CsvSource({
    "90m, 2026-03-28T12:30:00Z",
    "2h, 2026-03-28T13:00:00Z",
    "1d12h, 2026-03-29T23:00:00Z",
    "1d, 2026-03-29T11:00:00Z"
  })
  void lengthsAreUnderstood(String text, Instant at) {
    assertThat(times.after(text)).isEqualTo(at);
  }

  @ParameterizedTest
  @ValueSource(strings = {"25:00", "tomorrow", "", "2025-01-01T00:00"})
  void otherTimesAreMistakes(String text) {
    assertThatThrownBy(() -> times.at(text)).isInstanceOf(SettingsException.class);
  }

  @Test
  void otherLengthsAreMistakes() {
    assertThatThrownBy(() -> times.after("soon")).isInstanceOf(SettingsException.class);
    assertThatThrownBy(() -> times.after("")).isInstanceOf(SettingsException.class);
  }
}
