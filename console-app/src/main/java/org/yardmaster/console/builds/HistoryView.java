package org.yardmaster.console.builds;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.collections.ListChangeListener;
import javafx.geometry.Orientation;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.IndexedCell;
import javafx.scene.control.Label;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.control.skin.VirtualFlow;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.controlsfx.control.textfield.TextFields;
import org.yardmaster.console.act.Actions;
import org.yardmaster.console.farm.MasterClock;
import org.yardmaster.console.keys.TakesFocus;
import org.yardmaster.console.memory.Remembers;
import org.yardmaster.console.memory.ViewMemory;
import org.yardmaster.console.table.LiveColumn;
import org.yardmaster.console.table.LiveTable;
import org.yardmaster.console.table.TableMemory;
import org.yardmaster.console.theme.Marks;
import org.yardmaster.console.theme.Sign;
import org.yardmaster.console.words.Times;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.FinishedBuild;
import org.yardmaster.protocol.model.Outcome;

/// History on the screen: ended requests, and below them the attempts, steps and log of one.
public final class HistoryView extends VBox implements TakesFocus, Remembers {
  private final HistoryViewModel model;
  private final MasterClock clock;
  private final Times times;
  private final TableView<HistoryRow> table;
  private final HBox attempts = new HBox(6);

  public HistoryView(HistoryViewModel model, Actions actions, MasterClock clock, Times times) {
    this.model = model;
    this.clock = clock;
    this.times = times;
    this.table = table();
    getStyleClass().add("view");
    setId("history-view");
    attempts.getStyleClass().add("attempts");
    attempts.managedProperty().bind(attempts.visibleProperty());
    BuildView build =
        new BuildView(
            model.build(), actions, clock, times, "Select a request to see how its builds went.");
    VBox.setVgrow(build, Priority.ALWAYS);
    SplitPane split = new SplitPane(table, new VBox(attempts, build));
    split.setOrientation(Orientation.VERTICAL);
    split.setDividerPositions(0.45);
    LiveTable.pin(split);
    VBox.setVgrow(split, Priority.ALWAYS);
    getChildren().addAll(toolbar(), split);
    model.attempts().addListener((ListChangeListener<FinishedBuild>) _ -> paintAttempts());
    model.build().buildProperty().subscribe(_ -> paintAttempts());
  }

  @Override
  public void remember(ViewMemory memory) {
    memory.follow("history.builder", model.builderProperty());
    TableMemory.follow(table, memory, "history");
  }

  @Override
  public void takeFocus() {
    model.open();
    table.requestFocus();
  }

  /// Shows one build, whatever is selected.
  public void reveal(BuildId build) {
    table.getSelectionModel().clearSelection();
    model.build().open(build);
  }

  private HBox toolbar() {
    TextField builder = new TextField();
    builder.setPromptText("Builder");
    builder.setId("history-builder");
    builder.textProperty().bindBidirectional(model.builderProperty());
    TextFields.bindAutoCompletion(
        builder,
        request ->
            model.builders().stream()
                .filter(name -> name.contains(request.getUserText()))
                .limit(12)
                .toList());
    ChoiceBox<Optional<Outcome>> outcome = new ChoiceBox<>();
    List<Optional<Outcome>> choices = new ArrayList<>(List.of(Optional.empty()));
    for (Outcome one : Outcome.values()) {
      choices.add(Optional.of(one));
    }
    outcome.getItems().setAll(choices);
    outcome.setConverter(new OutcomeWords());
    outcome.valueProperty().bindBidirectional(model.outcomeProperty());
    Label status = new Label();
    status.getStyleClass().add("counts");
    status.textProperty().bind(model.statusProperty());
    HBox bar = new HBox(builder, outcome, status);
    bar.getStyleClass().add("view-toolbar");
    return bar;
  }

  private static final class OutcomeWords extends StringConverter<Optional<Outcome>> {
    @Override
    public String toString(Optional<Outcome> outcome) {
      return outcome.map(it -> Marks.of(it).words()).orElse("any outcome");
    }

    @Override
    public Optional<Outcome> fromString(String text) {
      return Optional.empty();
    }
  }

  private TableView<HistoryRow> table() {
    TableView<HistoryRow> rows =
        LiveTable.of(
            model.rows(),
            List.of(
                LiveColumn.painted("outcome", 110, HistoryView::outcome),
                LiveColumn.number("request", 70, row -> row.id().toString()),
                LiveColumn.text("builder", 150, row -> row.ended().builderName()),
                LiveColumn.painted("ended", 100, this::ended, clock.nowProperty()),
                LiveColumn.number("waited", 75, row -> Times.span(row.ended().waited())),
                LiveColumn.number("ran", 75, row -> row.ran().map(Times::span).orElse("")),
                LiveColumn.number("attempts", 70, row -> "" + row.ended().request().attempts()),
                LiveColumn.text("slave", 100, row -> row.ended().slaveName()),
                LiveColumn.text("by / why", 170, HistoryRow::why),
                LiveColumn.text("detail", 160, HistoryRow::detail)));
    rows.setId("history-table");
    rows.getSelectionModel()
        .selectedItemProperty()
        .subscribe(row -> {
          if (row != null) {
            model.show(row.id());
          }
        });
    Label empty = new Label("Nothing has ended yet that is to be shown here.");
    empty.getStyleClass().add("placeholder");
    rows.setPlaceholder(empty);
    rows.skinProperty().subscribe(_ -> readOnAtEnd(rows));
    return rows;
  }

  private void readOnAtEnd(TableView<HistoryRow> rows) {
    if (rows.lookup(".virtual-flow") instanceof VirtualFlow<?> flow) {
      flow.positionProperty()
          .subscribe(_ -> {
            IndexedCell<?> last = flow.getLastVisibleCell();
            if (last != null && last.getIndex() > rows.getItems().size() - 20) {
              model.more();
            }
          });
    }
  }

  private static void outcome(TableCell<?, ?> cell, HistoryRow row) {
    cell.setText(Marks.of(row.ended().outcome()).words());
    Sign.on(cell, Optional.of(Marks.of(row.ended().outcome())));
  }

  private void ended(TableCell<?, ?> cell, HistoryRow row) {
    cell.setText(Times.ago(row.at(), clock.now()));
    if (cell.getTooltip() == null) {
      cell.setTooltip(new Tooltip(times.exact(row.at())));
    } else {
      cell.getTooltip().setText(times.exact(row.at()));
    }
  }

  private void paintAttempts() {
    attempts.getChildren().clear();
    attempts.setVisible(model.attempts().size() > 1);
    for (FinishedBuild attempt : model.attempts()) {
      ToggleButton button =
          new ToggleButton(
              "attempt " + attempt.build().attempt() + " on " + attempt.slaveName(),
              Marks.of(attempt.result().outcome()).node());
      button.setSelected(
          model
              .build()
              .buildProperty()
              .get()
              .map(it -> it.id().equals(attempt.build().id()))
              .orElse(false));
      button.setOnAction(_ -> model.build().open(attempt));
      attempts.getChildren().add(button);
    }
  }
}
