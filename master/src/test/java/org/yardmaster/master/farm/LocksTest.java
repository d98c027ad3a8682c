package org.yardmaster.master.farm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.yardmaster.master.farm.TestFarm.farmLock;
import static org.yardmaster.master.farm.TestFarm.locking;
import static org.yardmaster.master.farm.TestFarm.overtakes;
import static org.yardmaster.master.farm.TestFarm.slaveLock;
import static org.yardmaster.master.farm.TestFarm.some;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.yardmaster.protocol.message.BuildReport;
import org.yardmaster.protocol.message.Command;
import org.yardmaster.protocol.message.SlaveMessage;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.BuildResult;
import org.yardmaster.protocol.model.BuilderDefinition;
import org.yardmaster.protocol.model.Eligibility;
import org.yardmaster.protocol.model.FarmConfig;
import org.yardmaster.protocol.model.LockDefinition;
import org.yardmaster.protocol.model.LockUse;
import org.yardmaster.protocol.model.Outcome;
import org.yardmaster.protocol.model.PauseScope;
import org.yardmaster.protocol.model.RequestId;
import org.yardmaster.protocol.model.Sorted;
import org.yardmaster.protocol.model.WaitReason;

final class LocksTest {
  private static final LockUse ALONE = LockUse.exclusive("lab");

  private final TestFarm t = new TestFarm();

  private void farm(int overtakes, LockDefinition lock, Map<String, BuilderDefinition> builders) {
    t.config(overtakes(overtakes), List.of(lock), builders, Map.of("s", 9, "z", 9));
    t.attach("s", "s-one");
    t.attach("z", "z-one");
  }

  /// A builder of one slave.
  private static BuilderDefinition on(String slave, BuilderDefinition builder) {
    return new BuilderDefinition(
        builder.description(),
        new Eligibility(Sorted.set(List.of(slave)), Sorted.set(List.of())),
        builder.priority(),
        builder.maxBuilds(),
        builder.env(),
        builder.secrets(),
        builder.locks(),
        builder.rideAlong(),
        builder.steps());
  }

  /// `both` waits for locks `a` and `b`, one after the other; whoever is `urgent` takes `a`.
  private void farmWithTwoLocks(BuilderDefinition later) {
    t.config(
        overtakes(0),
        List.of(farmLock("a", 1), farmLock("b", 2)),
        Map.of(
            "holder", on("z", locking(List.of(some("b", 1)))),
            "both", on("x", locking(List.of(LockUse.exclusive("a"), LockUse.exclusive("b")))),
            "later", on("y", later),
            "urgent", on("w", locking(List.of(LockUse.exclusive("a"))))),
        Map.of("w", 9, "x", 9, "y", 9, "z", 9));
    List.of("w", "x", "y", "z").forEach(slave -> t.attach(slave, slave + "-one"));
    t.submit("holder");
    t.submit("both");
  }

  private static Map<String, BuilderDefinition> countingAndAlone() {
    return Map.of("some", locking(List.of(some("lab", 1))), "alone", locking(List.of(ALONE)));
  }

  @Test
  void noMoreIsGrantedThanALockHas() {
    farm(10, farmLock("lab", 2), Map.of("two", locking(List.of(some("lab", 2)))));
    RequestId first = t.submit("two");
    RequestId second = t.submit("two");

    assertThat(t.running()).containsExactly(first);
    assertThat(t.farm.waitReasons(second))
        .containsExactly(
            new WaitReason.LockTaken(
                "lab",
                Optional.empty(),
                2,
                Optional.of(2),
                List.of(
                    new WaitReason.LockHolder(
                        t.buildOf(first), Optional.empty(), Optional.of(2)))));

    t.finish(t.buildOf(first), Outcome.SUCCESS);
    assertThat(t.running()).containsExactly(second);
  }

  @Test
  void exclusiveIsNotStarvedByCounting() {
    farm(2, farmLock("lab", 3), countingAndAlone());
    RequestId first = t.submit("some");
    RequestId alone = t.submit("alone");
    RequestId once = t.submit("some");
    RequestId twice = t.submit("some");
    assertThat(t.running()).containsExactly(first, once, twice);
    assertThat(t.request(alone).overtaken()).isEqualTo(2);

    t.finish(t.buildOf(first), Outcome.SUCCESS);
    RequestId third = t.submit("some");
    assertThat(t.running()).containsExactly(once, twice);
    assertThat(t.farm.waitReasons(third))
        .containsExactly(new WaitReason.LockReserved("lab", Optional.empty(), alone));

    t.finish(t.buildOf(once), Outcome.SUCCESS);
    t.finish(t.buildOf(twice), Outcome.SUCCESS);
    assertThat(t.running()).containsExactly(alone);
    assertThat(t.request(alone).overtaken()).isZero();
  }

  @Test
  void lockIsReservedOnlyWhenItIsAllItLacks() {
    farm(0, farmLock("lab", 3), countingAndAlone());
    RequestId first = t.submit("some");
    RequestId alone = t.submit("alone");
    t.accepted(new Command.Hold(List.of(alone), "not before lunch"));

    RequestId second = t.submit("some");
    assertThat(t.running()).containsExactly(first, second);
  }

  @Test
  void aReservedLockIsTakenByThoseBefore() {
    farm(0, farmLock("lab", 3), countingAndAlone());
    RequestId first = t.submit("some");
    t.submit("alone");
    RequestId urgent = t.submit("some", 9);

    assertThat(t.running()).containsExactly(first, urgent);
  }

  @Test
  void ofSeveralForWhomALockIsKeptTheFirstIsTold() {
    farm(
        0,
        farmLock("lab", 3),
        Map.of(
            "some", locking(List.of(some("lab", 1))),
            "two", locking(List.of(some("lab", 2))),
            "alone", locking(List.of(ALONE))));
    t.submit("some");
    t.submit("some");
    RequestId two = t.submit("two", 1);
    RequestId alone = t.submit("alone", 3);

    RequestId last = t.submit("some", 0);
    assertThat(two).isNotEqualTo(alone);
    assertThat(t.farm.waitReasons(last))
        .containsExactly(new WaitReason.LockReserved("lab", Optional.empty(), alone));
  }

  @Test
  void slaveLocksCountPerSlave() {
    farm(10, slaveLock("lab", 1), Map.of("alone", locking(List.of(ALONE))));
    RequestId first = t.submit("alone");
    RequestId second = t.submit("alone");
    RequestId third = t.submit("alone");

    assertThat(t.running()).containsExactly(first, second);
    assertThat(t.build(t.buildOf(first)).slave()).isNotEqualTo(t.build(t.buildOf(second)).slave());
    assertThat(t.farm.waitReasons(third))
        .extracting(WaitReason::code)
        .containsExactly("lock-taken", "lock-taken");
  }

  @Test
  void capacityShrunkBelowHeldGrantsNothing() {
    Map<String, BuilderDefinition> builders = countingAndAlone();
    farm(10, farmLock("lab", 3), builders);
    List<RequestId> running = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      running.add(t.submit("some"));
    }
    t.config(overtakes(10), List.of(farmLock("lab", 1)), builders, Map.of("s", 9, "z", 9));
    RequestId waiting = t.submit("some");

    assertThat(t.running()).containsExactlyElementsOf(running);
    t.finish(t.buildOf(running.get(0)), Outcome.SUCCESS);
    t.finish(t.buildOf(running.get(1)), Outcome.SUCCESS);
    assertThat(t.running()).containsExactly(running.get(2));
    t.finish(t.buildOf(running.get(2)), Outcome.SUCCESS);
    assertThat(t.running()).containsExactly(waiting);
  }

  @Test
  void capacityGrownGrantsAtOnce() {
    Map<String, BuilderDefinition> builders = countingAndAlone();
    farm(10, farmLock("lab", 1), builders);
    RequestId first = t.submit("some");
    RequestId second = t.submit("some");
    t.config(overtakes(10), List.of(farmLock("lab", 2)), builders, Map.of("s", 9, "z", 9));

    assertThat(t.running()).containsExactly(first, second);
  }

  // Steps.

  private void farmWithSteps() {
    t.config(
        overtakes(10),
        List.of(farmLock("lab", 1), farmLock("net", 1)),
        Map.of(
            "both", locking(List.of(), List.of(ALONE, some("net", 1))),
            "net", locking(List.of(), List.of(some("net", 1)), List.of())),
        Map.of("s", 9));
    t.attach("s", "one");
  }

  @Test
  void stepLocksAreGrantedTogether() {
    farmWithSteps();
    BuildId net = t.buildOf(t.submit("net"));
    BuildId both = t.buildOf(t.submit("both"));
    t.wants(net, 0);
    t.wants(both, 0);
    assertThat(t.stepsStarted()).containsExactly(net);

    BuildId another = t.buildOf(t.submit("both"));
    t.wants(another, 0);
    assertThat(t.stepsStarted()).containsExactly(net);

    t.endStep(net, 0);
    assertThat(t.stepsStarted()).containsExactly(net, both);
    t.finish(both, Outcome.SUCCESS);
    assertThat(t.stepsStarted()).containsExactly(net, both, another);
  }

  @Test
  void aStepThatAsksAgainIsToldAgain() {
    farmWithSteps();
    BuildId net = t.buildOf(t.submit("net"));
    t.wants(net, 0);
    t.wants(net, 0);

    assertThat(t.stepsStarted()).containsExactly(net, net);
  }

  @Test
  void stepsThatABuildDoesNotHaveOrThatHaveEndedAreVoid() {
    farmWithSteps();
    BuildId net = t.buildOf(t.submit("net"));
    t.wants(net, 99);
    t.wants(net, -1);
    assertThat(t.build(net).wants()).isEmpty();
    t.say("s", new SlaveMessage.StepStarted(net, 99));
    assertThat(t.build(net).current()).isEmpty();
    t.endStep(net, 99);
    assertThat(t.build(net).finished()).isEmpty();

    t.wants(net, 0);
    t.endStep(net, 0);
    t.wants(net, 0);
    assertThat(t.build(net).wants()).isEmpty();
  }

  @Test
  void lateReportedEndFreesStepLocks() {
    farmWithSteps();
    BuildId silent = t.buildOf(t.submit("net"));
    BuildId waiting = t.buildOf(t.submit("net"));
    t.wants(silent, 0);
    t.wants(waiting, 0);
    t.lose("s");
    assertThat(t.stepsStarted()).containsExactly(silent);

    t.attach(
        "s",
        "one",
        new BuildReport.Ended(silent, new BuildResult(Outcome.SUCCESS, List.of(), "")),
        new BuildReport.Running(waiting, List.of(), Optional.empty(), Optional.of(0)));
    assertThat(t.stepsStarted()).containsExactly(silent, waiting);
  }

  @Test
  void aSilentSlaveStillHoldsItsLocks() {
    farm(10, farmLock("lab", 1), countingAndAlone());
    RequestId first = t.submit("alone");
    RequestId second = t.submit("alone");
    t.lose("s");
    t.lose("z");
    t.attach("z", "z-one");
    assertThat(t.running()).containsExactly(first);

    t.tick(Duration.ofMinutes(43));
    assertThat(t.running()).containsExactly(second);
  }

  @Test
  void aStoppedBuildsStepGetsNoLocks() {
    farmWithSteps();
    BuildId holder = t.buildOf(t.submit("net"));
    BuildId stopped = t.buildOf(t.submit("net"));
    BuildId next = t.buildOf(t.submit("net"));
    t.wants(holder, 0);
    t.wants(stopped, 0);
    t.wants(next, 0);
    t.accepted(new Command.StopBuild(stopped, "wrong"));
    t.endStep(holder, 0);

    assertThat(t.stepsStarted()).containsExactly(holder, next);
  }

  @Test
  void aLockOfABuildEndsWithARefusal() {
    farm(10, farmLock("lab", 1), countingAndAlone());
    RequestId first = t.submit("alone");
    String slave = t.build(t.buildOf(first)).slaveStart().startsWith("s") ? "s" : "z";
    t.say(
        slave,
        new SlaveMessage.BuildRefused(t.buildOf(first), SlaveMessage.Refusal.NO_DISK, "full"));

    assertThat(t.running()).containsExactly(first);
    assertThat(t.build(t.buildOf(first)).slaveStart()).doesNotStartWith(slave);
  }

  @Test
  void noConfigurationTurnsLocksRoundThatABuildTakesInTheirOldOrder() {
    LockDefinition lab = farmLock("lab", 1);
    LockDefinition door = farmLock("door", 1);
    Map<String, BuilderDefinition> builders =
        Map.of("both", locking(List.of(ALONE), List.of(LockUse.exclusive("door"))));
    t.config(overtakes(10), List.of(lab, door), builders, Map.of("s", 9));
    t.attach("s", "s-one");
    RequestId running = t.submit("both");
    FarmConfig config = t.farm.config().config();
    Command turned =
        new Command.ApplyConfig(
            new FarmConfig(
                config.builders(),
                config.slaves(),
                config.secrets(),
                List.of(door, lab),
                config.schedules(),
                config.alerts(),
                config.settings()),
            "");

    assertThat(t.refused(turned).text()).contains("the other way round");
    t.finish(t.buildOf(running), Outcome.SUCCESS);
    t.accepted(turned);
  }

  @Test
  void aBuilderThatGivesUpALockWhileTheFarmIsPausedStartsWhenThatEnds() {
    List<LockDefinition> lab = List.of(farmLock("lab", 1));
    BuilderDefinition alone = locking(List.of(ALONE));
    t.config(overtakes(10), lab, Map.of("a", alone, "b", alone), Map.of("s", 1));
    t.attach("s", "s-one");
    t.accepted(new Command.Pause(PauseScope.farm(), "freeze", Optional.empty()));
    RequestId request = t.submit("a");

    t.config(overtakes(10), lab, Map.of("a", locking(List.of()), "b", alone), Map.of("s", 1));
    t.accepted(new Command.Resume(PauseScope.farm()));

    assertThat(t.running()).containsExactly(request);
  }

  @Test
  void aLockIsKeptForNobodyOnceAnEarlierOneIsGone() {
    farmWithTwoLocks(locking(List.of(some("b", 1))));
    RequestId later = t.submit("later");
    assertThat(t.running()).doesNotContain(later);

    t.submit("urgent", 9);
    assertThat(t.running()).contains(later);
  }

  @Test
  void aLockIsKeptFromNoStepOnceAnEarlierOneIsGone() {
    farmWithTwoLocks(locking(List.of(), List.of(some("b", 1))));
    BuildId later = t.buildOf(t.submit("later"));
    t.wants(later, 0);
    assertThat(t.stepsStarted()).isEmpty();

    t.submit("urgent", 9);
    assertThat(t.stepsStarted()).containsExactly(later);
  }

  @Test
  void whoWaitsForALockThatIsKeptForAnotherKeepsNoneBehindIt() {
    t.config(
        overtakes(0),
        List.of(farmLock("a", 1), farmLock("b", 2), farmLock("c", 1)),
        Map.of(
            "holder", locking(List.of(some("b", 1))),
            "first", locking(List.of(some("a", 1), LockUse.exclusive("b"))),
            "second", locking(List.of(some("a", 1), some("c", 1))),
            "third", locking(List.of(some("c", 1)))),
        Map.of("s", 9));
    t.attach("s", "s-one");
    List.of("holder", "first", "second").forEach(t::submit);
    RequestId third = t.submit("third");

    assertThat(t.running()).contains(third);
  }

  @Test
  void theSlaveThatBuiltLastIsLeftToWhomItsLockIsKeptFor() {
    t.config(
        overtakes(0),
        List.of(slaveLock("lab", 2)),
        Map.of(
            "some", locking(List.of(some("lab", 1))),
            "holder", on("z", locking(List.of(some("lab", 1)))),
            "alone", on("z", locking(List.of(ALONE))),
            "other", on("s", locking(List.of()))),
        Map.of("s", 9, "z", 9));
    t.attach("z", "z-one");
    t.finish(t.buildOf(t.submit("some")), Outcome.SUCCESS);
    t.attach("s", "s-one");
    List.of("holder", "other", "alone").forEach(t::submit);

    assertThat(t.build(t.buildOf(t.submit("some"))).slaveStart()).isEqualTo("s-one");
  }
}
