package org.yardmaster.console.shelf;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.collections.ListChangeListener;
import javafx.geometry.Side;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.controlsfx.control.MasterDetailPane;
import org.yardmaster.console.farm.MasterClock;
import org.yardmaster.console.keys.Keys;
import org.yardmaster.console.keys.TakesFocus;
import org.yardmaster.console.memory.Remembers;
import org.yardmaster.console.memory.ViewMemory;
import org.yardmaster.console.queue.RequestView;
import org.yardmaster.console.table.FilterField;
import org.yardmaster.console.table.Hint;
import org.yardmaster.console.table.LiveColumn;
import org.yardmaster.console.table.LiveTable;
import org.yardmaster.console.table.TableMemory;
import org.yardmaster.console.theme.Icon;
import org.yardmaster.console.theme.Mark;
import org.yardmaster.console.theme.Sign;
import org.yardmaster.console.verbs.Greyed;
import org.yardmaster.console.words.Times;
import org.yardmaster.protocol.model.BuildId;

/// The shelf on the screen: its requests, and beside them how the builds of one were lost.
public final class ShelfView extends VBox implements TakesFocus, Remembers {
  private static final String EMPTY =
      """
      Nothing is on the shelf.

      A request whose builds are lost again and again, because the slave they run on goes down,
      is not tried for ever: it is put here, with its logs, until somebody has looked at it
      and unshelves or cancels it.\
      """;

  private final ShelfViewModel model;
  private final MasterClock clock;
  private final Times times;
  private final FilterField filter;
  private final TableView<ShelfRow> table;

  /// `log` shows a build's log.
  public ShelfView(ShelfViewModel model, MasterClock clock, Times times, Consumer<BuildId> log) {
    this.model = model;
    this.clock = clock;
    this.times = times;
    this.table = table();
    this.filter = new FilterField(this, table, model.filterProperty(), "the shelf");
    getStyleClass().add("view");
    setId("shelf-view");
    MasterDetailPane split = new MasterDetailPane(Side.RIGHT);
    split.setMasterNode(table);
    split.setDetailNode(new RequestView(model.request(), buttons(), clock, times, log));
    split.setDividerPosition(0.66);
    split.setAnimated(false);
    split.showDetailNodeProperty().bind(Bindings.isNotEmpty(model.rows()));
    LiveTable.pin(split);
    VBox.setVgrow(split, Priority.ALWAYS);
    getChildren().addAll(toolbar(), problem(), split);
  }

  @Override
  public void remember(ViewMemory memory) {
    memory.follow("shelf.filter", model.filterProperty());
    TableMemory.follow(table, memory, "shelf");
  }

  @Override
  public void takeFocus() {
    table.requestFocus();
    if (table.getSelectionModel().isEmpty() && !table.getItems().isEmpty()) {
      table.getSelectionModel().selectFirst();
    }
  }

  private HBox toolbar() {
    Label counts = new Label();
    counts.getStyleClass().add("counts");
    counts.textProperty().bind(Bindings.size(model.rows()).map(size -> words(size.intValue())));
    Region gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    Button unshelve = unshelveButton();
    unshelve.setId("unshelve");
    HBox bar =
        new HBox(
            filter,
            counts,
            gap,
            Greyed.button(unshelve, Keys.UNSHELVE.text(), model.whyNot()),
            Greyed.button(cancelButton(), Keys.CANCEL.text(), model.whyNot()));
    bar.getStyleClass().add("view-toolbar");
    return bar;
  }

  private static String words(int size) {
    if (size == 0) {
      return "";
    }
    return size == 1 ? "1 request waits for a person" : size + " requests wait for a person";
  }

  private FlowPane buttons() {
    return new FlowPane(
        6,
        6,
        Greyed.button(unshelveButton(), Keys.UNSHELVE.text(), model.whyNot()),
        Greyed.button(cancelButton(), Keys.CANCEL.text(), model.whyNot()));
  }

  private Button unshelveButton() {
    Button button = new Button("Unshelve", Icon.RESUME.node(11));
    button.setOnAction(_ -> model.unshelve());
    return button;
  }

  private Button cancelButton() {
    Button button = new Button("Cancel", Icon.CROSS.node(11));
    button.setOnAction(_ -> model.cancel());
    return button;
  }

  private HBox problem() {
    Label text = new Label();
    text.textProperty().bind(model.problemProperty());
    text.setWrapText(true);
    Button close = new Button("Dismiss");
    close.setOnAction(_ -> model.forgetProblem());
    Region gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    HBox bar = new HBox(Icon.WARNING.node(13), text, gap, close);
    bar.getStyleClass().addAll("bar", "bar-problem");
    bar.visibleProperty().bind(model.problemProperty().isNotEmpty());
    bar.managedProperty().bind(bar.visibleProperty());
    return bar;
  }

  private TableView<ShelfRow> table() {
    TableView<ShelfRow> rows =
        LiveTable.of(
            model.rows(),
            List.of(
                LiveColumn.sortable(
                    fixed(LiveColumn.number("request", 66, row -> row.id().toString())),
                    Comparator.comparing(ShelfRow::id)),
                LiveColumn.sortable(
                    LiveColumn.text("builder", 140, ShelfRow::builder),
                    Comparator.comparing(ShelfRow::builder)),
                fixed(LiveColumn.number("prio", 46, row -> "" + row.request().priority())),
                LiveColumn.painted("shelved because", 260, ShelfView::reason),
                fixed(LiveColumn.number("attempts", 74, row -> "" + row.request().attempts())),
                LiveColumn.sortable(
                    fixed(LiveColumn.painted("since", 92, this::since, clock.nowProperty())),
                    ShelfRow.NEWEST_FIRST),
                LiveColumn.text("by / why", 130, ShelfRow::asked)));
    rows.setId("shelf-table");
    rows.setAccessibleText("Requests on the shelf");
    rows.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
    LiveTable.sortBy(rows, model.ordered(), ShelfRow.NEWEST_FIRST);
    rows.getSelectionModel()
        .getSelectedItems()
        .addListener((ListChangeListener<ShelfRow>) _ -> selectionChanged(rows));
    rows.setPlaceholder(placeholder());
    rows.setContextMenu(
        new ContextMenu(
            Greyed.item("Unshelve", Keys.UNSHELVE.text(), model::unshelve, model.whyNot()),
            Greyed.item("Cancel", Keys.CANCEL.text(), model::cancel, model.whyNot())));
    rows.addEventFilter(KeyEvent.KEY_PRESSED, this::keyed);
    return rows;
  }

  /// Numbers are worth nothing when they are cut off.
  private static TableColumn<ShelfRow, Number> fixed(TableColumn<ShelfRow, Number> column) {
    column.setMinWidth(column.getPrefWidth());
    column.setMaxWidth(column.getPrefWidth());
    return column;
  }

  private void selectionChanged(TableView<ShelfRow> rows) {
    List<ShelfRow> now =
        rows.getSelectionModel().getSelectedItems().stream()
            .filter(row -> row != null && model.row(row.id()).isPresent())
            .toList();
    if (!now.equals(model.selected())) {
      model.selected().setAll(now);
    }
  }

  private Node placeholder() {
    Label empty = new Label();
    empty.getStyleClass().add("placeholder");
    empty
        .textProperty()
        .bind(
            Bindings.when(model.filterProperty().isEmpty())
                .then(EMPTY)
                .otherwise("No request on the shelf has these words. Escape clears the filter."));
    return empty;
  }

  private void keyed(KeyEvent event) {
    if (event.getTarget() instanceof TextInputControl) {
      return;
    }
    if (Keys.UNSHELVE.matches(event)) {
      model.unshelve();
      event.consume();
    } else if (Keys.CANCEL.matches(event)) {
      model.cancel();
      event.consume();
    }
  }

  private static void reason(TableCell<?, ?> cell, ShelfRow row) {
    cell.setText(row.reason());
    Sign.on(cell, Optional.of(Mark.SHELVED));
    Hint.show(cell, row.reason());
  }

  private void since(TableCell<?, ?> cell, ShelfRow row) {
    cell.setText(Times.ago(row.since(), clock.now()));
    Hint.show(cell, times.exact(row.since()));
  }
}
