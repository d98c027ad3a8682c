package org.yardmaster.master.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.yardmaster.protocol.message.Answer;

final class RefusalsTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  private static final Answer.Refused NO = new Answer.Refused(Answer.Code.INVALID, "no");

  private final Refusals refusals = new Refusals();

  @Test
  void aRefusalIsKeptForADay() {
    refusals.keep("a", NO, NOW);
    refusals.keep("b", NO, NOW.plus(Duration.ofDays(1)));
    assertThat(refusals.of("a")).contains(NO);
    refusals.keep("c", NO, NOW.plus(Duration.ofDays(1)).plusMillis(1));
    assertThat(refusals.of("a")).isEmpty();
    assertThat(refusals.of("b")).contains(NO);
  }

  @Test
  void onlyTheNewestAreKept() {
    for (int i = 0; i <= 10_000; i++) {
      refusals.keep("c" + i, NO, NOW);
    }
    assertThat(refusals.of("c0")).isEmpty();
    assertThat(refusals.of("c1")).contains(NO);
  }
}
