package org.yardmaster.console.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.yardmaster.console.act.Said;
import org.yardmaster.console.farm.ManualLater;
import org.yardmaster.console.link.FakeMaster;
import org.yardmaster.console.link.Samples;
import org.yardmaster.console.shell.Console;
import org.yardmaster.protocol.message.Command;
import org.yardmaster.protocol.message.Query;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.FarmSettings;
import org.yardmaster.protocol.model.Hold;
import org.yardmaster.protocol.model.Request;
import org.yardmaster.protocol.model.RequestId;
import org.yardmaster.protocol.model.Role;
import org.yardmaster.protocol.model.WaitReason;

/// The queue without a window: the fake master answers on the same thread.
final class QueueViewModelTest {
  private final FakeMaster master = new FakeMaster();
  private final ManualLater later = new ManualLater();
  private Console console = open();

  private Console open() {
    Random random = new Random(1);
    for (int i = 1; i <= 3; i++) {
      master.keep(Samples.builder(i, random));
    }
    long id = 1;
    for (int priority : new int[] {8, 8, 5, 5, 5, 2}) {
      master.keep(request(id++, priority));
    }
    return attach();
  }

  private Console attach() {
    return new Console(
        master, Runnable::run, later, InstantSource.fixed(FakeMaster.NOW), ZoneOffset.UTC);
  }

  private static Request request(long id, int priority) {
    return Samples.request(
        id, 1 + id % 3, priority, id % 2 == 0 ? "tom" : "anna", "why " + id, FakeMaster.NOW);
  }

  private QueueViewModel queue() {
    return console.queue();
  }

  private QueueRow row(long id) {
    return queue().row(new RequestId(id)).orElseThrow();
  }

  private void select(long... ids) {
    queue().selected().clear();
    for (long id : ids) {
      queue().selected().add(row(id));
    }
  }

  /// What is shown: heads as `p8`, requests by number.
  private String shown() {
    StringBuilder text = new StringBuilder();
    for (QueueItem item : queue().rows()) {
      text.append(text.isEmpty() ? "" : " ");
      switch (item) {
        case PriorityRow head -> text.append("p").append(head.priority());
        case QueueRow row -> text.append(row.id().value());
      }
    }
    return text.toString();
  }

  @Test
  void requestsStandInTheFarmsOrderUnderTheirPriority() {
    assertThat(shown()).isEqualTo("p8 1 2 p5 3 4 5 p2 6");
    assertThat(queue().place(row(4))).isEqualTo(4);
    assertThat(queue().totalProperty().get()).isEqualTo(6);
  }

  @Test
  void startedRequestLeavesTheQueueAndItsHeadGoesWithTheLast() {
    master.keep(master.request(6).started(new BuildId(9)));
    assertThat(shown()).isEqualTo("p8 1 2 p5 3 4 5");
    assertThat(console.farm().queuedProperty().get()).isEqualTo(5);
  }

  @Test
  void lostBuildBringsItsRequestBackToItsPlace() {
    master.keep(master.request(3).started(new BuildId(9)));
    master.keep(master.request(3).queuedAgain(true));
    assertThat(shown()).isEqualTo("p8 1 2 p5 3 4 5 p2 6");
  }

  @Test
  void filterShowsRowsThatHaveAllWordsAndKeepsTheirPlaces() {
    queue().filterProperty().set("TOM why");
    assertThat(shown()).isEqualTo("p8 2 p5 4 p2 6");
    assertThat(queue().place(row(6))).isEqualTo(6);
    assertThat(queue().matchingProperty().get()).isEqualTo(3);
    master.keep(request(7, 5));
    master.keep(request(8, 5));
    assertThat(shown()).isEqualTo("p8 2 p5 4 8 p2 6");
    queue().filterProperty().set("");
    assertThat(shown()).isEqualTo("p8 1 2 p5 3 4 5 7 8 p2 6");
  }

  @Test
  void droppedRowsStandAtTheirPlaceAtOnceAndAreConfirmed() {
    master.holdBack();
    select(4, 5);
    queue().lift();
    queue().drag().over(new Target(row(2), Command.Side.BEFORE));
    queue().drop();
    assertThat(shown()).isEqualTo("p8 1 4 5 2 p5 3 p2 6");
    assertThat(row(4).isPending()).isTrue();
    assertThat(row(4).priority()).isEqualTo(8);
    master.goOn();
    assertThat(shown()).isEqualTo("p8 1 4 5 2 p5 3 p2 6");
    assertThat(row(4).isPending()).isFalse();
    assertThat(master.order()).containsExactly(1L, 4L, 5L, 2L, 3L, 6L);
  }

  /// Where waiting counts, requests of unlike priorities stand between each other, each by a key of
  /// its own; there are no heads.
  @Test
  void rowsAreDraggedBetweenUnlikePrioritiesWhereWaitingCounts() {
    master.keep(FarmSettings.defaults().withAging(Duration.ofMinutes(20)));
    for (long id = 1; id <= 6; id++) {
      Request request = master.request(id);
      master.keep(request.at(request.priority(), false, FakeMaster.NOW, -id, request.place()));
    }
    assertThat(shown()).isEqualTo("6 5 4 3 2 1");
    master.holdBack();
    select(1, 3);
    queue().lift();
    queue().drag().over(new Target(row(5), Command.Side.BEFORE));
    queue().drop();
    assertThat(shown()).isEqualTo("6 3 1 5 4 2");
    assertThat(row(3).isPending()).isTrue();
    master.goOn();
    assertThat(shown()).isEqualTo("6 3 1 5 4 2");
    assertThat(master.order()).containsExactly(6L, 3L, 1L, 5L, 4L, 2L);
    assertThat(row(3).isPending()).isFalse();
  }

  @Test
  void refusedMoveIsPutBackWithItsReason() {
    master.holdBack();
    master.refuseNext("request #2 has started; choose another place");
    select(5);
    queue().move(List.of(row(5)), new Target(row(2), Command.Side.BEHIND));
    assertThat(shown()).isEqualTo("p8 1 2 5 p5 3 4 p2 6");
    master.goOn();
    assertThat(shown()).isEqualTo("p8 1 2 p5 3 4 5 p2 6");
    assertThat(queue().problemProperty().get())
        .isEqualTo("request #2 has started; choose another place");
  }

  @Test
  void movedBehindTheLastRequestOfAllItStandsLast() {
    select(1);
    queue().move(List.of(row(1)), new Target(row(6), Command.Side.BEHIND));
    assertThat(shown()).isEqualTo("p8 2 p5 3 4 5 p2 6 1");
  }

  @Test
  void rowThatStartsWhileItIsDraggedSaysSo() {
    select(3, 4);
    queue().lift();
    assertThat(queue().drag().cardProperty().get()).isEqualTo("2 requests");
    master.keep(master.request(3).started(new BuildId(9)));
    assertThat(queue().drag().warningProperty().get())
        .isEqualTo("#3 has started and is no longer dragged");
    queue().drag().over(new Target(row(1), Command.Side.BEFORE));
    queue().drop();
    assertThat(master.given())
        .containsExactly(
            new Command.Move(List.of(new RequestId(4)), Command.Side.BEFORE, new RequestId(1)));
  }

  @Test
  void anchorThatLeavesTheQueueIsNoTargetAnyMore() {
    select(4);
    queue().lift();
    queue().drag().over(new Target(row(1), Command.Side.BEFORE));
    master.keep(master.request(1).started(new BuildId(9)));
    queue().drop();
    assertThat(master.given()).isEmpty();
  }

  @Test
  void whatArrivesMeanwhileDoesNotShiftTheTarget() {
    select(6);
    queue().lift();
    queue().drag().over(new Target(row(4), Command.Side.BEFORE));
    for (long id = 20; id < 40; id++) {
      master.keep(request(id, 8));
    }
    queue().drop();
    assertThat(shown()).contains("p5 3 6 4 5");
  }

  @Test
  void givenUpDragMovesNothing() {
    select(6);
    queue().lift();
    queue().drag().over(new Target(row(1), Command.Side.BEFORE));
    queue().drag().giveUp();
    queue().drop();
    assertThat(master.given()).isEmpty();
    assertThat(row(6).isLifted()).isFalse();
  }

  @Test
  void keysMoveOneRowAndCrossIntoTheNextPriority() {
    select(4);
    queue().moveUp();
    assertThat(shown()).isEqualTo("p8 1 2 p5 4 3 5 p2 6");
    queue().moveUp();
    assertThat(shown()).isEqualTo("p8 1 2 4 p5 3 5 p2 6");
    queue().moveDown();
    assertThat(shown()).isEqualTo("p8 1 2 p5 4 3 5 p2 6");
  }

  @Test
  void keysMoveToTheEndsOfAPriority() {
    select(5);
    queue().moveToTop();
    assertThat(shown()).isEqualTo("p8 1 2 p5 5 3 4 p2 6");
    queue().moveToBottom();
    assertThat(shown()).isEqualTo("p8 1 2 p5 3 4 5 p2 6");
  }

  @Test
  void raisingKeepsTheDistancesOfSeveralPriorities() {
    select(2, 3);
    queue().raise(1);
    assertThat(shown()).isEqualTo("p9 2 p8 1 p6 3 p5 4 5 p2 6");
  }

  @Test
  void holdHoldsAndReleasesWhenAllAreHeld() {
    select(1, 2);
    queue().holdOrRelease();
    assertThat(row(1).isHeld()).isTrue();
    assertThat(row(2).isHeld()).isTrue();
    queue().holdOrRelease();
    assertThat(row(1).isHeld()).isFalse();
  }

  @Test
  void undoTakesBackAndRedoDoesAgain() {
    select(6);
    queue().move(List.of(row(6)), new Target(row(1), Command.Side.BEFORE));
    assertThat(shown()).isEqualTo("p8 6 1 2 p5 3 4 5");
    console.actions().undo();
    assertThat(shown()).isEqualTo("p8 1 2 p5 3 4 5 p2 6");
    assertThat(console.actions().canUndoProperty().get()).isFalse();
    assertThat(console.actions().canRedoProperty().get()).isTrue();
    console.actions().redo();
    assertThat(master.given().getLast()).isEqualTo(new Command.Undo(Optional.of(2L)));
    assertThat(console.actions().canUndoProperty().get()).isTrue();
    console.actions().redo();
    assertThat(console.actions().saidProperty().get())
        .isEqualTo(new Said(Said.Kind.REFUSED, "nothing to redo"));
  }

  @Test
  void selectionOutlivesAMoveAndEndsWithItsRow() {
    select(4, 5);
    master.keep(
        master
            .request(4)
            .at(9, true, master.request(4).countsFrom(), -9, master.request(4).place()));
    assertThat(queue().selected()).containsExactly(row(4), row(5));
    master.keep(master.request(5).started(new BuildId(3)));
    assertThat(queue().selected()).containsExactly(row(4));
  }

  @Test
  void viewerIsToldWhyNothingCanBeDone() {
    master.as(Role.VIEWER);
    console = attach();
    select(4);
    assertThat(queue().lift()).isFalse();
    queue().cancel();
    assertThat(master.given()).isEmpty();
    assertThat(queue().problemProperty().get())
        .isEqualTo("anna is a viewer; this takes an operator");
  }

  @Test
  void lostLineRefusesCommandsAndKeepsTheRows() {
    master.lose(FakeMaster.NOW, FakeMaster.NOW.plusSeconds(3), "reset");
    select(4);
    queue().cancel();
    assertThat(master.given()).isEmpty();
    assertThat(queue().problemProperty().get()).isEqualTo("line lost just now");
    assertThat(shown()).isEqualTo("p8 1 2 p5 3 4 5 p2 6");
    master.attach();
    assertThat(shown()).isEqualTo("p8 1 2 p5 3 4 5 p2 6");
    assertThat(console.actions().possible().get()).isTrue();
  }

  private List<Query> explained() {
    return master.asked().stream().filter(Query.Explain.class::isInstance).toList();
  }

  @Test
  void onlyRowsInViewAreExplained() {
    Hold hold = new Hold("tom", FakeMaster.NOW, "later");
    master.explain(new RequestId(3), List.of(new WaitReason.Held(hold)));
    queue().inView(List.of(new RequestId(3), new RequestId(4)));
    assertThat(explained()).isEmpty();
    later.pass();
    assertThat(explained())
        .containsExactly(new Query.Explain(List.of(new RequestId(3), new RequestId(4))));
    assertThat(row(3).waitsFor()).isEqualTo("held by tom");
    master.keep(request(30, 5));
    master.keep(request(31, 5));
    later.pass();
    assertThat(explained()).hasSize(2);
  }

  @Test
  void detailsSayWhyInFull() {
    Hold hold = new Hold("tom", FakeMaster.NOW, "later");
    master.explain(
        new RequestId(3),
        List.of(
            new WaitReason.Held(hold),
            new WaitReason.BuilderBusy("docs", 1, List.of(new BuildId(9)))));
    console.request().show(Optional.of(row(3)));
    assertThat(console.request().reasons()).isEmpty();
    queue().inView(List.of(new RequestId(3)));
    later.pass();
    assertThat(console.request().reasons())
        .containsExactly(
            "Held by tom since 14:20 (later).",
            "The builder docs may run 1 build at once, and runs build 9.");
    assertThat(console.request().standing()).isEqualTo("priority 5, place 3");
  }

  @Test
  void submitRefusesWhatTheMasterWouldAndSaysWhy() {
    SubmitViewModel submit = console.submit("");
    assertThat(submit.problem().get()).isEqualTo("Choose a builder.");
    submit.builderProperty().set("nope");
    assertThat(submit.problem().get()).isEqualTo("There is no builder 'nope'.");
    submit.builderProperty().set("linux-debug");
    submit.priorityProperty().set("high");
    assertThat(submit.problem().get()).isEqualTo("Priority 'high' is not a whole number.");
    submit.priorityProperty().set("7");
    submit.propertiesProperty().set("REV");
    assertThat(submit.problem().get()).isEqualTo("Property 'REV': write NAME=value.");
    submit.propertiesProperty().set("REV=12\n");
    submit.notBeforeProperty().set("tonight");
    assertThat(submit.problem().get())
        .isEqualTo("Not before 'tonight': write 22:00, 2026-03-04 07:00 or +2h.");
    submit.notBeforeProperty().set("2026-03-03 14:20");
    assertThat(submit.problem().get()).isEqualTo("Not before '2026-03-03 14:20': that is past.");
    submit.notBeforeProperty().set("22:00");
    submit.reasonProperty().set("a try");
    assertThat(submit.submit()).isCompletedWithValue(true);
    assertThat(shown()).isEqualTo("p8 1 2 p7 10000 p5 3 4 5 p2 6");
    assertThat(master.given().getLast())
        .isInstanceOfSatisfying(
            Command.Submit.class,
            it -> assertThat(it.notBefore()).contains(Instant.parse("2026-03-03T22:00:00Z")));
  }
}
