package org.yardmaster.master.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class LoopClockTest {
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

  private Instant machine = BEGIN;
  private final LoopClock clock = new LoopClock(() -> machine, BEGIN);

  @Test
  void itStandsStillUntilAMachineWhoseClockWasSetBackHasCaughtUp() {
    machine = BEGIN.minus(Duration.ofHours(1));
    assertThat(clock.now()).isEqualTo(BEGIN);

    machine = BEGIN.plusMillis(1);
    assertThat(clock.now()).isEqualTo(machine);
  }

  @Test
  void whoWaitsForAnInstantWaitsUntilTheMachinesClockHasCaughtUp() {
    machine = BEGIN.minus(Duration.ofHours(1));

    assertThat(clock.until(BEGIN.plusMillis(1))).isEqualTo(Duration.ofHours(1).plusMillis(1));
    assertThat(clock.until(machine.minusMillis(1))).isZero();
  }
}
