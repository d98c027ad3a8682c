package org.yardmaster.master.farm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.yardmaster.master.farm.TestFarm.aging;
import static org.yardmaster.master.farm.TestFarm.builder;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.yardmaster.protocol.message.Command;
import org.yardmaster.protocol.model.FarmSettings;
import org.yardmaster.protocol.model.OrderKey;
import org.yardmaster.protocol.model.RequestId;

final class AgingTest {
  private static final Duration WORTH = Duration.ofMinutes(20);

  private final TestFarm t = new TestFarm();

  @BeforeEach
  void waitingCounts() {
    configure(aging(WORTH));
  }

  private void configure(FarmSettings settings) {
    t.config(settings, List.of(), Map.of("b", builder(5)), Map.of("s", 1));
  }

  private RequestId at(int priority, Duration later) {
    t.tick(later);
    return t.submit("b", priority);
  }

  @Test
  void waitingMakesUpForPriority() {
    RequestId low = at(1, Duration.ZERO);
    RequestId soon = at(3, WORTH.multipliedBy(2).minusMillis(1));
    RequestId late = at(3, Duration.ofMillis(2));

    assertThat(t.queue()).containsExactly(soon, low, late);
  }

  @Test
  void agingKeyNeverChanges() {
    List<RequestId> queue = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      queue.add(at(i % 4, Duration.ofMinutes(7)));
    }
    List<OrderKey> keys = queue.stream().map(id -> t.request(id).order()).toList();
    t.changes.clear();
    t.tick(Duration.ofDays(30));

    assertThat(queue.stream().map(id -> t.request(id).order()).toList()).isEqualTo(keys);
    assertThat(t.changes).noneMatch(change -> change.key() instanceof RequestId);
  }

  @Test
  void movedRequestKeepsItsPlaceAmongAging() {
    RequestId first = at(2, Duration.ZERO);
    RequestId second = at(2, Duration.ofMinutes(1));
    RequestId moved = at(0, Duration.ofMinutes(1));
    t.accepted(new Command.Move(List.of(moved), Command.Side.BEHIND, first));
    assertThat(t.queue()).containsExactly(first, moved, second);
    assertThat(t.request(moved).priority()).isEqualTo(2);
    assertThat(t.request(moved).countsFrom()).isEqualTo(t.request(first).countsFrom());

    RequestId later = at(2, Duration.ofHours(9));
    assertThat(t.queue()).containsExactly(first, moved, second, later);
  }

  @Test
  void movedToTheTopIsFirstOfItsPriorityOnly() {
    RequestId high = at(9, Duration.ZERO);
    RequestId low = at(1, Duration.ofMinutes(1));
    RequestId lower = at(1, Duration.ofMinutes(1));
    t.accepted(new Command.MoveToEnd(List.of(lower), Command.End.TOP));

    assertThat(t.queue()).containsExactly(high, lower, low);
  }

  @Test
  void timeOnHoldIsNotWaiting() {
    RequestId held = at(1, Duration.ZERO);
    t.accepted(new Command.Hold(List.of(held), "later"));
    RequestId other = at(1, Duration.ofMinutes(1));
    assertThat(t.queue()).containsExactly(held, other);
    t.tick(Duration.ofHours(1));
    t.accepted(new Command.Release(List.of(held)));

    assertThat(t.queue()).containsExactly(other, held);
    assertThat(t.request(held).countsFrom()).isEqualTo(t.now);
  }

  @Test
  void waitingCountsFromTheTimeThatWasAskedFor() {
    RequestId tomorrow =
        t.accepted(
                new Command.Submit(
                    "b",
                    "",
                    new TreeMap<>(),
                    Optional.of(1),
                    Optional.of(t.now.plus(Duration.ofDays(1)))))
            .request()
            .orElseThrow();
    RequestId today = at(1, Duration.ofHours(1));

    assertThat(t.queue()).containsExactly(today, tomorrow);
  }

  @Test
  void aNewWorthRanksEverybodyAnew() {
    RequestId low = at(1, Duration.ZERO);
    RequestId high = at(2, WORTH.plusMinutes(1));
    assertThat(t.queue()).containsExactly(low, high);
    configure(aging(WORTH.multipliedBy(2)));
    assertThat(t.queue()).containsExactly(high, low);
    configure(aging(WORTH));
    assertThat(t.queue()).containsExactly(low, high);
    configure(FarmSettings.defaults());
    assertThat(t.queue()).containsExactly(high, low);
  }

  @Test
  void aLostBuildComesBackToItsRank() {
    t.attach("s", "one");
    RequestId lost = at(1, Duration.ZERO);
    OrderKey key = t.request(lost).order();
    RequestId other = at(1, Duration.ofMinutes(1));
    t.kill("s", "two");
    assertThat(t.running()).containsExactly(other);
    t.tick(Duration.ofHours(1));

    assertThat(t.request(lost).order()).isEqualTo(key);
  }

  @Test
  void timeUnderTwoHoldsIsNoWaiting() {
    t.config(
        TestFarm.aging(Duration.ofMinutes(10)),
        List.of(),
        Map.of("b", TestFarm.builder(5)),
        Map.of("s", 1));
    RequestId held = t.submit("b");
    Instant from = t.now;
    t.accepted(new Command.Hold(List.of(held), "x"));
    t.tick(Duration.ofHours(1));
    t.accepted(new Command.Hold(List.of(held), "y"));
    t.tick(Duration.ofHours(1));
    t.accepted(new Command.Release(List.of(held)));

    assertThat(t.request(held).countsFrom()).isEqualTo(from.plus(Duration.ofHours(2)));
  }
}
