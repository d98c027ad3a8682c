package org.yardmaster.master.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.yardmaster.master.farm.Change;
import org.yardmaster.master.farm.CommandRecord;
import org.yardmaster.master.store.MemoryStore;
import org.yardmaster.master.store.PlainRows;
import org.yardmaster.protocol.message.Answer;
import org.yardmaster.protocol.message.Command;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.HistoryLimits;
import org.yardmaster.protocol.model.PauseScope;

/// How the memory of commands' ids is kept short.
final class PrunerTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  private final MemoryStore store = new MemoryStore();
  private final Pruner pruner = new Pruner(store, new SilentOutward());

  @Test
  void aDaysIdsGoInSlicesWithTimeForOthersBetweenThem() throws Exception {
    store.commit(
        new Store.Batch(
            1, 1, NOON, LongStream.rangeClosed(1, 600).mapToObj(PrunerTest::resumed).toList()));
    Instant now = NOON.plus(Duration.ofDays(1));

    int slices = 0;
    do {
      pruner.prune(HistoryLimits.none(), 0, now);
      slices++;
      now = now.plus(pruner.untilNext(now));
    } while (now.isBefore(NOON.plus(Duration.ofDays(1)).plusSeconds(1)));

    assertThat(slices).isEqualTo(3);
    assertThat(store.forgetCommandIds(now, 1)).isZero();
    assertThat(store.commands()).hasSize(600);
  }

  @Test
  void youngerIdsStay() throws Exception {
    store.commit(new Store.Batch(1, 1, NOON, List.of(resumed(1))));

    pruner.prune(HistoryLimits.none(), 0, NOON.plus(Duration.ofDays(1)).minusMillis(1));

    assertThat(store.commandOf("command 1")).isPresent();
    assertThat(store.forgetCommandIds(NOON.plus(Duration.ofDays(1)), 10)).isOne();
  }

  private static Change resumed(long number) {
    return new Change.CommandKept(
        new CommandRecord(
            number,
            "command " + number,
            NOON,
            "ann",
            new Command.Resume(PauseScope.farm()),
            new Answer.Accepted(number, "", Optional.empty()),
            List.of(),
            0));
  }

  @Test
  void logsThatCouldNotBeHandedOverAreHandedOverLater() throws Exception {
    store.commit(new Store.Batch(1, 1, NOON, PlainRows.finished(1)));
    List<BuildId> handedOver = new ArrayList<>();
    Pruner unlucky =
        new Pruner(
            store,
            new SilentOutward() {
              private boolean refused;

              @Override
              public void removeLogs(List<BuildId> builds, Consumer<List<BuildId>> gone) {
                if (!refused) {
                  refused = true;
                  throw new RejectedExecutionException("made to fail");
                }
                handedOver.addAll(builds);
              }
            });
    HistoryLimits nothing = new HistoryLimits(Optional.empty(), Optional.of(0L));

    unlucky.prune(nothing, 1, NOON);
    unlucky.prune(nothing, 1, NOON.plus(Duration.ofMinutes(1)));

    assertThat(handedOver).containsExactly(new BuildId(1));
  }
}
