package org.yardmaster.protocol.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.yardmaster.protocol.link.Heartbeat.Verdict;

final class HeartbeatTest {
  private static final Duration QUARTER = Duration.ofSeconds(15).dividedBy(4);

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final Heartbeat heartbeat =
      new Heartbeat(Duration.ofSeconds(15), Duration.ofSeconds(45), now);

  private Verdict after(Duration time) {
    now = now.plus(time);
    return heartbeat.check(now);
  }

  /// Checks as often as it wants to be, until the line counts as dead.
  private Duration silenceUntilDead() {
    Instant from = now;
    while (after(QUARTER) != Verdict.DEAD) {
      assertThat(now).isBefore(from.plus(Duration.ofHours(5)));
    }
    return Duration.between(from, now);
  }

  @Test
  void silenceMakesALineDead() {
    assertThat(silenceUntilDead()).isEqualTo(Duration.ofSeconds(45));
  }

  @Test
  void whoStoodStillHasNotHeardSilence() {
    assertThat(after(Duration.ofHours(1))).isEqualTo(Verdict.PING);
    assertThat(silenceUntilDead()).isEqualTo(Duration.ofSeconds(45));
  }

  @Test
  void aLineHeardAfterStandingStillIsFoundDeadAsSoonAsAnyOther() {
    now = now.plus(Duration.ofHours(1));
    heartbeat.heard(now);
    heartbeat.check(now);

    assertThat(silenceUntilDead()).isEqualTo(Duration.ofSeconds(45));
  }
}
