package org.yardmaster.master.consoles;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class LoginGuardTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private final LoginGuard guard = new LoginGuard();

  @Test
  void nobodyWaitsBeforeTheFirstFailure() {
    assertThat(guard.wait("anna", "10.0.0.1", NOW)).isZero();
  }

  @Test
  void theWaitDoublesWithEachFailureUpToHalfAMinute() {
    guard.failed("anna", "10.0.0.1", NOW);
    assertThat(guard.wait("anna", "10.0.0.2", NOW)).isEqualTo(Duration.ofMillis(500));
    guard.failed("anna", "10.0.0.2", NOW);
    assertThat(guard.wait("anna", "10.0.0.3", NOW)).isEqualTo(Duration.ofSeconds(1));
    for (int i = 0; i < 40; i++) {
      guard.failed("anna", "10.0.0.3", NOW);
    }
    assertThat(guard.wait("anna", "10.0.0.4", NOW)).isEqualTo(Duration.ofSeconds(30));
    assertThat(guard.wait("anna", "10.0.0.4", NOW.plusSeconds(30))).isZero();
  }

  @Test
  void aHostThatGuessesNamesIsSlowedDownForEveryName() {
    guard.failed("anna", "10.0.0.1", NOW);
    guard.failed("tom", "10.0.0.1", NOW);

    assertThat(guard.wait("vera", "10.0.0.1", NOW)).isEqualTo(Duration.ofSeconds(1));
    assertThat(guard.wait("vera", "10.0.0.2", NOW)).isZero();
  }

  @Test
  void successAndAQuietQuarterOfAnHourForgetFailures() {
    guard.failed("anna", "10.0.0.1", NOW);
    guard.failed("anna", "10.0.0.1", NOW);
    guard.failed("anna", "10.0.0.1", NOW.plus(Duration.ofMinutes(16)));
    assertThat(guard.wait("anna", "10.0.0.1", NOW.plus(Duration.ofMinutes(16))))
        .isEqualTo(Duration.ofMillis(500));

    guard.succeeded("anna", "10.0.0.1");
    assertThat(guard.wait("anna", "10.0.0.1", NOW.plus(Duration.ofMinutes(16)))).isZero();
  }
}
