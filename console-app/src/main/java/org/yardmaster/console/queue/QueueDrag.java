package org.yardmaster.console.queue;

import java.util.Optional;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;
import javafx.event.EventHandler;
import javafx.geometry.Bounds;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.control.IndexedCell;
import javafx.scene.control.Label;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.control.skin.VirtualFlow;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseDragEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;
import org.yardmaster.console.table.LiveTable;
import org.yardmaster.protocol.message.Command;

/// The gesture that moves rows: press on one, pull, let go. A card goes with the pointer, a line
/// shows the place, the table scrolls at its edges. Everything it decides is in [DragViewModel].
final class QueueDrag {
  /// How near the table's edge it scrolls, and by how many pixels a frame at most.
  private static final double EDGE = 36;

  private static final double FASTEST = 18;

  private final QueueViewModel model;
  private final DragViewModel drag;
  private final TableView<QueueItem> table;
  private final Pane layer = new Pane();
  private final Label card = new Label();
  private final Label warning = new Label();
  private final Region mark = new Region();
  private final Label meaning = new Label();
  private final EventHandler<KeyEvent> escape = this::keyed;

  /// Comes before the table hears of the drop, so it must wait for that.
  private final EventHandler<MouseEvent> letGo = _ -> Platform.runLater(this::end);

  private Point2D pointer = Point2D.ZERO;

  /// What the pointer went down on. Rows are reused while the table scrolls, so it is not the row
  /// that the gesture belongs to, but the table.
  private Optional<QueueRow> pressed = Optional.empty();

  private final AnimationTimer frames =
      new AnimationTimer() {
        @Override
        public void handle(long now) {
          scrollAtEdge();
          paint();
        }
      };

  QueueDrag(QueueViewModel model, TableView<QueueItem> table) {
    this.model = model;
    this.drag = model.drag();
    this.table = table;
    layer.setMouseTransparent(true);
    layer.setManaged(false);
    card.getStyleClass().add("drag-card");
    card.textProperty().bind(drag.cardProperty());
    card.setId("drag-card");
    warning.getStyleClass().add("drag-warning");
    warning.textProperty().bind(drag.warningProperty());
    mark.getStyleClass().add("insertion-mark");
    mark.setId("insertion-mark");
    meaning.getStyleClass().add("insertion-meaning");
    layer.getChildren().addAll(mark, meaning, warning, card);
    layer.getChildren().forEach(drawn -> drawn.setManaged(false));
    show(false);
    table.addEventFilter(MouseEvent.MOUSE_PRESSED, _ -> pressed = Optional.empty());
    table.addEventFilter(MouseEvent.MOUSE_DRAGGED, this::moved);
    table.addEventFilter(MouseEvent.DRAG_DETECTED, this::detected);
    table.addEventFilter(MouseDragEvent.MOUSE_DRAG_OVER, this::over);
    table.addEventFilter(MouseDragEvent.MOUSE_DRAG_EXITED_TARGET, this::exited);
    table.addEventFilter(MouseDragEvent.MOUSE_DRAG_RELEASED, this::released);
  }

  /// What is drawn above the table; takes no part in its layout.
  Node layer() {
    return layer;
  }

  /// Lets the gesture begin on this row.
  void watch(TableRow<QueueItem> row) {
    row.addEventFilter(MouseEvent.MOUSE_PRESSED, event -> pressed(row, event));
    row.addEventFilter(MouseEvent.MOUSE_RELEASED, event -> clicked(row, event));
  }

  /// A press on a selected row must not unselect the others: they may be about to be dragged.
  private void pressed(TableRow<QueueItem> row, MouseEvent event) {
    boolean lifts = event.getButton() == MouseButton.PRIMARY;
    pressed = lifts && row.getItem() instanceof QueueRow on ? Optional.of(on) : Optional.empty();
    if (lifts
        && !event.isShiftDown()
        && !event.isShortcutDown()
        && row.isSelected()
        && table.getSelectionModel().getSelectedIndices().size() > 1) {
      table.requestFocus();
      event.consume();
    }
  }

  /// A mere click on one of several selected rows selects it alone, as anywhere else.
  private void clicked(TableRow<QueueItem> row, MouseEvent event) {
    if (event.getButton() == MouseButton.PRIMARY
        && event.isStillSincePress()
        && event.getClickCount() == 1
        && !event.isShiftDown()
        && !event.isShortcutDown()
        && row.isSelected()) {
      table.getSelectionModel().clearAndSelect(row.getIndex());
    }
  }

  private void detected(MouseEvent event) {
    if (pressed.filter(model.selected()::contains).isEmpty() || !model.lift()) {
      return;
    }
    table.startFullDrag();
    pointer = new Point2D(event.getSceneX(), event.getSceneY());
    show(true);
    table.getScene().addEventFilter(KeyEvent.KEY_PRESSED, escape);
    table.getScene().addEventFilter(MouseEvent.MOUSE_RELEASED, letGo);
    frames.start();
    event.consume();
  }

  private void moved(MouseEvent event) {
    pointer = new Point2D(event.getSceneX(), event.getSceneY());
  }

  private void over(MouseDragEvent event) {
    pointer = new Point2D(event.getSceneX(), event.getSceneY());
    aim();
  }

  private void exited(MouseDragEvent event) {
    pointer = new Point2D(event.getSceneX(), event.getSceneY());
    if (table.equals(event.getTarget())) {
      drag.away();
    }
  }

  private void released(MouseDragEvent event) {
    if (drag.isActive()) {
      model.drop();
    }
    end();
    event.consume();
  }

  private void keyed(KeyEvent event) {
    if (event.getCode() == KeyCode.ESCAPE) {
      end();
      event.consume();
    }
  }

  private void end() {
    frames.stop();
    drag.giveUp();
    show(false);
    if (table.getScene() != null) {
      table.getScene().removeEventFilter(KeyEvent.KEY_PRESSED, escape);
      table.getScene().removeEventFilter(MouseEvent.MOUSE_RELEASED, letGo);
    }
  }

  private void show(boolean visible) {
    card.setVisible(visible);
    warning.setVisible(false);
    mark.setVisible(false);
    meaning.setVisible(false);
  }

  /// The row under the pointer, and the half of it that the pointer is in, are the target.
  private void aim() {
    Bounds body = body();
    Point2D here = table.sceneToLocal(pointer);
    if (!drag.isActive() || !body.contains(here)) {
      drag.away();
      return;
    }
    IndexedCell<?> row = rowAt(here);
    if (row == null || row.isEmpty()) {
      last().ifPresentOrElse(it -> drag.over(new Target(it, Command.Side.BEHIND)), drag::away);
      return;
    }
    boolean upper = row.sceneToLocal(pointer).getY() < LiveTable.ROW / 2;
    target(row.getIndex(), upper).ifPresentOrElse(drag::over, drag::away);
  }

  private Optional<Target> target(int index, boolean upper) {
    if (item(index) instanceof QueueRow row) {
      return Optional.of(new Target(row, upper ? Command.Side.BEFORE : Command.Side.BEHIND));
    }
    if (upper && item(index - 1) instanceof QueueRow above) {
      return Optional.of(new Target(above, Command.Side.BEHIND));
    }
    return item(index + 1) instanceof QueueRow below
        ? Optional.of(new Target(below, Command.Side.BEFORE))
        : Optional.empty();
  }

  private @Nullable QueueItem item(int index) {
    return index >= 0 && index < table.getItems().size() ? table.getItems().get(index) : null;
  }

  private Optional<QueueRow> last() {
    return item(table.getItems().size() - 1) instanceof QueueRow row
        ? Optional.of(row)
        : Optional.empty();
  }

  private Bounds body() {
    VirtualFlow<?> flow = flow();
    return flow == null
        ? table.getBoundsInLocal()
        : table.sceneToLocal(flow.localToScene(flow.getBoundsInLocal()));
  }

  private @Nullable VirtualFlow<?> flow() {
    return table.lookup(".virtual-flow") instanceof VirtualFlow<?> flow ? flow : null;
  }

  private @Nullable IndexedCell<?> rowAt(Point2D inTable) {
    VirtualFlow<?> flow = flow();
    if (flow == null) {
      return null;
    }
    Point2D scene = table.localToScene(inTable);
    IndexedCell<?> first = flow.getFirstVisibleCell();
    IndexedCell<?> end = flow.getLastVisibleCell();
    if (first == null || end == null) {
      return null;
    }
    for (int i = first.getIndex(); i <= end.getIndex(); i++) {
      IndexedCell<?> cell = flow.getCell(i);
      double y = cell.sceneToLocal(scene).getY();
      if (y >= 0 && y < cell.getHeight()) {
        return cell;
      }
    }
    return null;
  }

  private void scrollAtEdge() {
    VirtualFlow<?> flow = flow();
    if (flow == null || !drag.isActive()) {
      return;
    }
    double y = flow.sceneToLocal(pointer).getY();
    double x = flow.sceneToLocal(pointer).getX();
    if (x < 0 || x > flow.getWidth() || y < -EDGE || y > flow.getHeight() + EDGE) {
      return;
    }
    double above = EDGE - y;
    double below = y - (flow.getHeight() - EDGE);
    double by = above > 0 ? -above : Math.max(below, 0);
    if (by != 0) {
      flow.scrollPixels(Math.clamp(by / 2, -FASTEST, FASTEST));
      aim();
    }
  }

  private void paint() {
    Point2D here = layer.sceneToLocal(pointer);
    card.autosize();
    card.relocate(here.getX() + 14, here.getY() + 8);
    boolean warns = !warning.getText().isEmpty();
    warning.setVisible(warns);
    if (warns) {
      warning.autosize();
      warning.relocate(here.getX() + 14, here.getY() + 14 + card.getHeight());
    }
    Optional<Target> target = drag.targetProperty().get();
    Optional<Double> y = target.flatMap(this::markY);
    mark.setVisible(y.isPresent());
    meaning.setVisible(y.isPresent());
    if (target.isPresent() && y.isPresent()) {
      Bounds body = layer.sceneToLocal(table.localToScene(body()));
      mark.resizeRelocate(body.getMinX() + 2, y.get() - 1, body.getWidth() - 18, 2);
      meaning.setText(target.get().text());
      meaning.autosize();
      meaning.relocate(body.getMaxX() - meaning.getWidth() - 20, y.get() - meaning.getHeight() / 2);
    }
  }

  /// Where the line is drawn: at the anchor wherever it stands by now.
  private Optional<Double> markY(Target target) {
    VirtualFlow<?> flow = flow();
    int index = table.getItems().indexOf(target.anchor());
    IndexedCell<?> first = flow == null ? null : flow.getFirstVisibleCell();
    IndexedCell<?> end = flow == null ? null : flow.getLastVisibleCell();
    if (flow == null
        || first == null
        || end == null
        || index < first.getIndex()
        || index > end.getIndex()) {
      return Optional.empty();
    }
    IndexedCell<?> cell = flow.getCell(index);
    double edge = target.side() == Command.Side.BEFORE ? 0 : cell.getHeight();
    return Optional.of(layer.sceneToLocal(cell.localToScene(0, edge)).getY());
  }
}
