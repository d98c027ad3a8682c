package org.yardmaster.console.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.collections.ListChangeListener;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import org.yardmaster.console.memory.ViewMemory;

/// Lets a table's user choose which columns are shown, in what order, how wide and by which of them
/// it is sorted, and keeps that in mind. Columns are known by their titles.
public final class TableMemory<R> {
  private static final String DOWN = "-";

  private final TableView<R> table;
  private final ViewMemory memory;
  private final String name;

  private TableMemory(TableView<R> table, ViewMemory memory, String name) {
    this.table = table;
    this.memory = memory;
    this.name = name;
  }

  /// Arranges `table` as it was left, and notes what becomes of it under `name`.
  public static <R> void follow(TableView<R> table, ViewMemory memory, String name) {
    TableMemory<R> kept = new TableMemory<>(table, memory, name);
    kept.restore();
    kept.note();
    ContextMenu menu = kept.menu();
    titled(table).forEach(column -> column.setContextMenu(menu));
  }

  private static <R> Stream<TableColumn<R, ?>> titled(TableView<R> table) {
    return table.getColumns().stream().filter(column -> !column.getText().isEmpty());
  }

  private String key(String what) {
    return name + "." + what;
  }

  private List<String> list(String what) {
    return memory.get(key(what)).map(text -> List.of(text.split(","))).orElse(List.of());
  }

  private Optional<TableColumn<R, ?>> column(String title) {
    return titled(table).filter(column -> column.getText().equals(title)).findFirst();
  }

  private void restore() {
    List<TableColumn<R, ?>> all = new ArrayList<>(table.getColumns());
    List<TableColumn<R, ?>> first =
        list("columns").stream().flatMap(title -> column(title).stream()).toList();
    if (!first.isEmpty()) {
      // One that this version knows and the memory does not stays at its place as far as it can.
      List<TableColumn<R, ?>> order = new ArrayList<>(first);
      all.stream()
          .filter(column -> !first.contains(column))
          .forEach(column -> order.add(Math.min(order.size(), all.indexOf(column)), column));
      table.getColumns().setAll(order);
    }
    titled(table).forEach(this::restore);
    list("hidden").forEach(title -> column(title).ifPresent(it -> it.setVisible(false)));
    List<TableColumn<R, ?>> sorted = new ArrayList<>();
    for (String entry : list("sort")) {
      boolean down = entry.startsWith(DOWN);
      column(down ? entry.substring(1) : entry)
          .filter(TableColumn::isSortable)
          .ifPresent(column -> {
            column.setSortType(
                down ? TableColumn.SortType.DESCENDING : TableColumn.SortType.ASCENDING);
            sorted.add(column);
          });
    }
    if (!sorted.isEmpty()) {
      table.getSortOrder().setAll(sorted);
    }
  }

  private void restore(TableColumn<R, ?> column) {
    memory
        .get(key("width." + column.getText()))
        .filter(text -> text.matches("\\d{1,4}"))
        .ifPresent(text -> column.setPrefWidth(Double.parseDouble(text)));
  }

  private void note() {
    table.getColumns().addListener((ListChangeListener<TableColumn<R, ?>>) _ -> noteOrder());
    table.getSortOrder().addListener((ListChangeListener<TableColumn<R, ?>>) _ -> noteSort());
    titled(table).forEach(this::note);
  }

  private void note(TableColumn<R, ?> column) {
    column.sortTypeProperty().subscribe((_, _) -> noteSort());
    column.visibleProperty().subscribe((_, _) -> noteHidden());
    column
        .widthProperty()
        .subscribe((_, now) ->
            memory.note(key("width." + column.getText()), "" + Math.round(now.doubleValue())));
  }

  private void noteOrder() {
    memory.note(key("columns"), titles(titled(table)));
  }

  private void noteHidden() {
    memory.note(key("hidden"), titles(titled(table).filter(column -> !column.isVisible())));
  }

  private void noteSort() {
    memory.note(
        key("sort"),
        table.getSortOrder().stream()
            .map(column ->
                (column.getSortType() == TableColumn.SortType.DESCENDING ? DOWN : "")
                    + column.getText())
            .collect(Collectors.joining(",")));
  }

  private String titles(Stream<TableColumn<R, ?>> columns) {
    return columns.map(TableColumn::getText).collect(Collectors.joining(","));
  }

  /// Which columns are shown; the last one cannot be taken away.
  private ContextMenu menu() {
    ContextMenu menu = new ContextMenu();
    titled(table)
        .forEach(column -> {
          CheckMenuItem item = new CheckMenuItem(column.getText());
          item.selectedProperty().bindBidirectional(column.visibleProperty());
          menu.getItems().add(item);
        });
    menu.setOnShowing(_ -> {
      boolean one = titled(table).filter(TableColumn::isVisible).count() <= 1;
      menu.getItems()
          .forEach(
              item -> item.setDisable(one && item instanceof CheckMenuItem it && it.isSelected()));
    });
    return menu;
  }
}
