package org.yardmaster.master.farm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.yardmaster.protocol.message.Answer;
import org.yardmaster.protocol.message.BuildReport;
import org.yardmaster.protocol.message.Command;
import org.yardmaster.protocol.message.SlaveMessage;
import org.yardmaster.protocol.model.Build;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.BuildResult;
import org.yardmaster.protocol.model.Contact;
import org.yardmaster.protocol.model.FarmSettings;
import org.yardmaster.protocol.model.Outcome;
import org.yardmaster.protocol.model.PauseScope;
import org.yardmaster.protocol.model.Presence;
import org.yardmaster.protocol.model.RequestId;
import org.yardmaster.protocol.model.SlaveId;
import org.yardmaster.protocol.model.WaitReason;

final class FarmTest {
  private static final BuildId FIRST = new BuildId(1);
  private static final BuildId SECOND = new BuildId(2);

  private final TestFarm t = new TestFarm().simple();

  @Test
  void idleSlaveGetsASubmittedRequestAtOnce() {
    t.attach("s", "one");

    RequestId request = t.submit("b");

    assertThat(t.running()).containsExactly(request);
    assertThat(t.decisions).anyMatch(d -> d instanceof Decision.StartBuild);
  }

  @Test
  void moreImportantRequestsStartFirst() {
    RequestId low = t.submit("b", 1);
    RequestId high = t.submit("b", 9);
    RequestId middle = t.submit("b");

    assertThat(t.queue()).containsExactly(high, middle, low);
    t.attach("s", "one");
    assertThat(t.running()).containsExactly(high);
    t.finish(FIRST, Outcome.SUCCESS);
    assertThat(t.running()).containsExactly(middle);
  }

  @Test
  void awaySlaveGetsNoNewBuild() {
    t.attach("s", "one");
    t.say("s", new SlaveMessage.PresenceChanged(Presence.away("lunch", Optional.empty())));
    RequestId request = t.submit("b");

    assertThat(t.running()).isEmpty();
    assertThat(t.farm.waitReasons(request))
        .containsExactly(new WaitReason.SlaveAway("s", Presence.away("lunch", Optional.empty())));

    t.say("s", new SlaveMessage.PresenceChanged(Presence.accepting()));
    assertThat(t.running()).containsExactly(request);
  }

  @Test
  void aMoveIsToldRelativeToANeighbour() {
    List<RequestId> r = IntStream.range(0, 5).mapToObj(_ -> t.submit("b")).toList();

    t.accepted(new Command.Move(List.of(r.get(3), r.get(4)), Command.Side.BEFORE, r.get(1)));
    assertThat(t.queue()).containsExactly(r.get(0), r.get(3), r.get(4), r.get(1), r.get(2));

    t.accepted(new Command.Move(List.of(r.get(0), r.get(4)), Command.Side.BEHIND, r.get(2)));
    assertThat(t.queue()).containsExactly(r.get(3), r.get(1), r.get(2), r.get(0), r.get(4));
  }

  @Test
  void aMoveIntoAnotherPriorityAdoptsIt() {
    RequestId low = t.submit("b", 1);
    RequestId high = t.submit("b", 9);

    t.accepted(new Command.Move(List.of(low), Command.Side.BEFORE, high));

    assertThat(t.queue()).containsExactly(low, high);
    assertThat(t.farm.snapshot().requests().getFirst().priority()).isEqualTo(9);
  }

  @Test
  void whatIsMovedToTheBottomStandsBeforeWhatIsSubmittedLater() {
    RequestId a = t.submit("b");
    RequestId b = t.submit("b");
    t.accepted(new Command.MoveToEnd(List.of(a), Command.End.BOTTOM));
    RequestId c = t.submit("b");
    t.accepted(new Command.MoveToEnd(List.of(c), Command.End.TOP));

    assertThat(t.queue()).containsExactly(c, b, a);
  }

  @Test
  void thousandsOfMovesToOneSpotKeepKeysShort() {
    RequestId anchor = t.submit("b");
    RequestId a = t.submit("b");
    RequestId b = t.submit("b");
    for (int i = 0; i < 5000; i++) {
      t.accepted(new Command.Move(List.of(i % 2 == 0 ? a : b), Command.Side.BEFORE, anchor));
    }

    assertThat(t.queue()).containsExactly(a, b, anchor);
    assertThat(t.farm.snapshot().requests())
        .allMatch(request -> request.place().key().length() < 20);
  }

  @Test
  void requestsOfOneCommandKeepTheirOrderWhereAPlaceIsTaken() {
    List<RequestId> r = IntStream.range(0, 4).mapToObj(_ -> t.submit("b")).toList();
    t.accepted(new Command.Move(List.of(r.get(2)), Command.Side.BEFORE, r.get(1)));
    t.accepted(new Command.SetPriority(List.of(r.get(2)), 9));
    t.accepted(new Command.Move(List.of(r.get(3)), Command.Side.BEFORE, r.get(1)));
    assertThat(t.queue()).containsExactly(r.get(2), r.get(0), r.get(3), r.get(1));

    t.accepted(new Command.SetPriority(List.of(r.get(3), r.get(1)), 9));
    assertThat(t.queue()).containsExactly(r.get(2), r.get(3), r.get(1), r.get(0));
  }

  @Test
  void undoPutsEverythingBackAndRedoDoesItAgain() {
    RequestId a = t.submit("b");
    RequestId b = t.submit("b");
    RequestId c = t.submit("b");
    long move = t.accepted(new Command.Move(List.of(c), Command.Side.BEFORE, a)).number();
    long undo = t.accepted(new Command.Undo(Optional.of(move))).number();
    assertThat(t.queue()).containsExactly(a, b, c);

    t.accepted(new Command.Undo(Optional.of(undo)));
    assertThat(t.queue()).containsExactly(c, a, b);
    assertThat(t.refused(new Command.Undo(Optional.of(move))).code())
        .isEqualTo(Answer.Code.TOO_LATE);
  }

  @Test
  void undoOfACancelBringsTheRequestBackToItsPlace() {
    RequestId a = t.submit("b");
    RequestId b = t.submit("b");
    long cancel = t.accepted(new Command.Cancel(List.of(a), "")).number();
    assertThat(t.queue()).containsExactly(b);

    long undo = t.accepted(new Command.Undo(Optional.of(cancel))).number();
    assertThat(t.queue()).containsExactly(a, b);
    assertThat(t.changes).contains(new Change.HistoryForgotten(a));

    t.accepted(new Command.Undo(Optional.of(undo)));
    assertThat(t.queue()).containsExactly(b);
  }

  @Test
  void undoIsRefusedWhereSomebodyChangedARowSinceOrItStarted() {
    RequestId a = t.submit("b");
    RequestId b = t.submit("b");
    long priority = t.accepted(new Command.SetPriority(List.of(a, b), 7)).number();
    long hold = t.accepted(new Command.Hold(List.of(a), "")).number();
    assertThat(t.refused(new Command.Undo(Optional.of(priority))).text())
        .contains("#1 has been changed since");

    t.attach("s", "one");
    assertThat(t.running()).containsExactly(b);
    t.accepted(new Command.Undo(Optional.of(hold)));
    assertThat(t.refused(new Command.Undo(Optional.of(priority))).text())
        .contains("#2 has started");
  }

  @Test
  void pauseKeepsEverythingWaitingUntilItsEnd() {
    t.attach("s", "one");
    t.accepted(
        new Command.Pause(
            PauseScope.farm(), "freeze", Optional.of(t.now.plus(Duration.ofHours(1)))));
    RequestId request = t.submit("b");
    assertThat(t.running()).isEmpty();
    assertThat(t.farm.waitReasons(request)).hasOnlyElementsOfType(WaitReason.Paused.class);
    assertThat(t.farm.nextAlarm()).contains(t.now.plus(Duration.ofHours(1)));

    t.tick(Duration.ofHours(1));
    assertThat(t.running()).containsExactly(request);
  }

  @Test
  void aMarkEndsAtItsTimeAndNoUndoTakesAnotherBack() {
    t.attach("s", "one");
    Instant until = t.now.plus(Duration.ofHours(1));
    long first = t.accepted(new Command.TakeOut(List.of("s"), "disk", Optional.of(until))).number();
    t.accepted(new Command.TakeOut(List.of("s"), "memory", Optional.of(until)));
    assertThat(t.refused(new Command.Undo(Optional.of(first))).code())
        .isEqualTo(Answer.Code.TOO_LATE);
    RequestId request = t.submit("b");
    t.tick(Duration.ofHours(1));

    assertThat(t.running()).containsExactly(request);
  }

  @Test
  void aCutLineIsNotALostBuild() {
    t.attach("s", "one");
    RequestId request = t.submit("b");
    t.lose("s");
    assertThat(t.slaveNamed("s").contact().state()).isEqualTo(Contact.State.UNREACHABLE);
    t.tick(Duration.ofMinutes(6));
    assertThat(t.slaveNamed("s").contact().state()).isEqualTo(Contact.State.DOWN);
    assertThat(t.running()).containsExactly(request);

    t.attach(
        "s", "one", new BuildReport.Running(FIRST, List.of(), Optional.of(0), Optional.empty()));
    assertThat(t.running()).containsExactly(request);
    t.finish(FIRST, Outcome.SUCCESS);
    assertThat(t.running()).isEmpty();
  }

  @Test
  void aLeaseThatRanOutStartsTheRequestAgainAtItsPlace() {
    t.attach("s", "one");
    RequestId first = t.submit("b");
    RequestId second = t.submit("b");
    t.lose("s");
    t.tick(Duration.ofMinutes(41));
    assertThat(t.running()).containsExactly(first);
    t.tick(Duration.ofMinutes(2));

    assertThat(t.running()).isEmpty();
    assertThat(t.queue()).containsExactly(first, second);
    t.tick(Duration.ofMinutes(30));
    t.attach("s", "two");
    assertThat(t.running()).containsExactly(first);
    assertThat(t.build(SECOND).attempt()).isEqualTo(2);
  }

  @Test
  void aSignOfLifeFromBeforeTheClockWasPutForwardIsNone() {
    t.attach("s", "one");
    RequestId request = t.submit("b");
    Instant heardAt = t.now;
    t.now = t.now.plus(Duration.ofHours(2));
    t.on(new Event.SlaveLost(t.slaveNamed("s").id(), "one", heardAt, "cut"));
    t.tick(Duration.ofMinutes(40));

    assertThat(t.running()).containsExactly(request);
  }

  @Test
  void aLeaseIsPutOffByAsLongAsTheMasterStood() {
    t.attach("s", "one");
    RequestId request = t.submit("b");
    t.lose("s");
    t.now = t.now.plus(Duration.ofHours(1));
    t.on(new Event.StoodStill(Duration.ofHours(1)));
    t.on(new Event.SlaveResumed(t.slaveNamed("s").id(), "one", "127.0.0.1:1"));

    assertThat(t.running()).containsExactly(request);
    assertThat(t.build(FIRST).leaseUntil()).isEmpty();
  }

  @Test
  void aLeaseThatRanOutEndsTheLinkSessionSoThatNoOldStartArrives() {
    t.attach("s", "one");
    t.submit("b");
    t.lose("s");
    t.tick(Duration.ofMinutes(43));

    assertThat(t.decisions)
        .contains(
            new Decision.DetachSlave(t.slaveNamed("s").id(), "not heard for as long as its lease"));
  }

  @Test
  void whatASlaveOwesOfLogsIsNotWaitedForOnceItIsDown() {
    t.attach("s", "one");
    t.lose("s");
    Decision closed = new Decision.CloseOwedLogs(t.slaveNamed("s").id());
    t.tick(FarmSettings.defaults().grace().minusMillis(1));
    assertThat(t.decisions).doesNotContain(closed);

    t.tick(Duration.ofMillis(1));
    assertThat(t.decisions).containsOnlyOnce(closed);
  }

  @Test
  void aRemovedSlaveIsSeenOffAndOneWithANewSecretIsSentAway() {
    t.accepted(new Command.AddSlave("x", TestFarm.slave(1), "hash"));
    SlaveId slave = t.slaveNamed("x").id();
    t.accepted(new Command.AddSlave("x", TestFarm.slave(1), "another hash"));
    t.accepted(new Command.RemoveSlave("x"));

    assertThat(t.decisions)
        .filteredOn(decision -> !(decision instanceof Decision.AnswerCommand))
        .containsExactly(
            new Decision.DetachSlave(slave, "slave x: has been given a new secret"),
            new Decision.SeeOffSlave(slave, "slave x: removed from the farm"));
  }

  @Test
  void whatTheSameSlaveProcessNeverReceivedIsSentAgainAfterARestart() {
    t.attach("s", "one");
    t.submit("b");
    t.restart();
    t.decisions.clear();
    t.attach("s", "one");

    assertThat(t.decisions).hasSize(1).first().isInstanceOf(Decision.StartBuild.class);
    assertThat(t.build(FIRST).attempt()).isEqualTo(1);
  }

  @Test
  void silenceWhileTheMasterWasAwayDoesNotCount() {
    t.attach("s", "one");
    t.lose("s");
    t.now = t.now.plus(Duration.ofHours(2));
    t.restart();
    assertThat(t.slaveNamed("s").contact().state()).isEqualTo(Contact.State.UNREACHABLE);

    t.tick(Duration.ofMinutes(5));
    assertThat(t.slaveNamed("s").contact().state()).isEqualTo(Contact.State.DOWN);
  }

  @Test
  void whatAnEarlierSlaveProcessMayStillRunStartsAgainOnlyWhenItsLeaseHasEnded() {
    t.attach("s", "one");
    RequestId request = t.submit("b");
    t.attach("s", "two");
    assertThat(t.build(FIRST).leaseUntil()).contains(t.now.plus(Duration.ofMinutes(43)));

    t.lose("s");
    t.tick(Duration.ofMinutes(42));
    t.attach("s", "two");
    assertThat(t.running()).containsExactly(request);
    assertThat(t.build(FIRST).slaveStart()).isEqualTo("one");

    t.decisions.clear();
    t.tick(Duration.ofMinutes(1));
    assertThat(t.running()).isEmpty();
    t.tick(Duration.ofMinutes(30));
    assertThat(t.running()).containsExactly(request);
    assertThat(t.build(SECOND).slaveStart()).isEqualTo("two");
    assertThat(t.decisions).noneMatch(Decision.DetachSlave.class::isInstance);
  }

  @Test
  void aLeaseThatRunsGoesOnRunningWhenAnotherProcessTakesOver() {
    t.attach("s", "one");
    t.submit("b");
    t.lose("s");
    Optional<Instant> until = t.build(FIRST).leaseUntil();
    t.tick(Duration.ofMinutes(10));
    t.attach("s", "two");
    assertThat(t.build(FIRST).leaseUntil()).isEqualTo(until);

    t.lose("s");
    t.on(new Event.SlaveResumed(t.slaveNamed("s").id(), "two", "127.0.0.1:1"));
    t.restart();
    assertThat(t.build(FIRST).leaseUntil()).isEqualTo(until);
  }

  @Test
  void theProcessThatRunsABuildComesBackAfterACopyOfItTookItsName() {
    t.attach("s", "one");
    RequestId request = t.submit("b");
    t.attach("s", "two");
    t.say("s", new SlaveMessage.Leaving("a copy"));
    assertThat(t.running()).containsExactly(request);

    t.attach(
        "s", "one", new BuildReport.Running(FIRST, List.of(), Optional.of(0), Optional.empty()));
    assertThat(t.build(FIRST).leaseUntil()).isEmpty();
    t.finish(FIRST, Outcome.SUCCESS);
    assertThat(t.farm.snapshot().requests()).isEmpty();
  }

  @Test
  void aKilledSlavesNextLifeSaysWhatItLostAndThatStartsAgainLater() {
    t.attach("s", "one");
    RequestId request = t.submit("b");
    t.attach(
        "s",
        "two",
        new BuildReport.Ended(FIRST, new BuildResult(Outcome.TRANSIENT, List.of(), "killed")));
    assertThat(t.running()).isEmpty();
    t.tick(Duration.ofMinutes(30));

    assertThat(t.running()).containsExactly(request);
    assertThat(t.build(SECOND).slaveStart()).isEqualTo("two");
  }

  @Test
  void aResultFromTheSlavesJournalIsTakenNotRunAgain() {
    t.attach("s", "one");
    t.submit("b");
    t.attach(
        "s", "two", new BuildReport.Ended(FIRST, new BuildResult(Outcome.SUCCESS, List.of(), "")));

    assertThat(t.farm.snapshot().requests()).isEmpty();
    assertThat(t.decisions).contains(new Decision.ConfirmBuild(t.slaveNamed("s").id(), FIRST));
  }

  @Test
  void aRefusedBuildIsNoAttemptAndKeepsItsPlace() {
    t.attach("s", "one");
    RequestId first = t.submit("b");
    RequestId second = t.submit("b");
    t.say("s", new SlaveMessage.BuildRefused(FIRST, SlaveMessage.Refusal.NO_DISK, "5 MB left"));

    assertThat(t.queue()).containsExactly(first, second);
    assertThat(t.farm.snapshot().requests().getFirst().attempts()).isZero();
  }

  @Test
  void aBuildThatWasStoppedAndThenRefusedIsNotStartedAgain() {
    t.attach("s", "one");
    t.submit("b");
    t.accepted(new Command.StopBuild(FIRST, "wrong branch"));
    t.say("s", new SlaveMessage.BuildRefused(FIRST, SlaveMessage.Refusal.AWAY, "lunch"));

    assertThat(t.farm.snapshot().requests()).isEmpty();
    assertThat(t.farm.snapshot().builds()).isEmpty();
  }

  @Test
  void aRemovedSlaveGoesWithItsLastBuildThoughThatWasRefused() {
    t.attach("s", "one");
    t.submit("b");
    t.config(new TreeMap<>(java.util.Map.of("b", TestFarm.builder(5))), new TreeMap<>());
    t.say("s", new SlaveMessage.BuildRefused(FIRST, SlaveMessage.Refusal.LEAVING, "stop"));

    assertThat(t.farm.slaveNamed("s")).isEmpty();
  }

  @Test
  void theEndOfAPauseOfASlaveThatIsGoneCannotBeUndone() {
    t.accepted(new Command.AddSlave("x", TestFarm.slave(1), "hash"));
    t.accepted(new Command.Pause(PauseScope.slave("x"), "", Optional.empty()));
    long resume = t.accepted(new Command.Resume(PauseScope.slave("x"))).number();
    t.accepted(new Command.RemoveSlave("x"));

    assertThat(t.refused(new Command.Undo(Optional.of(resume))).code())
        .isEqualTo(Answer.Code.TOO_LATE);
    assertThat(t.farm.snapshot().pauses()).isEmpty();
  }

  @Test
  void aStoppedBuildEndsItsRequestAndNamesWho() {
    t.attach("s", "one");
    t.submit("b");
    t.accepted(new Command.StopBuild(FIRST, "wrong branch"));
    assertThat(t.decisions)
        .contains(new Decision.StopBuild(t.slaveNamed("s").id(), FIRST, "anna", "wrong branch"));
    assertThat(t.build(FIRST).stop()).map(Build.StopAsked::by).contains("anna");

    t.finish(FIRST, Outcome.STOPPED);
    assertThat(t.farm.snapshot().requests()).isEmpty();
  }

  @Test
  void anotherSlaveIsChosenByShareOfItsPlaces() {
    var slaves = new TreeMap<>(java.util.Map.of("s", TestFarm.slave(1), "big", TestFarm.slave(4)));
    t.config(new TreeMap<>(java.util.Map.of("b", TestFarm.builder(5))), slaves);
    t.attach("s", "one");
    t.attach("big", "two");
    t.submit("b");
    t.submit("b");
    t.submit("b");

    assertThat(t.farm.snapshot().builds())
        .extracting(Build::slave)
        .containsExactly(
            t.slaveNamed("big").id(), t.slaveNamed("s").id(), t.slaveNamed("big").id());
  }

  @Test
  void whatNobodyCanRunIsSaidToBeImpossibleAndBlocksNobody() {
    t.config(
        new TreeMap<>(
            java.util.Map.of("b", TestFarm.builder(5), "mac", TestFarm.builder(9, "macos"))),
        new TreeMap<>(java.util.Map.of("s", TestFarm.slave(1))));
    t.attach("s", "one");
    RequestId mac = t.submit("mac");
    RequestId other = t.submit("b");

    assertThat(t.running()).containsExactly(other);
    assertThat(t.farm.waitReasons(mac)).contains(new WaitReason.Impossible("mac"));
  }

  @Test
  void aBuilderThatIsGoneKeepsItsQueueUntilItReturns() {
    RequestId request = t.submit("b");
    var slaves = new TreeMap<>(java.util.Map.of("s", TestFarm.slave(1)));
    t.config(new TreeMap<>(), slaves);
    t.attach("s", "one");
    assertThat(t.running()).isEmpty();

    t.config(new TreeMap<>(java.util.Map.of("b", TestFarm.builder(5))), slaves);
    assertThat(t.running()).containsExactly(request);
  }

  @Test
  void aRemovedSlaveFinishesItsBuildFirst() {
    t.attach("s", "one");
    t.submit("b");
    t.config(new TreeMap<>(java.util.Map.of("b", TestFarm.builder(5))), new TreeMap<>());
    assertThat(t.slaveNamed("s").retired()).isTrue();

    t.finish(FIRST, Outcome.SUCCESS);
    assertThat(t.farm.slaveNamed("s")).isEmpty();
  }

  @Test
  void aNewGracePeriodHoldsForSlavesThatAreSilentAlready() {
    t.attach("s", "one");
    t.lose("s");
    var config = t.farm.config().config();
    t.accepted(new Command.ApplyConfig(config.with(TestFarm.settings(Duration.ofMinutes(1))), ""));

    assertThat(t.farm.nextAlarm()).contains(t.now.plus(Duration.ofMinutes(1)));
    assertThat(new Farm(t.farm.snapshot(), t.now).nextAlarm()).isEqualTo(t.farm.nextAlarm());
  }

  @Test
  void aFarmBuiltFromASnapshotDecidesAlike() {
    t.attach("s", "one");
    t.submit("b");
    t.submit("b", 8);
    Farm copy = new Farm(t.farm.snapshot(), t.now);
    Stamped event =
        new Stamped(
            t.now,
            new Event.SlaveSaid(
                t.slaveNamed("s").id(),
                "one",
                new SlaveMessage.BuildFinished(
                    FIRST, new BuildResult(Outcome.FAILURE, List.of(), ""))));

    assertThat(copy.on(event)).isEqualTo(t.farm.on(event));
    assertThat(copy.snapshot()).isEqualTo(t.farm.snapshot());
  }

  @Test
  void propertiesThatNoProcessCouldTakeAreRefused() {
    t.simple();
    TreeMap<String, String> properties = new TreeMap<>();
    properties.put("a", "x".repeat(50_000));
    properties.put("b", "x".repeat(49_998));
    t.accepted(new Command.Submit("b", "", properties, Optional.empty(), Optional.empty()));
    properties.put("c", "");

    assertThat(
            t.refused(new Command.Submit("b", "", properties, Optional.empty(), Optional.empty()))
                .text())
        .contains("100001 characters together, 100000 may be");
    TreeMap<String, String> unnamed = new TreeMap<>();
    unnamed.put("", "x");
    assertThat(
            t.refused(new Command.Submit("b", "", unnamed, Optional.empty(), Optional.empty()))
                .text())
        .contains("no name");
  }

  @Test
  void aCommandIsAboutAsManyRequestsAsOneTurnCanWrite() {
    t.simple();
    List<RequestId> all = new ArrayList<>();
    for (int i = 0; i < 10_001; i++) {
      all.add(t.submit("b"));
    }
    assertThat(t.refused(new Command.Hold(all, "")).text())
        .isEqualTo("10001 requests at once, 10000 may be; name them in parts");
    assertThat(t.refused(new Command.Cancel(all, "")).text()).startsWith("10001 requests at once");
    t.accepted(new Command.Hold(all.subList(0, 10_000), ""));
  }

  @Test
  void aCommandIsAboutAsMuchTextAsItsRecordCanKeep() {
    t.simple();
    TreeMap<String, String> properties = new TreeMap<>(Map.of("a", "x".repeat(99_999)));
    List<RequestId> all = new ArrayList<>();
    for (int i = 0; i < 81; i++) {
      all.add(
          t.accepted(new Command.Submit("b", "", properties, Optional.empty(), Optional.empty()))
              .request()
              .orElseThrow());
    }
    assertThat(t.refused(new Command.Hold(all, "")).text())
        .isEqualTo(
            "81 requests with 8100000 characters of properties at once, 8000000 may be; name them"
                + " in parts");
    t.accepted(new Command.Hold(all.subList(0, 80), ""));
  }
}
