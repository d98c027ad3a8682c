package org.yardmaster.console.table;

import java.util.Comparator;
import java.util.List;
import javafx.collections.ObservableList;
import javafx.scene.Node;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.layout.Region;
import org.yardmaster.console.farm.LiveRow;
import org.yardmaster.console.farm.OrderedRows;

/// Makes tables of live rows: dense, of one row height, sorted by their model and not by the table.
public final class LiveTable {
  /// The height of a row in pixels.
  public static final double ROW = 27;

  private LiveTable() {}

  /// A table of `rows`.
  public static <R extends LiveRow> TableView<R> of(
      ObservableList<R> rows, List<TableColumn<R, Number>> columns) {
    TableView<R> table = new TableView<>(rows);
    table.getStyleClass().addAll("dense", "live-table");
    table.setFixedCellSize(ROW);
    table.setRowFactory(_ -> new LiveLine<>());
    table.getColumns().setAll(columns);
    table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
    table.setTableMenuButtonVisible(false);
    pin(table);
    return table;
  }

  /// Gives what fills the room that is left a preferred size: else each change of a label above it
  /// makes JavaFX measure rows to find one, which nobody heeds.
  public static void pin(Region filling) {
    filling.setPrefSize(640, 480);
  }

  /// Lets the columns' heads sort `rows`; `otherwise` tells rows apart that are equal by them.
  public static <R extends LiveRow> void sortBy(
      TableView<R> table, OrderedRows<R> rows, Comparator<R> otherwise) {
    table.setSortPolicy(sorted -> {
      Comparator<R> order = otherwise;
      for (TableColumn<R, ?> column : sorted.getSortOrder().reversed()) {
        order = before(column, order);
      }
      rows.order(order);
      return true;
    });
  }

  private static <R extends LiveRow> Comparator<R> before(
      TableColumn<R, ?> column, Comparator<R> then) {
    @SuppressWarnings("unchecked") // Only LiveColumn.sortable puts it there.
    Comparator<R> own = (Comparator<R>) column.getUserData();
    boolean down = column.getSortType() == TableColumn.SortType.DESCENDING;
    return (down ? own.reversed() : own).thenComparing(then);
  }

  /// What a table shows when it has no row.
  public static void emptyText(TableView<?> table, Node node) {
    table.setPlaceholder(node);
  }
}
