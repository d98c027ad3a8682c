package org.yardmaster.master.consoles;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.yardmaster.protocol.message.ConsoleFrame;
import org.yardmaster.protocol.message.FarmChange;
import org.yardmaster.protocol.model.Pause;
import org.yardmaster.protocol.model.PauseScope;

/// Rows here are pauses of builders: the smallest row there is.
final class FeedTest {
  private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");
  private final List<ConsoleFrame> sent = new ArrayList<>();
  private long queued;
  private int asked;
  private int rests;
  private final Feed feed = new Feed(sent::add, () -> queued, () -> asked++, () -> rests++);

  /// An empty farm has been told, long ago.
  private void quiet() {
    feed.begin(List.of(), 1, AT);
    feed.restOver();
    sent.clear();
  }

  private static FarmChange row(int builder, String reason) {
    return new FarmChange.PauseKept(
        new Pause(PauseScope.builder("b" + builder), "anna", AT, reason, Optional.empty()));
  }

  private static List<FarmChange> rows(int count) {
    return IntStream.range(0, count).mapToObj(i -> row(i, "old")).toList();
  }

  private List<ConsoleFrame.Changed> changes() {
    return sent.stream()
        .filter(ConsoleFrame.Changed.class::isInstance)
        .map(ConsoleFrame.Changed.class::cast)
        .toList();
  }

  @Test
  void nothingIsSentBeforeTheConsoleSubscribes() {
    feed.offer(1, AT, rows(1));

    assertThat(sent).isEmpty();
  }

  @Test
  void aSnapshotComesInChunksAndEndsWithItsBatch() {
    feed.begin(rows(600), 7, AT);

    assertThat(sent).hasSize(4);
    assertThat(sent.subList(0, 3))
        .extracting(f -> ((ConsoleFrame.SnapshotChunk) f).rows().size())
        .containsExactly(250, 250, 100);
    assertThat(sent.get(3)).isEqualTo(new ConsoleFrame.Changed(7, AT, List.of()));
  }

  @Test
  void anEmptyFarmIsASnapshotToo() {
    feed.begin(List.of(), 7, AT);

    assertThat(sent)
        .containsExactly(
            new ConsoleFrame.SnapshotChunk(true, 0, List.of()),
            new ConsoleFrame.Changed(7, AT, List.of()));
  }

  @Test
  void aSlowConsoleGetsOnlyTheNewestStateOfEachRow() {
    quiet();
    queued = Long.MAX_VALUE;
    for (int batch = 2; batch < 1_000; batch++) {
      feed.offer(batch, AT, List.of(row(batch % 2, "at " + batch)));
    }
    assertThat(sent).isEmpty();
    assertThat(asked).isPositive();

    queued = 0;
    feed.pump();
    assertThat(changes())
        .containsExactly(
            new ConsoleFrame.Changed(999, AT, List.of(row(0, "at 998"), row(1, "at 999"))));
  }

  @Test
  void changeAfterASilenceIsToldAtOnceAndThoseThatFollowTogether() {
    quiet();
    feed.offer(2, AT, List.of(row(1, "a")));
    feed.offer(3, AT, List.of(row(1, "b")));
    feed.offer(4, AT, List.of(row(2, "c")));
    assertThat(changes()).containsExactly(new ConsoleFrame.Changed(2, AT, List.of(row(1, "a"))));

    feed.restOver();
    assertThat(changes().getLast())
        .isEqualTo(new ConsoleFrame.Changed(4, AT, List.of(row(1, "b"), row(2, "c"))));
    assertThat(asked).isZero();
  }

  @Test
  void consoleThatIsToldNothingIsNotLookedAtAgain() {
    quiet();
    feed.offer(2, AT, rows(1));
    assertThat(rests).isEqualTo(2);
    feed.restOver();
    assertThat(rests).isEqualTo(2);
    assertThat(changes()).hasSize(1);
  }

  @Test
  void snapshotGoesOnThoughTheConsoleWasJustTold() {
    feed.begin(List.of(), 1, AT);
    queued = Long.MAX_VALUE;
    feed.begin(rows(300), 2, AT);
    assertThat(asked).isPositive();
    queued = 0;
    feed.pump();
    assertThat(changes()).hasSize(1);
    feed.restOver();
    assertThat(changes().getLast()).isEqualTo(new ConsoleFrame.Changed(2, AT, List.of()));
  }

  @Test
  void consoleThatHasBeenToldEverythingIsNotAskedWhenItHasReadIt() {
    feed.offer(1, AT, rows(1));
    feed.begin(rows(600), 2, AT);
    feed.offer(3, AT, rows(1));

    assertThat(asked).isZero();
  }

  @Test
  void onlyTheLastPartOfALargeBatchCarriesItsNumber() {
    quiet();
    feed.offer(2, AT, rows(300));

    assertThat(changes()).extracting(ConsoleFrame.Changed::batch).containsExactly(1L, 2L);
  }

  @Test
  void changesDuringASnapshotComeAfterIt() {
    queued = Long.MAX_VALUE;
    feed.begin(rows(300), 1, AT);
    feed.offer(2, AT, List.of(row(5, "new")));
    queued = 0;
    feed.pump();

    assertThat(sent).hasSize(3);
    assertThat(sent.getLast()).isEqualTo(new ConsoleFrame.Changed(2, AT, List.of(row(5, "new"))));
  }

  @Test
  void whatAConsoleMissedIsKnownForAWhile() {
    RecentChanges recent = new RecentChanges(10);
    assertThat(recent.since(10)).contains(List.of());
    assertThat(recent.since(9)).isEmpty();
    recent.add(11, rows(1));
    recent.add(12, rows(2));

    assertThat(recent.since(10).orElseThrow()).hasSize(3);
    assertThat(recent.since(11).orElseThrow()).hasSize(2);
    assertThat(recent.since(13)).isEmpty();
    recent.add(13, rows(20_000));
    assertThat(recent.since(10)).isEmpty();
    assertThat(recent.since(12).orElseThrow()).hasSize(20_000);
  }

  @Test
  void batchesThatShowNothingAreNotKeptForEver() {
    RecentChanges recent = new RecentChanges(0);
    for (int number = 1; number <= 20_001; number++) {
      recent.add(number, List.of());
    }
    assertThat(recent.since(0)).isEmpty();
    assertThat(recent.since(1)).contains(List.of());
  }
}
