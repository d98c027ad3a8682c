package org.yardmaster.master.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A store whose process is killed with -9 in the middle of its work has every batch it
/// acknowledged, whole.
final class KillIT {
  private static final int ROUNDS = Boolean.getBoolean("long") ? 50 : 5;
  private static final int MOST_BATCHES_A_ROUND = 80;

  @TempDir private Path data;

  @Test
  void killedStoreHasAllItAcknowledged() throws Exception {
    long seed = new Random().nextLong();
    System.out.println("killed store: seed " + seed);
    Random random = new Random(seed);
    long stored = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long acknowledged = killedAfter(random.nextInt(MOST_BATCHES_A_ROUND), seed);
      assertThat(acknowledged).isGreaterThan(stored);
      stored = StoreProcess.checkAll(data, seed, acknowledged);
    }
  }

  /// Runs the store until it has acknowledged some batches, kills it while it works on, and gives
  /// the last it said.
  private long killedAfter(int batches, long seed) throws Exception {
    long last = 0;
    try (StoreProcess process = StoreProcess.start(data, seed)) {
      process.order("go on for ever");
      for (int i = 0; i <= batches; i++) {
        last = process.answer().orElseThrow();
      }
      process.kill();
      for (OptionalLong more = process.answer(); more.isPresent(); more = process.answer()) {
        last = more.getAsLong();
      }
    }
    return last;
  }
}
