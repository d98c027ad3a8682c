package org.yardmaster.master.farm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.yardmaster.protocol.message.Command;
import org.yardmaster.protocol.message.FarmChange;
import org.yardmaster.protocol.model.Place;
import org.yardmaster.protocol.model.RequestId;

/// A spot to which requests are moved until there is no room left.
final class CrowdedPlacesTest {
  private static final int LONGEST = 72;

  private final TestFarm t = new TestFarm().simple();
  private RequestId first;
  private RequestId a;
  private RequestId b;
  private RequestId last;

  /// What each command leaves: its number, and the order before it.
  private record Moved(long number, List<RequestId> before) {}

  @BeforeEach
  void queue() {
    first = t.submit("b");
    a = t.submit("b");
    b = t.submit("b");
    last = t.submit("b");
  }

  private Moved move(RequestId moved, RequestId anchor) {
    List<RequestId> before = t.queue();
    return new Moved(
        t.accepted(new Command.Move(List.of(moved), Command.Side.BEFORE, anchor)).number(), before);
  }

  /// The two between the others change places over and over.
  private List<Moved> swap(int times) {
    List<Moved> moves = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      moves.add(i % 2 == 0 ? move(b, a) : move(a, b));
      assertThat(t.queue())
          .isEqualTo(i % 2 == 0 ? List.of(first, b, a, last) : List.of(first, a, b, last));
    }
    return moves;
  }

  /// Swaps them until others than the moved one get another place.
  private List<Moved> swapUntilSpread() {
    List<Moved> moves = new ArrayList<>();
    do {
      t.changes.clear();
      moves.addAll(swap(2));
    } while (kept() == 2);
    return moves;
  }

  private long kept() {
    return t.changes.stream()
        .filter(change -> change instanceof Change.Shown(FarmChange.RequestKept _))
        .count();
  }

  private void undo(long number) {
    t.accepted(new Command.Undo(Optional.of(number)));
  }

  private Place placeOf(RequestId request) {
    return t.request(request).place();
  }

  @Test
  void movesBeforeTheOneJustMovedFindRoomForEver() {
    List<Place> outside = List.of(placeOf(first), placeOf(last));
    for (int i = 0; i < 50; i++) {
      t.changes.clear();
      swap(500);
      assertThat(t.farm.snapshot().requests())
          .allMatch(request -> request.place().key().length() <= LONGEST);
      assertThat(kept()).isLessThan(2 * 500);
    }
    assertThat(List.of(placeOf(first), placeOf(last))).isEqualTo(outside);
  }

  @Test
  void movesBehindTheOneJustMovedFindRoomForEver() {
    for (int i = 0; i < 2_000; i++) {
      RequestId moved = i % 2 == 0 ? a : b;
      t.accepted(new Command.Move(List.of(moved), Command.Side.BEHIND, i % 2 == 0 ? b : a));
      assertThat(t.queue()).first().isEqualTo(first);
      assertThat(t.queue()).last().isEqualTo(last);
      assertThat(placeOf(moved).key().length()).isLessThanOrEqualTo(LONGEST);
    }
  }

  @Test
  void eachMoveIsTakenBackInTurnWhateverWasSpreadMeanwhile() {
    List<Moved> moves = swap(300);
    for (Moved moved : moves.reversed()) {
      undo(moved.number);
      assertThat(t.queue()).isEqualTo(moved.before);
    }
  }

  @Test
  void whatIsTakenBackIsDoneAgain() {
    List<Moved> moves = swapUntilSpread();
    List<RequestId> after = t.queue();
    List<Long> undos = new ArrayList<>();
    for (Moved moved : moves.reversed()) {
      undos.add(t.accepted(new Command.Undo(Optional.of(moved.number))).number());
    }
    undos.reversed().forEach(this::undo);

    assertThat(t.queue()).isEqualTo(after);
  }

  @Test
  void aMoveIsTakenBackThoughOneThatWasSpreadHasEnded() {
    List<Moved> moves = swapUntilSpread();
    t.accepted(new Command.Cancel(List.of(b), "no more"));
    undo(moves.getLast().number);

    assertThat(t.queue()).containsExactly(first, a, last);
  }

  @Test
  void takingBackAMoveDisturbsNobodyWhoCameSince() {
    List<Moved> moves = swapUntilSpread();
    move(last, b);
    undo(moves.getLast().number);

    assertThat(t.queue()).containsSubsequence(first, last, b).contains(a);
  }

  @Test
  void aCrowdIsSpreadInPartsOfAFewHundred() {
    List<RequestId> many = IntStream.range(0, 2_000).mapToObj(_ -> t.submit("b")).toList();
    RequestId anchor = last;
    long written = 0;
    for (RequestId moved : many) {
      t.changes.clear();
      move(moved, anchor);
      anchor = moved;
      assertThat(kept()).isLessThan(250);
      assertThat(placeOf(moved).key().length()).isLessThanOrEqualTo(LONGEST);
      written += kept();
    }

    assertThat(t.queue().subList(3, 2_003)).isEqualTo(many.reversed());
    assertThat(written).isLessThan(10 * 2_000);
  }
}
