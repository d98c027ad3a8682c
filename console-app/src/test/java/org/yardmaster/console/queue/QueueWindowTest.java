package org.yardmaster.console.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import javafx.geometry.Bounds;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import javafx.scene.control.skin.VirtualFlow;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.paint.Color;
import javafx.stage.Window;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.yardmaster.console.Stagehand;
import org.yardmaster.console.link.FakeMaster;
import org.yardmaster.console.link.Samples;
import org.yardmaster.console.theme.Theme;
import org.yardmaster.protocol.message.Command;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.Request;
import org.yardmaster.protocol.model.Role;

/// The queue in the real window, by mouse and keyboard, on a master in memory.
final class QueueWindowTest {
  private final FakeMaster master = new FakeMaster();
  private final FxRobot robot = new FxRobot();
  private Stagehand hand;
  private final ShownQueue queue = new ShownQueue(() -> hand.window.scene());

  @BeforeEach
  void open() {
    Random random = new Random(1);
    for (int i = 1; i <= 3; i++) {
      master.keep(Samples.builder(i, random));
    }
    long id = 1;
    for (int priority : new int[] {8, 8, 5, 5, 5, 2}) {
      master.keep(request(id++, priority));
    }
    hand = Stagehand.open(master, Theme.LIGHT, 1000, 800);
    until(() -> hand.console.queue().totalProperty().get() == 6);
    hand.frames(3);
  }

  @AfterEach
  void close() {
    robot.release(new KeyCode[0]);
    robot.release(new MouseButton[0]);
    hand.close();
  }

  private static Request request(long id, int priority) {
    return Samples.request(id, 1 + id % 3, priority, "tom", "why " + id, FakeMaster.NOW);
  }

  private static void until(BooleanSupplier holds) {
    Stagehand.until("the queue shows it", holds);
  }

  private TableView<QueueItem> table() {
    return queue.table();
  }

  private Point2D at(long id, double share) {
    return queue.at(id, share);
  }

  private void lift(long id, long over, double share) {
    queue.lift(robot, id, over, share);
  }

  private boolean isShown(String id) {
    return Stagehand.onFx(() -> {
      Node node = hand.window.scene().lookup(id);
      return node != null && node.isVisible();
    });
  }

  private void untilOrder(Long... ids) {
    until(() -> shownIds().equals(List.of(ids)));
    assertThat(master.order()).containsExactly(ids);
  }

  private List<Long> shownIds() {
    return queue.ids();
  }

  @Test
  void emptyLinesStayEmptyUnderThePointer() {
    robot.moveTo(at(6, 0.5).add(0, 100));
    hand.frames(3);
    assertThat(emptyLinesWithABackground()).isEmpty();
  }

  private List<String> emptyLinesWithABackground() {
    return Stagehand.onFx(() ->
        table().lookupAll(".table-row-cell").stream()
            .map(TableRow.class::cast)
            .filter(row -> row.isVisible() && row.isEmpty())
            .filter(row ->
                row.getBackground() != null
                    && row.getBackground().getFills().stream()
                        .anyMatch(fill -> ((Color) fill.getFill()).getBrightness() < 1))
            .map(row -> row.getIndex() + " " + row.getPseudoClassStates())
            .toList());
  }

  @Test
  void draggedRowGoesWhereTheLineShows() {
    robot.clickOn(at(6, 0.5));
    lift(6, 1, 0.2);
    assertThat(isShown("#insertion-mark")).isTrue();
    assertThat(isShown("#drag-card")).isTrue();
    hand.picture("drag-one");
    robot.drop();
    untilOrder(6L, 1L, 2L, 3L, 4L, 5L);
    assertThat(isShown("#insertion-mark")).isFalse();
    assertThat(isShown("#drag-card")).isFalse();
  }

  @Test
  void severalRowsAreDraggedTogetherAndUndone() {
    robot.clickOn(at(4, 0.5));
    robot.push(KeyCode.SHIFT, KeyCode.DOWN);
    until(() -> hand.console.queue().selected().size() == 2);
    lift(5, 2, 0.8);
    hand.picture("drag-two");
    robot.drop();
    untilOrder(1L, 2L, 4L, 5L, 3L, 6L);
    robot.push(KeyCode.CONTROL, KeyCode.Z);
    untilOrder(1L, 2L, 3L, 4L, 5L, 6L);
    robot.push(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.Z);
    until(() -> master.given().getLast() instanceof Command.Undo);
  }

  @Test
  void escapeGivesUp() {
    robot.clickOn(at(6, 0.5));
    lift(6, 1, 0.2);
    robot.push(KeyCode.ESCAPE);
    assertThat(isShown("#drag-card")).isFalse();
    robot.drop();
    hand.frames(3);
    assertThat(master.given()).isEmpty();
  }

  @Test
  void dropOutsideGivesUp() {
    robot.clickOn(at(6, 0.5));
    lift(6, 1, 0.2);
    robot.moveTo(hand.window.scene().lookup("#go-slaves"));
    hand.frames(3);
    assertThat(isShown("#insertion-mark")).isFalse();
    robot.drop();
    hand.frames(3);
    assertThat(master.given()).isEmpty();
    assertThat(isShown("#drag-card")).isFalse();
  }

  @Test
  void targetIsARowWhateverArrivesMeanwhile() {
    robot.clickOn(at(6, 0.5));
    lift(6, 3, 0.2);
    for (long id = 20; id < 26; id++) {
      master.keep(request(id, 8));
    }
    until(() -> hand.console.queue().totalProperty().get() == 12);
    hand.frames(3);
    robot.drop();
    untilOrder(1L, 2L, 20L, 21L, 22L, 23L, 24L, 25L, 6L, 3L, 4L, 5L);
  }

  @Test
  void draggedRowThatStartsSaysSo() {
    robot.clickOn(at(4, 0.5));
    lift(4, 1, 0.2);
    master.keep(master.request(4).started(new BuildId(7)));
    until(() ->
        hand.console
            .queue()
            .drag()
            .warningProperty()
            .get()
            .equals("#4 has started and is no longer dragged"));
    hand.picture("drag-started");
    robot.drop();
    hand.frames(3);
    assertThat(master.given()).isEmpty();
  }

  @Test
  void dragAtTheEdgeScrolls() {
    for (long id = 100; id < 300; id++) {
      master.keep(request(id, 5));
    }
    until(() -> hand.console.queue().totalProperty().get() == 206);
    hand.frames(5);
    robot.clickOn(at(1, 0.5));
    lift(1, 2, 0.2);
    Bounds bounds = Stagehand.onFx(() -> table().localToScreen(table().getBoundsInLocal()));
    robot.moveTo(new Point2D(bounds.getMinX() + 200, bounds.getMaxY() - 8));
    VirtualFlow<?> flow = (VirtualFlow<?>) table().lookup(".virtual-flow");
    until(() -> flow.getFirstVisibleCell().getIndex() > 20);
    robot.push(KeyCode.ESCAPE);
    robot.drop();
  }

  @Test
  void keysMoveHoldAndCancel() {
    robot.clickOn(at(4, 0.5));
    robot.push(KeyCode.CONTROL, KeyCode.UP);
    untilOrder(1L, 2L, 4L, 3L, 5L, 6L);
    robot.push(KeyCode.H);
    until(() -> master.request(4).hold().isPresent());
    robot.push(KeyCode.H);
    until(() -> master.request(4).hold().isEmpty());
    robot.push(KeyCode.CONTROL, KeyCode.END);
    untilOrder(1L, 2L, 3L, 5L, 4L, 6L);
    robot.push(KeyCode.DELETE);
    untilOrder(1L, 2L, 3L, 5L, 6L);
    robot.push(KeyCode.CONTROL, KeyCode.Z);
    untilOrder(1L, 2L, 3L, 5L, 4L, 6L);
  }

  @Test
  void priorityIsEditedInPlace() {
    robot.clickOn(at(6, 0.5));
    robot.push(KeyCode.F2);
    robot.write("9");
    robot.push(KeyCode.ENTER);
    untilOrder(6L, 1L, 2L, 3L, 4L, 5L);
    assertThat(master.request(6).priority()).isEqualTo(9);
  }

  @Test
  void slashFiltersAsOneTypes() {
    robot.clickOn(at(1, 0.5));
    robot.push(KeyCode.SLASH);
    robot.write("why 4");
    until(() -> shownIds().equals(List.of(4L)));
    robot.push(KeyCode.ESCAPE);
    until(() -> shownIds().size() == 6);
  }

  @Test
  void detailsOpenWithEnter() {
    robot.clickOn(at(3, 0.5));
    robot.push(KeyCode.ENTER);
    until(() -> isAny("#request-details", Node::isVisible));
  }

  private boolean isAny(String selector, Predicate<Node> holds) {
    return hand.window.scene().getRoot().lookupAll(selector).stream().anyMatch(holds);
  }

  @Test
  void lostLineSaysSoAndKeepsTheRows() {
    master.lose(FakeMaster.NOW.minusSeconds(14), FakeMaster.NOW.plusSeconds(3), "reset");
    until(() -> hand.console.shell().staleProperty().get());
    assertThat(hand.console.shell().lostProperty().get())
        .isEqualTo(
            "Line to the master lost 14 s ago, trying again in 3 s (reset)."
                + " What you see is as it was then.");
    assertThat(shownIds()).hasSize(6);
    robot.clickOn("#retry-now");
    until(() -> !hand.console.shell().staleProperty().get());
    assertThat(shownIds()).hasSize(6);
  }

  @Test
  void pauseAsksWhyAndTheBannerSaysIt() {
    robot.clickOn("#pause");
    hand.frames(5);
    robot.write("freeze");
    robot.push(KeyCode.ENTER);
    until(() -> hand.console.shell().pausedProperty().get().endsWith(": freeze"));
    robot.clickOn("#resume-now");
    until(() -> hand.console.shell().pausedProperty().get().isEmpty());
  }

  private String whyNot(String id) {
    return Stagehand.onFx(() -> {
      Node button = hand.window.scene().lookup(id);
      return button.isDisabled() ? button.getAccessibleHelp() : "";
    });
  }

  private void untilWhyNot(String id, String text) {
    Stagehand.until(id + " says: " + text, () -> whyNot(id).startsWith(text));
  }

  @Test
  void greyedCommandSaysWhy() {
    assertThat(whyNot("#queue-hold")).isEqualTo("no request selected");
    assertThat(whyNot("#submit")).isEmpty();
    robot.clickOn(at(3, 0.5));
    untilWhyNot("#queue-hold", "");
    assertThat(whyNot("#queue-hold")).isEmpty();
    master.keep(request(3, 5).started(new BuildId(9)));
    untilWhyNot("#queue-hold", "#3 has started");
    master.as(Role.VIEWER);
    master.attach();
    untilWhyNot("#submit", "anna is a viewer");
    master.lose(FakeMaster.NOW.minusSeconds(14), FakeMaster.NOW.plusSeconds(3), "");
    untilWhyNot("#submit", "line lost 14 s ago");
    assertThat(whyNot("#queue-hold")).isEqualTo("line lost 14 s ago");
    assertThat(whyNot("#pause")).isEqualTo("line lost 14 s ago");
  }

  @Test
  void pointerOnAGreyedButtonShowsWhy() {
    robot.moveTo("#queue-hold");
    Stagehand.until(
        "the tooltip says it",
        () ->
            Window.getWindows().stream()
                .anyMatch(
                    it -> it instanceof Tooltip tip && tip.getText().startsWith("no request")));
  }
}
