package org.yardmaster.console.builds;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import javafx.geometry.Orientation;
import javafx.scene.control.Label;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.yardmaster.console.act.Actions;
import org.yardmaster.console.farm.MasterClock;
import org.yardmaster.console.keys.TakesFocus;
import org.yardmaster.console.memory.Remembers;
import org.yardmaster.console.memory.ViewMemory;
import org.yardmaster.console.table.FilterField;
import org.yardmaster.console.table.Hint;
import org.yardmaster.console.table.LiveColumn;
import org.yardmaster.console.table.LiveTable;
import org.yardmaster.console.table.TableMemory;
import org.yardmaster.console.theme.Mark;
import org.yardmaster.console.theme.Sign;
import org.yardmaster.console.words.Times;
import org.yardmaster.protocol.model.BuildId;

/// The running builds on the screen: a table, and below it the one that is chosen.
public final class RunningView extends VBox implements TakesFocus, Remembers {
  private final RunningViewModel model;
  private final MasterClock clock;
  private final FilterField filter;
  private final TableView<BuildRow> table;

  public RunningView(RunningViewModel model, Actions actions, MasterClock clock, Times times) {
    this.model = model;
    this.clock = clock;
    this.table = table();
    this.filter = new FilterField(this, table, model.filterProperty(), "the running builds");
    getStyleClass().add("view");
    setId("running-view");
    HBox bar = new HBox(filter);
    bar.getStyleClass().add("view-toolbar");
    SplitPane split =
        new SplitPane(
            table,
            new BuildView(
                model.build(), actions, clock, times, "Select a build to see its steps and log."));
    split.setOrientation(Orientation.VERTICAL);
    split.setDividerPositions(0.4);
    LiveTable.pin(split);
    VBox.setVgrow(split, Priority.ALWAYS);
    getChildren().addAll(bar, split);
  }

  @Override
  public void remember(ViewMemory memory) {
    memory.follow("running.filter", model.filterProperty());
    TableMemory.follow(table, memory, "running");
  }

  @Override
  public void takeFocus() {
    table.requestFocus();
    if (table.getSelectionModel().isEmpty() && !table.getItems().isEmpty()) {
      table.getSelectionModel().selectFirst();
    }
  }

  /// Brings a build into view and shows it.
  public void reveal(BuildId id) {
    filter.clear();
    model
        .row(id)
        .ifPresent(row -> {
          table.getSelectionModel().clearSelection();
          table.getSelectionModel().select(row);
          table.scrollTo(row);
        });
  }

  private TableView<BuildRow> table() {
    TableView<BuildRow> rows =
        LiveTable.of(
            model.rows(),
            List.of(
                LiveColumn.sortable(
                    LiveColumn.number("build", 60, row -> "" + row.id().value()),
                    BuildRow.OLDEST_FIRST),
                LiveColumn.sortable(
                    LiveColumn.text("builder", 150, BuildRow::builder),
                    Comparator.comparing(BuildRow::builder)),
                LiveColumn.sortable(
                    LiveColumn.text("slave", 100, BuildRow::slave),
                    Comparator.comparing(BuildRow::slave)),
                LiveColumn.painted("step", 160, RunningView::step),
                LiveColumn.sortable(
                    LiveColumn.number("for", 75, this::span, clock.nowProperty()),
                    Comparator.comparing((BuildRow row) -> row.build().startedAt()).reversed()),
                LiveColumn.painted("request", 85, RunningView::requests),
                LiveColumn.number("attempt", 65, row -> "" + row.build().attempt()),
                LiveColumn.text("by / why", 170, BuildRow::why),
                LiveColumn.text("remark", 170, this::remark, clock.nowProperty())));
    rows.setId("running-table");
    LiveTable.sortBy(rows, model.ordered(), BuildRow.OLDEST_FIRST);
    rows.getSelectionModel()
        .selectedItemProperty()
        .subscribe(row -> {
          if (row != null) {
            model.build().open(row.id());
          }
        });
    Label empty = new Label("No build runs.");
    empty.getStyleClass().add("placeholder");
    rows.setPlaceholder(empty);
    return rows;
  }

  private static void step(TableCell<?, ?> cell, BuildRow row) {
    cell.setText(row.step());
    Mark mark = row.waitsForLocks().isPresent() ? Mark.WAITING : Mark.RUNNING;
    Sign.on(cell, Optional.of(row.build().stop().isPresent() ? Mark.STOPPED : mark));
  }

  private static void requests(TableCell<?, ?> cell, BuildRow row) {
    cell.setText(row.requests());
    Hint.show(cell, RidersText.of(row.build()));
  }

  private String remark(BuildRow row) {
    return row.waitsForLocks()
        .filter(_ -> row.remark().isEmpty())
        .map(since -> "waits for locks " + Times.span(since, clock.now()))
        .orElseGet(row::remark);
  }

  private String span(BuildRow row) {
    return Times.span(row.build().startedAt(), clock.now());
  }
}
