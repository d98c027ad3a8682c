package org.yardmaster.console.table;

import java.util.Comparator;
import java.util.Objects;
import java.util.function.Function;
import javafx.beans.Observable;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import org.yardmaster.console.farm.LiveRow;

/// Makes columns of live rows.
public final class LiveColumn {
  private LiveColumn() {}

  /// Shows a row in a cell.
  @FunctionalInterface
  public interface Painter<R> {
    void paint(TableCell<?, ?> cell, R row);
  }

  /// A column that `painter` paints, again after each change of the row or of `heeded`.
  public static <R extends LiveRow> TableColumn<R, Number> painted(
      String title, double width, Painter<R> painter, Observable... heeded) {
    TableColumn<R, Number> column = new TableColumn<>(title);
    column.setPrefWidth(width);
    column.setSortable(false);
    column.setCellValueFactory(features -> features.getValue().revisionProperty());
    column.setCellFactory(_ -> new LiveCell<>(painter, heeded));
    return column;
  }

  /// A column of plain text.
  public static <R extends LiveRow> TableColumn<R, Number> text(
      String title, double width, Function<R, String> text, Observable... heeded) {
    return painted(title, width, (cell, row) -> write(cell, text.apply(row)), heeded);
  }

  /// A column of numbers or spans, right-aligned.
  public static <R extends LiveRow> TableColumn<R, Number> number(
      String title, double width, Function<R, String> text, Observable... heeded) {
    TableColumn<R, Number> column = text(title, width, text, heeded);
    column.getStyleClass().add("number");
    return column;
  }

  /// Lets people sort by a column; the order is that of `order`.
  public static <R extends LiveRow> TableColumn<R, Number> sortable(
      TableColumn<R, Number> column, Comparator<R> order) {
    column.setSortable(true);
    column.setUserData(order);
    return column;
  }

  private static void write(TableCell<?, ?> cell, String text) {
    if (!Objects.equals(cell.getText(), text)) {
      cell.setText(text);
    }
  }
}
