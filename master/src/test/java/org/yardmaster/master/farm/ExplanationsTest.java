package org.yardmaster.master.farm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.yardmaster.master.farm.TestFarm.builder;
import static org.yardmaster.master.farm.TestFarm.farmLock;
import static org.yardmaster.master.farm.TestFarm.locking;
import static org.yardmaster.master.farm.TestFarm.overtakes;
import static org.yardmaster.master.farm.TestFarm.some;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.yardmaster.protocol.message.Command;
import org.yardmaster.protocol.model.FarmSettings;
import org.yardmaster.protocol.model.LockUse;
import org.yardmaster.protocol.model.RequestId;
import org.yardmaster.protocol.model.WaitReason;

/// Several requests explained in one ask.
final class ExplanationsTest {
  private final TestFarm t = new TestFarm();

  /// Builders `b` and `c` for slaves `a` and `z`, of one build each.
  private void farm() {
    t.config(
        FarmSettings.defaults(),
        List.of(),
        Map.of("b", builder(5), "c", builder(5)),
        Map.of("a", 1, "z", 1));
    t.attach("a", "a-one");
    t.attach("z", "z-one");
  }

  private SortedMap<RequestId, List<WaitReason>> queueExplained(int most) {
    return t.farm.waitReasons(t.queue(), most);
  }

  @Test
  void whatIsTrueOfASlaveIsFoundOutOnceForAllRequests() {
    farm();
    t.submit("b");
    t.submit("b");
    RequestId one = t.submit("b");
    RequestId two = t.submit("b");
    RequestId ofAnother = t.submit("c");

    SortedMap<RequestId, List<WaitReason>> told = queueExplained(10);

    assertThat(told).containsOnlyKeys(one, two, ofAnother);
    WaitReason busy = told.get(one).getFirst();
    assertThat(busy).isInstanceOf(WaitReason.SlaveBusy.class);
    assertThat(told.get(two).getFirst()).isSameAs(busy);
    assertThat(told.get(ofAnother).getFirst()).isSameAs(busy);
  }

  @Test
  void ofManyReasonsTheFirstAreTold() {
    farm();
    t.submit("b");
    t.submit("b");
    RequestId waiting = t.submit("b");

    assertThat(queueExplained(2).get(waiting)).isEqualTo(t.farm.waitReasons(waiting)).hasSize(2);
    assertThat(queueExplained(1).get(waiting)).isEqualTo(t.farm.waitReasons(waiting).subList(0, 1));
  }

  @Test
  void aSlaveThatOneKeepsAwayFromIsToldInItsPlaceAndToNobodyElse() {
    farm();
    RequestId lost = t.submit("b");
    t.submit("b");
    t.kill("a", "a-two");
    t.tick(FarmSettings.defaults().retry().delay());
    t.submit("b");
    RequestId other = t.submit("b");

    SortedMap<RequestId, List<WaitReason>> told = queueExplained(10);

    assertThat(told.get(lost))
        .extracting(ExplanationsTest::shortly)
        .containsExactly("slave-avoided a", "slave-busy a", "slave-busy z");
    assertThat(told.get(other))
        .extracting(ExplanationsTest::shortly)
        .containsExactly("slave-busy a", "slave-busy z");
  }

  @Test
  void aLockIsSaidToBeKeptToThoseWhoStandBehindItsKeeper() {
    t.config(
        overtakes(1),
        List.of(farmLock("lab", 3)),
        Map.of(
            "some", locking(List.of(some("lab", 1))),
            "alone", locking(List.of(new LockUse("lab", Optional.empty())))),
        Map.of("a", 9));
    t.attach("a", "a-one");
    t.submit("some");
    RequestId keeper = t.submit("alone");
    t.submit("some");
    RequestId behind = t.submit("some");
    Instant later = t.now.plus(Duration.ofHours(1));
    RequestId before =
        t.accepted(
                new Command.Submit("some", "", new TreeMap<>(), Optional.of(9), Optional.of(later)))
            .request()
            .orElseThrow();

    assertThat(queueExplained(10).get(behind))
        .containsExactly(new WaitReason.LockReserved("lab", Optional.empty(), keeper));
    assertThat(queueExplained(10).get(before)).containsExactly(new WaitReason.Scheduled(later));
  }

  @Test
  void whatFellDueWhileTheMasterStoodIsWaitedForUntilItRings() {
    farm();
    Instant due = t.now.plus(Duration.ofHours(1));
    RequestId request =
        t.accepted(new Command.Submit("b", "", new TreeMap<>(), Optional.empty(), Optional.of(due)))
            .request()
            .orElseThrow();
    t.now = t.now.plus(Duration.ofHours(2));
    t.on(new Event.StoodStill(Duration.ofHours(2)));

    assertThat(t.farm.waitReasons(request)).containsExactly(new WaitReason.Scheduled(due));
    assertThat(t.farm.missed(new RequestId(0), 10).requests()).isEmpty();
    assertThat(t.farm.nextAlarm()).contains(due);

    t.tick(Duration.ZERO);
    assertThat(t.running()).containsExactly(request);
  }

  @Test
  void whoHasNoReasonToWaitIsNotAmongThem() {
    farm();
    RequestId runs = t.submit("b");

    assertThat(t.farm.waitReasons(List.of(runs, new RequestId(99)), 10)).isEmpty();
  }

  private static String shortly(WaitReason reason) {
    return reason.code() + reason.aboutSlave().map(slave -> " " + slave).orElse("");
  }
}
