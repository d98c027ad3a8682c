package org.yardmaster.master.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.RequestId;
import picocli.CommandLine.TypeConversionException;

final class TypedTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @Test
  void requestsAreNumbersRangesOrBothEachOnce() {
    assertThat(
            RequestRange.all(
                List.of(
                    RequestRange.parse("#19"),
                    RequestRange.parse("17-20"),
                    RequestRange.parse("#3"))))
        .containsExactly(
            new RequestId(3),
            new RequestId(17),
            new RequestId(18),
            new RequestId(19),
            new RequestId(20));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "20-17", "1-99999", "-3", "17-", "1,2"})
  void whatIsNoRequestIsSaidSo(String text) {
    assertThatThrownBy(() -> RequestRange.parse(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("'" + text + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"31", "build-31", "build 31"})
  void buildsAreNumbersWithOrWithoutTheirWord(String text) {
    assertThat(Typed.build(text)).isEqualTo(new BuildId(31));
  }

  @ParameterizedTest
  @CsvSource({
    "18:30, 2026-05-06T16:30:00Z",
    "07:00, 2026-05-07T05:00:00Z",
    "2026-05-10 07:00, 2026-05-10T05:00:00Z",
    "2026-05-10T07:00:00Z, 2026-05-10T07:00:00Z"
  })
  void anEndIsTheNextTimeOfDayOrADayOrAnInstant(String text, Instant expected) {
    Instant now = Instant.parse("2026-05-06T12:00:00Z");

    assertThat(Typed.until(text, now, BERLIN)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "+2h, 2026-05-06T14:00:00Z",
    "+1h30m, 2026-05-06T13:30:00Z",
    "22:00, 2026-05-06T20:00:00Z",
    "2026-11-23T22:00, 2026-11-23T21:00:00Z",
    "2026-11-23 22:00, 2026-11-23T21:00:00Z",
    "2026-05-10T07:00:00Z, 2026-05-10T07:00:00Z"
  })
  void aBeginIsAlsoATimeFromNow(String text, Instant expected) {
    Instant now = Instant.parse("2026-05-06T12:00:00Z");

    assertThat(Typed.at(text, now, BERLIN)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "+", "+2", "2h", "soon", "2026-11-23", "2026-01-01T00:00"})
  void whatIsNoTimeToComeIsAMatterOfUsage(String text) {
    Instant now = Instant.parse("2026-05-06T12:00:00Z");

    assertThatThrownBy(() -> Typed.at(text, now, BERLIN))
        .isInstanceOfSatisfying(
            Failure.class, failure -> assertThat(failure.code()).isEqualTo(ExitCode.USAGE))
        .hasMessageContaining("'" + text + "'");
  }

  @Test
  void whatIsNoTimeIsAMatterOfUsage() {
    assertThatThrownBy(() -> Typed.until("soon", Instant.EPOCH, BERLIN))
        .isInstanceOfSatisfying(
            Failure.class, failure -> assertThat(failure.code()).isEqualTo(ExitCode.USAGE));
  }
}
