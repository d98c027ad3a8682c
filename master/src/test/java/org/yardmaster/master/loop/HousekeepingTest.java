package org.yardmaster.master.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.yardmaster.master.farm.Decision;
import org.yardmaster.master.store.MemoryStore;
import org.yardmaster.protocol.model.BuildId;

/// When the database is written out, by the length of its log.
final class HousekeepingTest {
  private static final long MB = 1 << 20;
  private static final Duration LONG = Duration.ofSeconds(10);

  private final MemoryStore store = new MemoryStore();
  private final Housekeeping housekeeping = new Housekeeping(store, new Silent());

  private static final class Silent implements Outward {
    @Override
    public void carryOut(Decision decision) {}

    @Override
    public void notice(String text) {}

    @Override
    public void removeLogs(List<BuildId> builds, Consumer<List<BuildId>> gone) {}
  }

  /// In such a moment a log of so many bytes is written out, and no shorter one.
  private void assertWrittenOutFrom(long bytes, boolean idle, boolean quiet) {
    store.setLogBytes(bytes - 1);
    housekeeping.tidy(idle, quiet);
    assertThat(store.checkpoints()).isZero();

    store.setLogBytes(bytes);
    housekeeping.tidy(idle, quiet);
    assertThat(store.checkpoints()).isEqualTo(1);
  }

  @Test
  void whileEventsWaitOnlyALongLogIsWrittenOut() {
    assertWrittenOutFrom(32 * MB, false, false);
  }

  @Test
  void whenNobodyWaitsAShorterOneIs() {
    assertWrittenOutFrom(16 * MB, false, true);
  }

  @Test
  void anIdleMomentIsUsedForAShortOne() {
    assertWrittenOutFrom(MB, true, true);
  }

  @Test
  void anIdleMomentIsSoughtWhileItWouldBeUsed() {
    store.setLogBytes(MB - 1);
    assertThat(housekeeping.napBefore(LONG)).isEqualTo(LONG);

    store.setLogBytes(MB);
    assertThat(housekeeping.napBefore(LONG)).isEqualTo(Duration.ofSeconds(5));

    housekeeping.tidy(true, true);
    assertThat(housekeeping.napBefore(LONG)).isEqualTo(LONG);
  }

  @Test
  void aCheckpointThatFailsIsTriedAgain() {
    store.setLogBytes(32 * MB);
    store.failNextCheckpoint();

    housekeeping.tidy(false, true);
    assertThat(store.logBytes()).isEqualTo(32 * MB);
    housekeeping.tidy(false, true);

    assertThat(store.logBytes()).isZero();
  }
}
