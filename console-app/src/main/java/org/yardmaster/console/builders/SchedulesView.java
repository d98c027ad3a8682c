package org.yardmaster.console.builders;

import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableView;
import javafx.scene.layout.VBox;
import org.yardmaster.console.farm.MasterClock;
import org.yardmaster.console.memory.Remembers;
import org.yardmaster.console.memory.ViewMemory;
import org.yardmaster.console.table.Hint;
import org.yardmaster.console.table.LiveColumn;
import org.yardmaster.console.table.LiveTable;
import org.yardmaster.console.table.TableMemory;
import org.yardmaster.console.words.Times;
import org.yardmaster.protocol.model.RequestId;

/// What the farm submits by itself and when, below the builders; there while the farm has a
/// schedule.
final class SchedulesView extends VBox implements Remembers {
  private static final int ROWS = 6;
  private static final double HEAD = 27;

  private final MasterClock clock;
  private final Times times;
  private final TableView<ScheduleRow> table;

  SchedulesView(SchedulesViewModel model, MasterClock clock, Times times) {
    this.clock = clock;
    this.times = times;
    this.table = table(model);
    Label title = new Label();
    title.getStyleClass().add("details-head");
    title
        .textProperty()
        .bind(Bindings.size(model.rows()).map(size -> "Schedules   " + size.intValue()));
    getStyleClass().add("schedules");
    setId("schedules");
    getChildren().addAll(title, table);
    visibleProperty().bind(Bindings.isNotEmpty(model.rows()));
    managedProperty().bind(visibleProperty());
    var height =
        Bindings.size(model.rows())
            .map(size -> HEAD + LiveTable.ROW * Math.min(ROWS, size.intValue()) + 2);
    table.prefHeightProperty().bind(height);
    table.minHeightProperty().bind(height);
  }

  @Override
  public void remember(ViewMemory memory) {
    TableMemory.follow(table, memory, "schedules");
  }

  private TableView<ScheduleRow> table(SchedulesViewModel model) {
    TableView<ScheduleRow> rows =
        LiveTable.of(
            model.rows(),
            List.of(
                LiveColumn.text("schedule", 130, ScheduleRow::name),
                LiveColumn.text("builder", 150, ScheduleRow::builder),
                LiveColumn.text("times", 120, ScheduleRow::times),
                LiveColumn.text("zone", 120, ScheduleRow::zone),
                LiveColumn.painted("next", 120, this::next, clock.nowProperty()),
                LiveColumn.number(
                    "last request", 90, row -> row.last().map(RequestId::toString).orElse("none")),
                LiveColumn.text("remark", 220, ScheduleRow::remark)));
    rows.setId("schedules-table");
    rows.setAccessibleText("Schedules");
    return rows;
  }

  private void next(TableCell<?, ?> cell, ScheduleRow row) {
    row.schedule()
        .nextAt()
        .ifPresentOrElse(
            at -> {
              cell.setText(times.at(at, clock.now()));
              Hint.show(cell, times.exact(at));
            },
            () -> {
              cell.setText("never: no such day");
              Hint.hide(cell);
            });
  }
}
