package org.yardmaster.console.queue;

import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import javafx.beans.Observable;
import javafx.scene.Node;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import org.yardmaster.console.farm.MasterClock;
import org.yardmaster.console.table.Hint;
import org.yardmaster.console.table.LiveColumn;
import org.yardmaster.console.theme.Icon;
import org.yardmaster.console.theme.Mark;
import org.yardmaster.console.theme.Sign;
import org.yardmaster.console.words.Times;

/// The columns of the queue. On the line of a priority's head they stay empty.
final class QueueColumns {
  private final QueueViewModel model;
  private final MasterClock clock;
  private final Times times;

  QueueColumns(QueueViewModel model, MasterClock clock, Times times) {
    this.model = model;
    this.clock = clock;
    this.times = times;
  }

  List<TableColumn<QueueItem, Number>> all() {
    return List.of(
        grips(),
        number("place", 54, row -> String.valueOf(model.place(row)), model.revisionProperty()),
        number("request", 66, row -> row.id().toString()),
        grows(text("builder", 150, QueueRow::builder), 90),
        priority(),
        grows(text("by / why", 170, QueueColumns::why), 80),
        waits(),
        grows(LiveColumn.painted("waiting for", 190, only(this::waitsFor)), 80));
  }

  private static TableColumn<QueueItem, Number> grips() {
    TableColumn<QueueItem, Number> column =
        LiveColumn.painted("", 28, only((cell, _) -> grip(cell)));
    column.setReorderable(false);
    return fixed(column, 28);
  }

  private TableColumn<QueueItem, Number> priority() {
    TableColumn<QueueItem, Number> column = number("prio", 46, row -> "" + row.priority());
    column.setId("queue-priority");
    column.setCellFactory(_ -> new PriorityCell(model));
    column.setEditable(true);
    return column;
  }

  private TableColumn<QueueItem, Number> waits() {
    TableColumn<QueueItem, Number> column =
        LiveColumn.painted("waits", 70, only(this::waited), clock.nowProperty());
    column.getStyleClass().add("number");
    return fixed(column, 70);
  }

  private void waited(TableCell<?, ?> cell, QueueRow row) {
    cell.setText(Times.span(row.request().submittedAt(), clock.now()));
    Hint.show(cell, "submitted " + times.exact(row.request().submittedAt()));
  }

  private void waitsFor(TableCell<?, ?> cell, QueueRow row) {
    cell.setText(row.isPending() ? "moving ..." : row.waitsFor());
    Sign.on(cell, mark(row));
    Hint.show(cell, row.waitsFor());
  }

  private static Optional<Mark> mark(QueueRow row) {
    if (row.isPending()) {
      return Optional.of(Mark.WAITING);
    }
    if (row.isShelved()) {
      return Optional.of(Mark.SHELVED);
    }
    if (row.isHeld()) {
      return Optional.of(Mark.HELD);
    }
    return Optional.of(Mark.DELAYED).filter(_ -> row.isDelayed());
  }

  private static String why(QueueRow row) {
    String by = row.request().submittedBy();
    String reason = row.request().reason();
    return reason.isBlank() ? by : by + "   " + reason;
  }

  private static void grip(TableCell<?, ?> cell) {
    if (cell.getGraphic() == null) {
      Node grip = Icon.GRIP.node(14);
      grip.getStyleClass().add("grip");
      cell.setGraphic(grip);
    }
  }

  private static TableColumn<QueueItem, Number> text(
      String title, double width, Function<QueueRow, String> text, Observable... heeded) {
    return LiveColumn.painted(
        title, width, only((cell, row) -> cell.setText(text.apply(row))), heeded);
  }

  private static TableColumn<QueueItem, Number> number(
      String title, double width, Function<QueueRow, String> text, Observable... heeded) {
    TableColumn<QueueItem, Number> column = text(title, width, text, heeded);
    column.getStyleClass().add("number");
    return fixed(column, width);
  }

  private static LiveColumn.Painter<QueueItem> only(BiConsumer<TableCell<?, ?>, QueueRow> painter) {
    return (cell, item) -> {
      if (item instanceof QueueRow row) {
        painter.accept(cell, row);
      } else {
        cell.setText(null);
        cell.setGraphic(null);
        Hint.hide(cell);
      }
    };
  }

  private static TableColumn<QueueItem, Number> fixed(
      TableColumn<QueueItem, Number> column, double width) {
    column.setMinWidth(width);
    column.setMaxWidth(width);
    return column;
  }

  private static TableColumn<QueueItem, Number> grows(
      TableColumn<QueueItem, Number> column, double least) {
    column.setMinWidth(least);
    return column;
  }
}
