package org.yardmaster.console.queue;

import java.util.List;
import java.util.function.Supplier;
import javafx.geometry.Bounds;
import javafx.geometry.Point2D;
import javafx.scene.Scene;
import javafx.scene.control.IndexedCell;
import javafx.scene.control.TableView;
import javafx.scene.control.skin.VirtualFlow;
import javafx.scene.input.MouseButton;
import org.testfx.api.FxRobot;
import org.yardmaster.console.Stagehand;

/// The queue's table as a person finds it on the screen.
public record ShownQueue(Supplier<Scene> scene) {

  @SuppressWarnings("unchecked")
  public TableView<QueueItem> table() {
    return (TableView<QueueItem>) scene.get().lookup("#queue-table");
  }

  /// Whether there is a table yet.
  public boolean isThere() {
    return scene.get().lookup("#queue-table") != null;
  }

  /// The point at this share of the height of a request's line, on the screen.
  public Point2D at(long id, double share) {
    return Stagehand.onFx(() -> {
      VirtualFlow<?> flow = (VirtualFlow<?>) table().lookup(".virtual-flow");
      for (int i = 0; i < table().getItems().size(); i++) {
        if (table().getItems().get(i) instanceof QueueRow row && row.id().value() == id) {
          IndexedCell<?> cell = flow.getCell(i);
          Bounds bounds = cell.localToScreen(cell.getBoundsInLocal());
          return new Point2D(bounds.getMinX() + 200, bounds.getMinY() + bounds.getHeight() * share);
        }
      }
      throw new AssertionError("no line of #" + id);
    });
  }

  /// Lifts a request by mouse and carries it over another one.
  public void lift(FxRobot robot, long id, long over, double share) {
    robot.moveTo(at(id, 0.5)).press(MouseButton.PRIMARY);
    robot.moveBy(0, 6);
    robot.moveTo(at(over, share));
    Stagehand.pass(3);
  }

  /// The requests in the order of their lines.
  public List<Long> ids() {
    return table().getItems().stream()
        .filter(QueueRow.class::isInstance)
        .map(item -> ((QueueRow) item).id().value())
        .toList();
  }

  /// What the line of a request says.
  public QueueRow row(long id) {
    return table().getItems().stream()
        .filter(item -> item instanceof QueueRow row && row.id().value() == id)
        .map(QueueRow.class::cast)
        .findFirst()
        .orElseThrow();
  }
}
