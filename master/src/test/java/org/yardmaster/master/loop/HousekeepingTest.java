package org.yardmaster.master.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.yardmaster.master.store.MemoryStore;

/// When the database is written out, by the length of its log.
final class HousekeepingTest {
  private static final long MB = 1 << 20;
  private static final Duration BUSY = Duration.ZERO;
  private static final Duration IDLE = Duration.ofSeconds(5);
  private static final Duration LONG = Duration.ofSeconds(10);

  private final MemoryStore store = new MemoryStore();
  private final Housekeeping housekeeping =
      new Housekeeping(store, new SilentOutward(), new Stoppage(new SilentOutward()));

  /// In such a moment a log of so many bytes is written out, and no shorter one.
  private void assertWrittenOutFrom(long bytes, Duration still, boolean quiet) {
    store.setLogBytes(bytes - 1);
    housekeeping.tidy(still, quiet);
    assertThat(store.checkpoints()).isZero();

    store.setLogBytes(bytes);
    housekeeping.tidy(still, quiet);
    assertThat(store.checkpoints()).isEqualTo(1);
  }

  @Test
  void whileEventsWaitOnlyALongLogIsWrittenOut() {
    assertWrittenOutFrom(32 * MB, BUSY, false);
  }

  @Test
  void whenNobodyWaitsAShorterOneIs() {
    assertWrittenOutFrom(16 * MB, BUSY, true);
  }

  @Test
  void anIdleMomentIsUsedForAShortOne() {
    assertWrittenOutFrom(MB, IDLE, true);
  }

  @Test
  void aPauseBetweenTwoEventsIsNoIdleMoment() {
    assertWrittenOutFrom(16 * MB, IDLE.minusMillis(1), true);
  }

  @Test
  void anIdleMomentIsSoughtWhileItWouldBeUsed() {
    store.setLogBytes(MB - 1);
    assertThat(housekeeping.napBefore(LONG)).isEqualTo(LONG);

    store.setLogBytes(MB);
    assertThat(housekeeping.napBefore(LONG)).isEqualTo(IDLE);

    housekeeping.tidy(IDLE, true);
    assertThat(housekeeping.napBefore(LONG)).isEqualTo(LONG);
  }

  @Test
  void aCheckpointThatFailsIsTriedAgain() {
    store.setLogBytes(32 * MB);
    store.failNextCheckpoints(1);

    housekeeping.tidy(BUSY, true);
    assertThat(store.logBytes()).isEqualTo(32 * MB);
    housekeeping.tidy(BUSY, true);

    assertThat(store.logBytes()).isZero();
  }

  @Test
  void aCheckpointThatFailsAgainAndAgainIsLoggedOnceUntilOneSucceeds() {
    try (Logged logged = new Logged()) {
      store.failNextCheckpoints(3);
      for (int turn = 0; turn < 4; turn++) {
        store.setLogBytes(32 * MB);
        housekeeping.tidy(BUSY, true);
      }
      assertThat(logged.complaints()).hasSize(1);

      store.failNextCheckpoints(1);
      store.setLogBytes(32 * MB);
      housekeeping.tidy(BUSY, true);
      assertThat(logged.complaints()).hasSize(2);
    }
  }
}
