package org.yardmaster.slave.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.yardmaster.protocol.message.BuildReport;
import org.yardmaster.protocol.message.SlaveMessage;
import org.yardmaster.protocol.message.SlaveMessage.Refusal;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.BuildOrder;
import org.yardmaster.protocol.model.BuildResult;
import org.yardmaster.protocol.model.LockUse;
import org.yardmaster.protocol.model.Outcome;
import org.yardmaster.protocol.model.Presence;
import org.yardmaster.protocol.model.SlaveFacts;
import org.yardmaster.protocol.model.Step;
import org.yardmaster.protocol.model.StepAction;
import org.yardmaster.protocol.model.StepResult;
import org.yardmaster.protocol.model.StepResult.End;

final class SlaveCoreTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  private static final SlaveFacts FACTS = new SlaveFacts("linux", "x86", "1", "UTC");
  private static final BuildId B1 = new BuildId(1);
  private static final ProcessKey PROCESS = new ProcessKey(77, 1234);
  private static final StepResult DONE = step(0, End.EXITED, 0, 100);
  private static final BuildResult SUCCESS = new BuildResult(Outcome.SUCCESS, List.of(DONE), "");

  private static final String KILLED = "the slave was killed or restarted while it ran";

  private final SlaveCore core = new SlaveCore(new Memory(), FACTS);

  private static StepResult step(int index, End end, int code, long logBytes) {
    return new StepResult(index, "s" + index, end, code, Duration.ofSeconds(1), logBytes, "why");
  }

  private static Input start(BuildOrder order) {
    return new Input.Received(new SlaveMessage.StartBuild(order, new TreeMap<>()), true);
  }

  private static Input start(long id) {
    return start(Orders.shell(id, "true"));
  }

  private static Input stop(BuildId build) {
    return new Input.Received(new SlaveMessage.StopBuild(build, "anna", "wrong branch"), true);
  }

  private static Input recorded() {
    return new Input.Received(new SlaveMessage.BuildRecorded(B1), true);
  }

  private static Input over(boolean cut) {
    return new Input.BuildOver(B1, cut, Optional.empty());
  }

  private List<SlaveMessage.FromSlave> sent(Input input) {
    List<SlaveMessage.FromSlave> sent = new ArrayList<>();
    for (Action action : core.on(input)) {
      if (action instanceof Action.Tell told) {
        sent.add(told.message());
      }
    }
    return sent;
  }

  private void run(Input... inputs) {
    for (Input input : inputs) {
      var _ = core.on(input);
    }
  }

  @Test
  void newBuildIsJournaledBeforeItRuns() {
    BuildOrder order = Orders.shell(1, "true");
    assertThat(core.on(start(order)))
        .containsExactly(
            new Action.Write(new Entry.Accepted(order, 1), true),
            new Action.Run(order, new TreeMap<>(), 1));
  }

  @Test
  void repeatedStartOfTheSameBuildChangesNothing() {
    run(start(1));
    assertThat(core.on(start(1))).isEmpty();
    run(new Input.StepEnded(B1, DONE), over(false));
    assertThat(core.on(start(1))).isEmpty();
  }

  @Test
  void buildTellsItsWayToSuccess() {
    run(start(1));
    assertThat(core.on(new Input.ProcessStarted(B1, 0, PROCESS)))
        .containsExactly(
            new Action.Write(new Entry.ProcessStarted(B1, 0, PROCESS), false),
            new Action.SendSoon(new SlaveMessage.StepStarted(B1, 0)));
    assertThat(core.on(new Input.StepEnded(B1, DONE)))
        .containsExactly(
            new Action.Write(new Entry.StepEnded(B1, DONE), false),
            new Action.SendSoon(new SlaveMessage.StepFinished(B1, DONE)));
    assertThat(core.on(over(false)))
        .containsExactly(
            new Action.Write(new Entry.Ended(B1, SUCCESS), true),
            new Action.Send(new SlaveMessage.BuildFinished(B1, SUCCESS)));
  }

  @Test
  void secondProcessOfAStepIsNoSecondStart() {
    run(start(1), new Input.ProcessStarted(B1, 0, PROCESS));
    assertThat(sent(new Input.ProcessStarted(B1, 0, new ProcessKey(78, 1)))).isEmpty();
  }

  @Test
  void failedStepIsNamedInTheResult() {
    StepResult failed = step(0, End.EXITED, 3, 0);
    StepResult late = step(0, End.TIMED_OUT, 143, 0);
    run(
        start(Orders.shell(1, "false", "true")),
        new Input.StepEnded(B1, failed),
        new Input.StepEnded(B1, step(1, End.SKIPPED, -1, 0)));
    assertThat(sent(over(false)))
        .containsExactly(
            new SlaveMessage.BuildFinished(
                B1,
                new BuildResult(
                    Outcome.FAILURE,
                    List.of(failed, step(1, End.SKIPPED, -1, 0)),
                    "step s0: exit code 3")));
    BuildId second = new BuildId(2);
    run(start(2), new Input.StepEnded(second, late));
    assertThat(sent(new Input.BuildOver(second, false, Optional.empty())))
        .containsExactly(
            new SlaveMessage.BuildFinished(
                second, new BuildResult(Outcome.FAILURE, List.of(late), "step s0: why")));
  }

  @Test
  void stoppedBuildSaysByWhom() {
    run(start(1));
    assertThat(core.on(stop(B1)))
        .containsExactly(new Action.Stop(B1, "stopped by anna: wrong branch"));
    assertThat(core.on(stop(B1))).isEmpty();
    assertThat(sent(over(true)))
        .containsExactly(
            new SlaveMessage.BuildFinished(
                B1, new BuildResult(Outcome.STOPPED, List.of(), "stopped by anna: wrong branch")));
  }

  @Test
  void stopThatComesTooLateLeavesTheTrueResult() {
    run(start(1), new Input.StepEnded(B1, DONE), stop(B1));
    assertThat(sent(over(false))).containsExactly(new SlaveMessage.BuildFinished(B1, SUCCESS));
  }

  @Test
  void stopOfAnUnknownBuildIsNothing() {
    assertThat(core.on(stop(B1))).isEmpty();
  }

  @Test
  void faultOfTheSlaveIsTransient() {
    run(start(1));
    assertThat(sent(new Input.BuildOver(B1, false, Optional.of("disk broke"))))
        .containsExactly(
            new SlaveMessage.BuildFinished(
                B1, new BuildResult(Outcome.TRANSIENT, List.of(), "disk broke")));
  }

  @Test
  void resultIsKeptUntilRecordedAndSynced() {
    run(start(1), new Input.StepEnded(B1, DONE), over(false));
    assertThat(core.on(recorded()))
        .containsExactly(new Action.Write(new Entry.Recorded(B1), false));
    assertThat(core.on(new Input.LogSynced(B1, 0)))
        .containsExactly(
            new Action.Write(new Entry.LogSynced(B1, 0), false),
            new Action.Write(new Entry.Forgotten(B1), false),
            new Action.Forget(B1));
    assertThat(core.memory().builds()).isEmpty();
  }

  @Test
  void logsMayBeSyncedBeforeTheResultIsRecorded() {
    run(start(1), new Input.StepEnded(B1, DONE), new Input.LogSynced(B1, 0), over(false));
    assertThat(core.on(recorded())).contains(new Action.Forget(B1));
  }

  @Test
  void emptyLogNeedsNoConfirmation() {
    run(start(1), new Input.StepEnded(B1, step(0, End.EXITED, 0, 0)), over(false));
    assertThat(core.on(recorded())).contains(new Action.Forget(B1));
  }

  @Test
  void awaySlaveTakesNoNewBuildAndKeepsItsOwn() {
    run(start(1));
    Presence away = Presence.away("lunch", Optional.empty());
    assertThat(core.on(new Input.WentAway("lunch", Optional.empty())))
        .containsExactly(
            new Action.Write(new Entry.PresenceSet(away), true),
            new Action.Send(new SlaveMessage.PresenceChanged(away)));
    assertThat(core.on(start(2)))
        .containsExactly(
            new Action.Send(new SlaveMessage.BuildRefused(new BuildId(2), Refusal.AWAY, "lunch")));
    assertThat(core.memory().builds()).containsOnlyKeys(B1);
  }

  @Test
  void slaveWithoutDiskRefuses() {
    assertThat(
            sent(
                new Input.Received(
                    new SlaveMessage.StartBuild(Orders.shell(1, "true"), new TreeMap<>()), false)))
        .containsExactly(
            new SlaveMessage.BuildRefused(B1, Refusal.NO_DISK, "too little free disk"));
  }

  @Test
  void slaveThatRefusedForWantOfDiskSpeaksWhenThereIsRoom() {
    run(
        new Input.Received(
            new SlaveMessage.StartBuild(Orders.shell(1, "true"), new TreeMap<>()), false));
    assertThat(core.wantsRoom()).isTrue();
    assertThat(sent(new Input.RoomCame()))
        .containsExactly(new SlaveMessage.PresenceChanged(Presence.accepting()));
    assertThat(core.wantsRoom()).isFalse();
    assertThat(sent(new Input.RoomCame())).isEmpty();
  }

  @Test
  void itSpeaksAlsoWhereABuildFoundRoomAfterOneThatDidNot() {
    run(
        new Input.Received(
            new SlaveMessage.StartBuild(Orders.shell(1, "true"), new TreeMap<>()), false),
        start(2));
    assertThat(sent(new Input.RoomCame()))
        .containsExactly(new SlaveMessage.PresenceChanged(Presence.accepting()));
  }

  @Test
  void ownersBackLetsBuildsComeToASlaveThatRefusedForWantOfDisk() {
    run(
        new Input.Received(
            new SlaveMessage.StartBuild(Orders.shell(1, "true"), new TreeMap<>()), false));
    assertThat(sent(new Input.CameBack()))
        .containsExactly(new SlaveMessage.PresenceChanged(Presence.accepting()));
  }

  @Test
  void awayEndsAtItsTime() {
    run(new Input.WentAway("", Optional.of(NOW.plusSeconds(60))));
    assertThat(core.nextTick(NOW, Duration.ZERO)).contains(Duration.ofSeconds(60));
    assertThat(sent(new Input.Ticked(NOW.plusSeconds(59), Duration.ZERO))).isEmpty();
    assertThat(sent(new Input.Ticked(NOW.plusSeconds(60), Duration.ZERO)))
        .containsExactly(new SlaveMessage.PresenceChanged(Presence.accepting()));
    assertThat(core.nextTick(NOW, Duration.ZERO)).isEmpty();
  }

  @Test
  void buildIsStoppedWhenItsLeaseRunsOut() {
    run(start(1));
    assertThat(core.nextTick(NOW, Duration.ZERO)).isEmpty();
    assertThat(core.nextTick(NOW, Duration.ofMinutes(10))).contains(Duration.ofMinutes(30));
    assertThat(core.on(new Input.Ticked(NOW, Duration.ofMinutes(39)))).isEmpty();
    assertThat(core.on(new Input.Ticked(NOW, Duration.ofMinutes(40)))).hasSize(1);
    assertThat(core.nextTick(NOW, Duration.ofMinutes(41))).isEmpty();
    assertThat(sent(over(true)))
        .singleElement()
        .extracting(m -> ((SlaveMessage.BuildFinished) m).result().outcome())
        .isEqualTo(Outcome.STOPPED);
  }

  @Test
  void gracefulStopWaitsForTheBuilds() {
    run(start(1));
    assertThat(sent(new Input.GracefulStopAsked("reboot")))
        .containsExactly(
            new SlaveMessage.PresenceChanged(Presence.away("leaving: reboot", Optional.empty())));
    assertThat(sent(start(2)))
        .containsExactly(new SlaveMessage.BuildRefused(new BuildId(2), Refusal.LEAVING, "reboot"));
    assertThat(core.on(over(false)))
        .endsWith(new Action.Send(new SlaveMessage.Leaving("reboot")), new Action.Leave());
  }

  @Test
  void backTakesAGracefulStopBack() {
    run(start(1), new Input.GracefulStopAsked("reboot"));
    assertThat(sent(new Input.CameBack()))
        .containsExactly(new SlaveMessage.PresenceChanged(Presence.accepting()));
    assertThat(core.on(over(false))).doesNotContain(new Action.Leave());
  }

  @Test
  void stopEndsTheBuildsAndThenLeaves() {
    run(start(1));
    assertThat(core.on(new Input.StopAsked("service stop")))
        .contains(new Action.Stop(B1, "slave stopped: service stop"));
    List<SlaveMessage.FromSlave> sent = sent(over(true));
    assertThat(sent)
        .containsExactly(
            new SlaveMessage.BuildFinished(
                B1, new BuildResult(Outcome.STOPPED, List.of(), "slave stopped: service stop")),
            new SlaveMessage.Leaving("service stop"));
  }

  @Test
  void stopOfAnIdleSlaveLeavesAtOnce() {
    assertThat(core.on(new Input.StopAsked("x"))).endsWith(new Action.Leave());
    assertThat(core.on(new Input.StopAsked("x"))).isEmpty();
  }

  @Test
  void aSessionThatBeginsWhileItLeavesIsToldSo() {
    run(new Input.StopAsked("service stop"));
    assertThat(sent(new Input.SessionBegan()))
        .containsExactly(new SlaveMessage.Leaving("service stop"));
  }

  @Test
  void aStopThatEndsBuildsIsNotTakenBack() {
    run(start(1), new Input.StopAsked("x"), new Input.CameBack());
    assertThat(core.on(over(true))).endsWith(new Action.Leave());
  }

  @Test
  void stopAfterGracefulStopEndsTheBuildsNow() {
    run(start(1), new Input.GracefulStopAsked("reboot"));
    assertThat(core.on(new Input.StopAsked("now")))
        .contains(new Action.Stop(B1, "slave stopped: now"));
  }

  @Test
  void inventoryTellsWhatRunsAndWhatIsOwed() {
    BuildId second = new BuildId(2);
    BuildId third = new BuildId(3);
    run(start(1), new Input.StepEnded(B1, DONE), over(false));
    run(start(2), new Input.StepEnded(second, DONE), new Input.ProcessStarted(second, 1, PROCESS));
    run(
        start(3),
        new Input.StepEnded(third, DONE),
        new Input.BuildOver(third, false, Optional.empty()),
        new Input.Received(new SlaveMessage.BuildRecorded(third), true));
    assertThat(core.on(new Input.SessionBegan()))
        .containsExactly(
            new Action.BeginSession(
                new SlaveMessage.Inventory(
                    Presence.accepting(),
                    FACTS,
                    List.of(
                        new BuildReport.Ended(B1, SUCCESS),
                        new BuildReport.Running(
                            second, List.of(DONE), Optional.of(1), Optional.empty()),
                        new BuildReport.Ended(third, SUCCESS)))));
  }

  @Test
  void workspacesAreTheLowestFreeOnesOfTheirBuilder() {
    run(start(1), start(2), over(false));
    assertThat(core.on(start(3)))
        .contains(new Action.Run(Orders.shell(3, "true"), new TreeMap<>(), 1));
    BuildOrder other = Orders.of(4, "windows", List.of());
    assertThat(core.on(start(other))).contains(new Action.Run(other, new TreeMap<>(), 1));
    assertThat(core.on(start(5)))
        .contains(new Action.Run(Orders.shell(5, "true"), new TreeMap<>(), 3));
  }

  @Test
  void nextLifeReportsTheEndedAndTheLost() {
    BuildId second = new BuildId(2);
    BuildResult lost = new BuildResult(Outcome.TRANSIENT, List.of(), KILLED);
    run(start(1), new Input.StepEnded(B1, DONE), over(false), start(2));
    run(new Input.WentAway("lunch", Optional.empty()));
    SlaveCore next = new SlaveCore(Memory.of(core.memory().entries()), FACTS);
    assertThat(next.start(new TreeMap<>()))
        .containsExactly(new Action.Write(new Entry.Ended(second, lost), true));
    assertThat(next.on(new Input.SessionBegan()))
        .containsExactly(
            new Action.BeginSession(
                new SlaveMessage.Inventory(
                    Presence.away("lunch", Optional.empty()),
                    FACTS,
                    List.of(
                        new BuildReport.Ended(B1, SUCCESS), new BuildReport.Ended(second, lost)))));
    assertThat(next.on(new Input.CameBack())).isNotEmpty();
    assertThat(next.on(start(7)))
        .contains(new Action.Run(Orders.shell(7, "true"), new TreeMap<>(), 1));
  }

  @Test
  void whatALifeLostIsOwedByEachLaterOneUntilItIsConfirmed() {
    run(
        start(Orders.shell(1, "true", "false")),
        new Input.StepEnded(B1, DONE),
        new Input.ProcessStarted(B1, 1, PROCESS));
    StepResult cutShort = new StepResult(1, "step1", End.BROKEN, -1, Duration.ZERO, 70, KILLED);
    BuildResult lost = new BuildResult(Outcome.TRANSIENT, List.of(DONE, cutShort), KILLED);
    SlaveCore second = new SlaveCore(Memory.of(core.memory().entries()), FACTS);
    assertThat(second.start(new TreeMap<>(Map.of(B1, 70L))))
        .containsExactly(new Action.Write(new Entry.Ended(B1, lost), true));

    SlaveCore third = new SlaveCore(Memory.of(second.memory().entries()), FACTS);
    assertThat(third.start(new TreeMap<>())).isEmpty();
    assertThat(third.on(new Input.SessionBegan()))
        .containsExactly(
            new Action.BeginSession(
                new SlaveMessage.Inventory(
                    Presence.accepting(), FACTS, List.of(new BuildReport.Ended(B1, lost)))));
    assertThat(third.on(recorded())).hasSize(1);
    assertThat(third.on(new Input.LogSynced(B1, 0))).hasSize(1);
    assertThat(third.on(new Input.LogSynced(B1, 1))).contains(new Action.Forget(B1));
  }

  @Test
  void memoryEqualsTheFoldOfWhatWasWritten() {
    List<Entry> written = new ArrayList<>();
    for (Input input :
        List.of(
            start(1),
            start(2),
            new Input.ProcessStarted(B1, 0, PROCESS),
            new Input.StepEnded(B1, DONE),
            new Input.ProcessStarted(new BuildId(2), 0, PROCESS),
            new Input.LogSynced(B1, 0),
            over(false),
            new Input.WentAway("x", Optional.of(NOW)),
            start(3),
            new Input.StepEnded(new BuildId(2), DONE),
            new Input.BuildOver(new BuildId(2), false, Optional.empty()),
            new Input.Received(new SlaveMessage.BuildRecorded(new BuildId(2)), true),
            recorded())) {
      for (Action action : core.on(input)) {
        if (action instanceof Action.Write(Entry entry, boolean _)) {
          written.add(entry);
        }
      }
      assertThat(Memory.of(written)).isEqualTo(core.memory());
      assertThat(Memory.of(core.memory().entries())).isEqualTo(core.memory());
    }
  }

  @Test
  void endOfAStepWithLocksIsNotHeldBackForOthersWaitForThem() {
    Step plain = Orders.step("flash", new StepAction.Shell("flash"));
    core.on(start(Orders.of(1, "board", List.of(Orders.locked(plain, LockUse.exclusive("jtag"))))));
    assertThat(core.on(new Input.StepEnded(B1, DONE)))
        .endsWith(new Action.Send(new SlaveMessage.StepFinished(B1, DONE)));
  }

  @Test
  void stepWithLocksAsksForThemAndStartsOnceItMay() {
    core.on(start(1));
    assertThat(core.on(new Input.StepWaits(B1, 0)))
        .containsExactly(new Action.Send(new SlaveMessage.StepWantsLocks(B1, 0)));
    assertThat(core.on(new Input.SessionBegan()))
        .containsExactly(
            new Action.BeginSession(
                new SlaveMessage.Inventory(
                    Presence.accepting(),
                    FACTS,
                    List.of(
                        new BuildReport.Running(
                            B1, List.of(), Optional.empty(), Optional.of(0))))));

    Input may = new Input.Received(new SlaveMessage.StepMayStart(B1, 0), true);
    assertThat(core.on(may)).containsExactly(new Action.LetStart(B1, 0));
    assertThat(core.on(may)).isEmpty();
  }
}
