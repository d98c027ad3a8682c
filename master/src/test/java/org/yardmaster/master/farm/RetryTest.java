package org.yardmaster.master.farm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.yardmaster.master.farm.TestFarm.builder;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.yardmaster.protocol.message.Answer;
import org.yardmaster.protocol.message.BuildReport;
import org.yardmaster.protocol.message.Command;
import org.yardmaster.protocol.message.FarmChange;
import org.yardmaster.protocol.message.SlaveMessage;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.BuildResult;
import org.yardmaster.protocol.model.BuilderDefinition;
import org.yardmaster.protocol.model.FarmSettings;
import org.yardmaster.protocol.model.FinishedBuild;
import org.yardmaster.protocol.model.FinishedRequest;
import org.yardmaster.protocol.model.Outcome;
import org.yardmaster.protocol.model.Reliability;
import org.yardmaster.protocol.model.RequestId;
import org.yardmaster.protocol.model.Retry;
import org.yardmaster.protocol.model.WaitReason;

final class RetryTest {
  private static final Duration DELAY = Duration.ofMinutes(30);
  private static final Duration LEASE_ENDS = Duration.ofMinutes(43);

  private final TestFarm t = new TestFarm();
  private int lives;

  /// A farm of builder `b` and these slaves, attached.
  private void farm(Map<String, Integer> slaves) {
    Map<String, BuilderDefinition> builders = Map.of("b", builder(5));
    t.config(FarmSettings.defaults(), List.of(), builders, slaves);
    slaves.keySet().stream().sorted().forEach(slave -> t.attach(slave, slave + "-0"));
  }

  private void kill(String slave) {
    t.kill(slave, slave + "-" + ++lives);
  }

  /// A farm whose one slave `s` loses so many builds at once.
  private void slaveThatLoses(int builds) {
    farm(Map.of("s", builds));
    for (int i = 0; i < builds; i++) {
      t.submit("b");
    }
    kill("s");
  }

  private String slaveOf(RequestId request) {
    return t.build(t.buildOf(request)).slaveStart().replaceAll("-.*", "");
  }

  private boolean isShelved(RequestId request) {
    return t.request(request).shelved().isPresent();
  }

  @Test
  void lostBuildIsRetriedAfterTheDelayAtItsPriority() {
    farm(Map.of("s", 1));
    RequestId lost = t.submit("b", 7);
    RequestId other = t.submit("b", 6);
    kill("s");
    assertThat(t.running()).containsExactly(other);
    assertThat(t.farm.waitReasons(lost))
        .contains(new WaitReason.RetryLater(t.now.plus(DELAY), 1, 3));
    t.submit("b", 6);
    t.tick(DELAY.minusMillis(1));
    assertThat(t.running()).containsExactly(other);

    t.tick(Duration.ofMillis(1));
    assertThat(t.queue().getFirst()).isEqualTo(lost);
    t.finish(t.buildOf(other), Outcome.SUCCESS);
    assertThat(t.running()).containsExactly(lost);
  }

  @Test
  void anotherSlaveIsTriedFirst() {
    farm(Map.of("a", 1, "z", 1));
    RequestId lost = t.submit("b");
    RequestId other = t.submit("b");
    assertThat(slaveOf(lost)).isEqualTo("a");
    kill("a");
    Instant until = t.now.plus(DELAY).plus(Duration.ofMinutes(10));
    t.tick(DELAY);
    assertThat(t.running()).containsExactly(other);
    assertThat(t.farm.waitReasons(lost)).contains(new WaitReason.SlaveAvoided("a", until));

    t.finish(t.buildOf(other), Outcome.SUCCESS);
    assertThat(slaveOf(lost)).isEqualTo("z");
  }

  @Test
  void theSameSlaveIsTakenWhereNoOtherTookItInTime() {
    farm(Map.of("a", 1, "z", 1));
    RequestId lost = t.submit("b");
    t.submit("b");
    kill("a");
    t.tick(DELAY.plus(Duration.ofMinutes(10)));

    assertThat(slaveOf(lost)).isEqualTo("a");
  }

  @Test
  void theOnlySlaveIsNotAvoided() {
    farm(Map.of("s", 1));
    RequestId lost = t.submit("b");
    kill("s");
    t.tick(DELAY);

    assertThat(slaveOf(lost)).isEqualTo("s");
  }

  @Test
  void fourthLossShelves() {
    farm(Map.of("s", 1));
    RequestId request = t.submit("b");
    for (int loss = 1; loss <= 3; loss++) {
      kill("s");
      assertThat(isShelved(request)).isFalse();
      t.tick(DELAY);
      assertThat(t.running()).containsExactly(request);
    }
    kill("s");

    assertThat(isShelved(request)).isTrue();
    assertThat(t.request(request).attempts()).isEqualTo(4);
    assertThat(t.request(request).shelved().orElseThrow().reason()).isEqualTo("lost 4 times on s");
    t.tick(Duration.ofDays(7));
    assertThat(t.running()).isEmpty();
    assertThat(t.farm.waitReasons(request))
        .containsExactly(new WaitReason.OnShelf(t.request(request).shelved().orElseThrow()));
  }

  @Test
  void twoDifferentSlavesLostShelves() {
    farm(Map.of("a", 1, "z", 1));
    RequestId request = t.submit("b");
    kill("a");
    t.tick(DELAY);
    assertThat(slaveOf(request)).isEqualTo("z");
    kill("z");

    assertThat(isShelved(request)).isTrue();
    assertThat(t.request(request).shelved().orElseThrow().reason())
        .isEqualTo("lost with 2 slaves: a, z");
  }

  @Test
  void announcedEndDoesNotCount() {
    farm(Map.of("s", 1));
    RequestId request = t.submit("b");
    for (int i = 0; i < 10; i++) {
      t.say("s", new SlaveMessage.Leaving("reboot"));
      assertThat(t.request(request).retry()).isEqualTo(Retry.none());
      t.attach("s", "again-" + i);
      assertThat(t.running()).containsExactly(request);
    }
    assertThat(t.request(request).attempts()).isEqualTo(11);
    assertThat(t.slaveNamed("s").reliability().lost()).isEmpty();
  }

  @Test
  void leaseThatRanOutCounts() {
    farm(Map.of("s", 1));
    RequestId request = t.submit("b");
    t.lose("s");
    t.tick(LEASE_ENDS);

    assertThat(t.request(request).retry().losses()).isEqualTo(1);
    assertThat(t.slaveNamed("s").reliability().lost()).containsExactly(request);
  }

  private RequestId shelved() {
    farm(Map.of("a", 1, "z", 1));
    RequestId request = t.submit("b");
    kill("a");
    t.tick(DELAY);
    kill("z");
    assertThat(isShelved(request)).isTrue();
    return request;
  }

  @Test
  void unshelveStartsAtOnce() {
    RequestId request = shelved();
    t.accepted(new Command.Unshelve(List.of(request)));

    assertThat(t.running()).containsExactly(request);
    assertThat(t.request(request).retry()).isEqualTo(Retry.none());
    assertThat(t.request(request).attempts()).isEqualTo(3);
    assertThat(t.refused(new Command.Unshelve(List.of(request))).code())
        .isEqualTo(Answer.Code.TOO_LATE);
  }

  @Test
  void undoOfUnshelvePutsItBackOnTheShelfAndRedoTakesItOff() {
    RequestId request = shelved();
    t.accepted(new Command.Hold(List.of(request), "wait"));
    Retry before = t.request(request).retry();
    long unshelve = t.accepted(new Command.Unshelve(List.of(request))).number();
    assertThat(t.incidents()).doesNotContain("request-shelved " + request);
    long undo = t.accepted(new Command.Undo(Optional.of(unshelve))).number();
    assertThat(isShelved(request)).isTrue();
    assertThat(t.request(request).retry()).isEqualTo(before);
    assertThat(t.incidents()).contains("request-shelved " + request);

    t.accepted(new Command.Undo(Optional.of(undo)));
    assertThat(isShelved(request)).isFalse();
    assertThat(t.incidents()).doesNotContain("request-shelved " + request);
  }

  @Test
  void retryNowStartsAtOnceAndAnywhere() {
    farm(Map.of("a", 1, "z", 1));
    RequestId lost = t.submit("b");
    t.submit("b");
    kill("a");
    t.accepted(new Command.RetryNow(List.of(lost)));

    assertThat(slaveOf(lost)).isEqualTo("a");
    assertThat(t.request(lost).retry().losses()).isEqualTo(1);
  }

  @Test
  void noUndoTakesBackThatARequestIsTriedNow() {
    farm(Map.of("s", 1));
    RequestId lost = t.submit("b");
    kill("s");
    long hold = t.accepted(new Command.Hold(List.of(lost), "wait")).number();
    t.accepted(new Command.RetryNow(List.of(lost)));

    assertThat(t.refused(new Command.Undo(Optional.of(hold))).code())
        .isEqualTo(Answer.Code.TOO_LATE);
  }

  @Test
  void retryNowLeavesTheShelfAlone() {
    RequestId request = shelved();

    assertThat(t.refused(new Command.RetryNow(List.of(request))).text()).contains("unshelved");
    assertThat(isShelved(request)).isTrue();
  }

  // Slaves.

  @Test
  void slaveThatLosesThreeRequestsIsBackedOffAndDoubles() {
    slaveThatLoses(3);
    Instant until = t.now.plus(Duration.ofMinutes(10));
    assertThat(t.slaveNamed("s").reliability().until()).contains(until);
    RequestId next = t.submit("b");
    assertThat(t.farm.waitReasons(next))
        .contains(
            new WaitReason.SlaveBackedOff("s", until, t.slaveNamed("s").reliability().lost()));

    for (int minutes : List.of(20, 40, 80, 160, 320, 480, 480)) {
      t.accepted(new Command.Cancel(t.queue(), "enough"));
      t.tick(Duration.between(t.now, t.slaveNamed("s").reliability().until().orElseThrow()));
      assertThat(t.slaveNamed("s").reliability().until()).isEmpty();
      t.submit("b");
      kill("s");
      assertThat(t.slaveNamed("s").reliability().until())
          .contains(t.now.plus(Duration.ofMinutes(minutes)));
    }
  }

  @Test
  void aBackedOffSlaveIsTrustedAgainAfterAResult() {
    slaveThatLoses(3);
    t.tick(Duration.ofMinutes(10));
    RequestId next = t.submit("b");
    assertThat(t.running()).containsExactly(next);
    t.finish(t.buildOf(next), Outcome.FAILURE);

    assertThat(t.slaveNamed("s").reliability().lost()).isEmpty();
    assertThat(t.slaveNamed("s").reliability().backOffs()).isZero();
  }

  @Test
  void aBuildThatCouldNotBeHandedOutSaysNothingOfItsSlave() {
    slaveThatLoses(2);
    Reliability before = t.slaveNamed("s").reliability();
    RequestId request = t.submit("b");
    BuildId build = t.buildOf(request);
    t.changes.clear();
    t.decisions.clear();
    t.on(new Event.SecretsNotFound(build, "secret TOKEN: no such file"));

    assertThat(endedRequests())
        .extracting(ended -> ended.outcome() + " " + ended.detail())
        .containsExactly("FAILURE secret TOKEN: no such file");
    assertThat(t.running()).isEmpty();
    assertThat(before.lost()).hasSize(2);
    assertThat(t.slaveNamed("s").reliability()).isEqualTo(before);
    assertThat(t.decisions).containsExactly(new Decision.CloseLog(build));
  }

  @Test
  void aBackedOffSlaveThatAPersonPutsBackIsTrustedAgain() {
    slaveThatLoses(3);
    t.accepted(new Command.PutBack(List.of("s")));

    assertThat(t.slaveNamed("s").reliability()).isEqualTo(Reliability.full());
    assertThat(t.incidents()).isEmpty();
  }

  @Test
  void theSameRequestLostAgainIsNotHeldAgainstTheSlave() {
    farm(Map.of("s", 1));
    RequestId request = t.submit("b");
    for (int i = 0; i < 3; i++) {
      kill("s");
      t.tick(DELAY);
    }
    assertThat(t.running()).containsExactly(request);
    assertThat(t.slaveNamed("s").reliability().lost()).containsExactly(request);
    assertThat(t.slaveNamed("s").reliability().until()).isEmpty();
  }

  // Late results.

  private BuildReport.Ended late(BuildId build) {
    return new BuildReport.Ended(build, new BuildResult(Outcome.SUCCESS, List.of(), ""));
  }

  private List<FinishedBuild> endedBuilds() {
    return t.changes.stream()
        .filter(Change.Shown.class::isInstance)
        .map(change -> ((Change.Shown) change).change())
        .filter(FarmChange.BuildEnded.class::isInstance)
        .map(change -> ((FarmChange.BuildEnded) change).build())
        .toList();
  }

  private List<FinishedRequest> endedRequests() {
    return t.changes.stream()
        .filter(Change.Shown.class::isInstance)
        .map(change -> ((Change.Shown) change).change())
        .filter(FarmChange.RequestEnded.class::isInstance)
        .map(change -> ((FarmChange.RequestEnded) change).request())
        .toList();
  }

  @Test
  void lateResultIsTaken() {
    farm(Map.of("s", 1));
    RequestId request = t.submit("b");
    BuildId build = t.buildOf(request);
    t.lose("s");
    t.tick(LEASE_ENDS);
    assertThat(t.queue()).containsExactly(request);
    t.attach("s", "s-0", late(build));

    assertThat(t.farm.snapshot().requests()).isEmpty();
    assertThat(endedRequests())
        .extracting(FinishedRequest::outcome)
        .containsExactly(Outcome.SUCCESS);
    assertThat(t.decisions).contains(new Decision.ConfirmBuild(t.slaveNamed("s").id(), build));
    t.attach("s", "s-0", late(build));
    assertThat(endedBuilds()).hasSize(2);
  }

  /// The build that the request was in before.
  private BuildId lostOnAAndStartedAgainOnZ() {
    farm(Map.of("a", 1, "z", 1));
    RequestId request = t.submit("b");
    BuildId build = t.buildOf(request);
    t.lose("a");
    t.tick(LEASE_ENDS);
    t.tick(DELAY);
    assertThat(slaveOf(request)).isEqualTo("z");
    return build;
  }

  @Test
  void lateResultAfterRestartIsSuperseded() {
    BuildId build = lostOnAAndStartedAgainOnZ();
    RequestId request = t.running().getFirst();
    t.attach("a", "a-0", late(build));

    assertThat(t.running()).containsExactly(request);
    assertThat(endedBuilds())
        .extracting(ended -> ended.result().outcome())
        .containsExactly(Outcome.TRANSIENT, Outcome.SUPERSEDED);
    t.finish(t.buildOf(request), Outcome.FAILURE);
    assertThat(endedRequests())
        .extracting(FinishedRequest::outcome)
        .containsExactly(Outcome.FAILURE);
  }

  @Test
  void lateResultIsNotThatOfARequestWhichWasStartedAgainAndWaitsOnceMore() {
    BuildId build = lostOnAAndStartedAgainOnZ();
    RequestId request = t.running().getFirst();
    kill("z");
    t.attach("a", "a-0", late(build));

    assertThat(t.queue()).containsExactly(request);
    assertThat(endedRequests()).isEmpty();
  }

  @Test
  void lateResultTakesARequestOffTheShelf() {
    farm(Map.of("a", 1, "z", 1));
    RequestId request = t.submit("b");
    kill("a");
    t.tick(DELAY);
    BuildId build = t.buildOf(request);
    t.lose("z");
    t.tick(LEASE_ENDS);
    assertThat(isShelved(request)).isTrue();
    t.attach("z", "z-0", late(build));

    assertThat(endedRequests())
        .extracting(FinishedRequest::outcome)
        .containsExactly(Outcome.SUCCESS);
    assertThat(t.incidents()).doesNotContain("request-shelved " + request);
  }

  @Test
  void manyBuildsThatGoWithOneMachineAreOneBackOff() {
    slaveThatLoses(10);

    assertThat(t.slaveNamed("s").reliability().until())
        .contains(t.now.plus(Duration.ofMinutes(10)));
  }
}
