package org.yardmaster.master.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.yardmaster.master.farm.Event;
import org.yardmaster.master.farm.FarmSnapshot;
import org.yardmaster.master.farm.Stamped;
import org.yardmaster.protocol.message.Command;
import org.yardmaster.protocol.model.PauseScope;

final class TwinTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private static final List<Stamped> PAUSE =
      List.of(
          new Stamped(
              NOW,
              new Event.Commanded(
                  "c1",
                  new Event.Person("anna", true),
                  new Command.Pause(PauseScope.farm(), "", Optional.empty()),
                  Optional.empty())));

  private final BlockingQueue<Long> followed = new LinkedBlockingQueue<>();

  private static Twin twin(Twin.Follower follower) {
    return new Twin(new Store.Recovered(FarmSnapshot.empty(), 0, 1, NOW), follower);
  }

  private static Store.Batch batch(long number) {
    return new Store.Batch(number, 1, NOW, List.of());
  }

  @Test
  void otherChangesThanTheLoopsAreCounted() throws Exception {
    try (Twin twin = twin((_, _, _) -> {})) {
      twin.follow(batch(1), PAUSE);
      twin.ask(Twin.View::batch).get();

      assertThat(twin.disagreements()).isEqualTo(1);
    }
  }

  @Test
  void aQuestionIsAnsweredWithAllThatWasHandedOverBefore() throws Exception {
    try (Twin twin = twin((batch, _, _) -> followed.add(batch))) {
      twin.follow(batch(1), List.of());
      twin.follow(batch(2), List.of());
      assertThat(twin.ask(Twin.View::batch).get()).isEqualTo(2);
      assertThat(followed).containsExactly(1L, 2L);
    }
  }

  @Test
  void whatWasHandedOverIsFoldedThoughNobodyAsks() throws Exception {
    try (Twin twin = twin((batch, _, _) -> followed.add(batch))) {
      twin.follow(batch(1), List.of());
      twin.catchUp();
      assertThat(followed.poll(30, TimeUnit.SECONDS)).isEqualTo(1);
    }
  }

  @Test
  void aFollowerThatFailsCostsNoLaterBatch() throws Exception {
    Twin.Follower failsOnce =
        (batch, _, _) -> {
          followed.add(batch);
          if (batch == 1) {
            throw new IllegalStateException("broken");
          }
        };
    try (Twin twin = twin(failsOnce)) {
      twin.follow(batch(1), List.of());
      twin.follow(batch(2), List.of());
      assertThat(twin.ask(Twin.View::batch).get()).isEqualTo(2);
      assertThat(followed).containsExactly(1L, 2L);
    }
  }
}
