package org.yardmaster.master.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.yardmaster.master.farm.Missed;
import org.yardmaster.protocol.model.RequestId;
import org.yardmaster.protocol.testing.ManualTimer;

final class SafetyPassTest {
  private final ManualTimer timer = new ManualTimer();
  private final Deque<Missed> parts = new ArrayDeque<>();
  private final SafetyPass pass =
      new SafetyPass(_ -> CompletableFuture.completedFuture(parts.remove()), timer);

  @Test
  void goesThroughTheQueueInPartsWithBreathsBetween() {
    parts.add(new Missed(List.of(), 100, Optional.of(new RequestId(100))));
    parts.add(new Missed(List.of(), 7, Optional.empty()));

    CompletableFuture<SafetyPass.Counts> done = pass.pass();
    assertThat(done).isNotDone();
    timer.advance(Duration.ofMillis(20));

    assertThat(done).isCompletedWithValue(new SafetyPass.Counts(1, 107, 0));
  }

  @Test
  void whatWasMissedIsCountedOnce() {
    parts.add(new Missed(List.of(new RequestId(3)), 5, Optional.empty()));
    parts.add(new Missed(List.of(new RequestId(3), new RequestId(4)), 5, Optional.empty()));

    assertThat(pass.pass()).isDone();
    assertThat(pass.pass()).isDone();

    assertThat(pass.counts()).isEqualTo(new SafetyPass.Counts(2, 10, 2));
  }
}
