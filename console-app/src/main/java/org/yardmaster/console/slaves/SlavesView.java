package org.yardmaster.console.slaves;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javafx.beans.binding.Bindings;
import javafx.collections.ListChangeListener;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableView;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.control.skin.VirtualFlow;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.controlsfx.control.GridView;
import org.yardmaster.console.farm.MasterClock;
import org.yardmaster.console.keys.TakesFocus;
import org.yardmaster.console.memory.Remembers;
import org.yardmaster.console.memory.ViewMemory;
import org.yardmaster.console.table.FilterField;
import org.yardmaster.console.table.Hint;
import org.yardmaster.console.table.LiveColumn;
import org.yardmaster.console.table.LiveTable;
import org.yardmaster.console.table.TableMemory;
import org.yardmaster.console.theme.Icon;
import org.yardmaster.console.theme.Sign;
import org.yardmaster.console.verbs.Greyed;
import org.yardmaster.console.words.Times;

/// The slaves on the screen: a wall of tiles, or a table of the same.
public final class SlavesView extends VBox implements TakesFocus, Remembers {
  private final SlavesViewModel model;
  private final MasterClock clock;
  private final Times times;
  private final FilterField filter;
  private final GridView<SlaveRow> wall;
  private final TableView<SlaveRow> table;
  private final TakeOutView takeOut;

  public SlavesView(SlavesViewModel model, MasterClock clock, Times times) {
    this.model = model;
    this.clock = clock;
    this.times = times;
    this.takeOut = new TakeOutView(model);
    this.wall = wall();
    this.table = table();
    StackPane both = new StackPane(wall, table);
    this.filter = new FilterField(this, both, model.filterProperty(), "the slaves");
    getStyleClass().add("view");
    setId("slaves-view");
    both.focusedProperty().subscribe(this::focused);
    both.getStyleClass().add("slaves-body");
    wall.visibleProperty().bind(model.tilesProperty());
    table.visibleProperty().bind(model.tilesProperty().not());
    Label empty = new Label();
    empty.getStyleClass().add("placeholder");
    empty
        .textProperty()
        .bind(
            Bindings.when(model.filterProperty().isEmpty())
                .then("No slave has been added to this farm. `yardmaster slave add NAME` adds one.")
                .otherwise("No slave has these words. Escape clears the filter."));
    empty.visibleProperty().bind(Bindings.isEmpty(model.rows()));
    both.getChildren().add(empty);
    LiveTable.pin(both);
    VBox.setVgrow(both, Priority.ALWAYS);
    getChildren().addAll(toolbar(), problem(), both);
  }

  @Override
  public void remember(ViewMemory memory) {
    memory.follow("slaves.filter", model.filterProperty());
    memory.follow("slaves.tiles", model.tilesProperty());
    TableMemory.follow(table, memory, "slaves");
  }

  @Override
  public void takeFocus() {
    (model.tilesProperty().get() ? wall : table).requestFocus();
  }

  /// Brings a slave into view and selects it.
  public void reveal(String name) {
    model.filterProperty().set(name);
    model.row(name).ifPresent(row -> model.selected().setAll(List.of(row)));
  }

  private HBox toolbar() {
    filter.setId("slaves-filter");
    Label summary = new Label();
    summary.getStyleClass().add("counts");
    summary.textProperty().bind(model.summaryProperty());
    Tooltip whole = new Tooltip();
    whole.textProperty().bind(model.summaryProperty());
    summary.setTooltip(whole);
    Region gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    Button out = new Button("Out of service ...", Icon.STOP.node(13));
    out.setId("take-out");
    out.setOnAction(_ -> takeOut.toggle(out));
    Button back = new Button("Put back", Icon.RESUME.node(13));
    back.setId("put-back");
    back.setOnAction(_ -> putBack());
    HBox bar =
        new HBox(
            filter,
            summary,
            gap,
            Greyed.button(out, "", model.whyNotTakeOut()),
            Greyed.button(back, "", model.whyNotPutBack()),
            looks());
    bar.getStyleClass().add("view-toolbar");
    return bar;
  }

  private void putBack() {
    CompletableFuture<Boolean> _ = model.putBack();
  }

  private HBox looks() {
    ToggleGroup group = new ToggleGroup();
    ToggleButton tiles = look("Tiles", Icon.TILES, group);
    ToggleButton rows = look("Table", Icon.ROWS, group);
    rows.setId("slaves-as-table");
    tiles.getStyleClass().add("left-pill");
    rows.getStyleClass().add("right-pill");
    model.tilesProperty().subscribe(now -> group.selectToggle(now ? tiles : rows));
    group
        .selectedToggleProperty()
        .subscribe(now -> {
          if (now == null) {
            group.selectToggle(model.tilesProperty().get() ? tiles : rows);
          } else {
            model.tilesProperty().set(now.equals(tiles));
          }
        });
    return new HBox(tiles, rows);
  }

  private static ToggleButton look(String name, Icon icon, ToggleGroup group) {
    ToggleButton button = new ToggleButton("", icon.node(13));
    button.setToggleGroup(group);
    button.setAccessibleText(name);
    button.setTooltip(new Tooltip(name));
    return button;
  }

  private HBox problem() {
    Label text = new Label();
    text.textProperty().bind(model.problemProperty());
    Region gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    Button close = new Button("Dismiss");
    close.setOnAction(_ -> model.forgetProblem());
    HBox bar = new HBox(Icon.WARNING.node(13), text, gap, close);
    bar.getStyleClass().addAll("bar", "bar-problem");
    bar.visibleProperty().bind(model.problemProperty().isNotEmpty());
    bar.managedProperty().bind(bar.visibleProperty());
    return bar;
  }

  private GridView<SlaveRow> wall() {
    GridView<SlaveRow> grid = new GridView<>(model.rows());
    grid.setId("slaves-wall");
    grid.setCellWidth(SlaveTile.WIDTH);
    grid.setCellHeight(SlaveTile.HEIGHT);
    grid.setHorizontalCellSpacing(6);
    grid.setVerticalCellSpacing(6);
    grid.setCellFactory(_ -> new SlaveTile(model, clock, times, this::pick));
    grid.setFocusTraversable(true);
    grid.addEventHandler(KeyEvent.KEY_PRESSED, this::walk);
    grid.setContextMenu(menu());
    grid.skinProperty().subscribe(_ -> fixHeight(grid));
    return grid;
  }

  /// All rows of the wall are equally high, which the wall does not tell the flow it is made of:
  /// that would measure rows again and again.
  private static void fixHeight(GridView<SlaveRow> grid) {
    if (grid.lookup(".virtual-flow") instanceof VirtualFlow<?> flow) {
      flow.setFixedCellSize(grid.getCellHeight() + 2 * grid.getVerticalCellSpacing());
    }
  }

  private void pick(SlaveRow row, MouseEvent event) {
    wall.requestFocus();
    boolean has = model.selected().contains(row);
    if (event.isShortcutDown()) {
      if (has) {
        model.selected().remove(row);
      } else {
        model.selected().add(row);
      }
    } else if (event.isShiftDown() && !model.selected().isEmpty()) {
      int from = model.rows().indexOf(model.selected().getFirst());
      int to = model.rows().indexOf(row);
      List<SlaveRow> range =
          List.copyOf(model.rows().subList(Math.min(from, to), Math.max(from, to) + 1));
      model.selected().setAll(from <= to ? range : range.reversed());
    } else if (!(has && event.getButton() == MouseButton.SECONDARY)) {
      model.selected().setAll(List.of(row));
    }
  }

  /// Arrow keys walk the wall.
  private void walk(KeyEvent event) {
    int across = Math.max(1, (int) ((wall.getWidth() - 12) / (wall.getCellWidth() + 12)));
    int step =
        switch (event.getCode()) {
          case LEFT -> -1;
          case RIGHT -> 1;
          case UP -> -across;
          case DOWN -> across;
          default -> 0;
        };
    if (step == 0 || model.rows().isEmpty()) {
      return;
    }
    int from =
        model.selected().isEmpty() ? -step : model.rows().indexOf(model.selected().getLast());
    int to = Math.clamp(from + step, 0, model.rows().size() - 1);
    model.selected().setAll(List.of(model.rows().get(to)));
    event.consume();
  }

  private TableView<SlaveRow> table() {
    Comparator<SlaveRow> byState = Comparator.comparing(SlaveRow::state);
    Comparator<SlaveRow> bySince = Comparator.comparing(SlaveRow::since);
    TableView<SlaveRow> rows =
        LiveTable.of(
            model.rows(),
            List.of(
                LiveColumn.sortable(
                    LiveColumn.text("slave", 130, SlaveRow::name), SlaveRow.BY_NAME),
                LiveColumn.sortable(LiveColumn.painted("state", 130, this::state), byState),
                LiveColumn.text("runs", 180, SlaveRow::doing),
                LiveColumn.number("builds", 60, SlaveRow::room),
                LiveColumn.sortable(
                    LiveColumn.number("for", 80, this::span, clock.nowProperty()), bySince),
                LiveColumn.number("usually", 75, SlavesView::usually),
                LiveColumn.text("until", 90, this::until),
                LiveColumn.text("last builds", 90, SlaveRow::recent),
                LiveColumn.text("capabilities", 190, SlaveRow::capabilities),
                LiveColumn.text("address", 110, row -> row.slave().contact().address())));
    rows.setId("slaves-table");
    rows.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
    LiveTable.sortBy(rows, model.ordered(), SlaveRow.BY_NAME);
    rows.getSelectionModel()
        .getSelectedItems()
        .addListener(
            (ListChangeListener<SlaveRow>)
                _ -> {
                  if (rows.isFocused()) {
                    model
                        .selected()
                        .setAll(List.copyOf(rows.getSelectionModel().getSelectedItems()));
                  }
                });
    rows.setPlaceholder(new Label(""));
    rows.setContextMenu(menu());
    return rows;
  }

  private ContextMenu menu() {
    return new ContextMenu(
        Greyed.item("Out of service ...", "", () -> takeOut.toggle(filter), model.whyNotTakeOut()),
        Greyed.item("Put back in service", "", this::putBack, model.whyNotPutBack()));
  }

  private void state(TableCell<?, ?> cell, SlaveRow row) {
    cell.setText(row.state().words());
    Hint.show(cell, row.because(until -> times.at(until, clock.now())));
    Sign.on(cell, Optional.of(SlaveMarks.of(row.state())));
  }

  private String span(SlaveRow row) {
    return Times.span(row.since(), clock.now());
  }

  private static String usually(SlaveRow row) {
    return row.expected().map(Times::span).orElse("");
  }

  private String until(SlaveRow row) {
    return row.until().map((Instant until) -> times.at(until, clock.now())).orElse("");
  }

  private void focused(boolean now) {
    if (now) {
      takeFocus();
    }
  }
}
