package org.yardmaster.console.builders;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.yardmaster.console.act.Actions;
import org.yardmaster.console.farm.MasterClock;
import org.yardmaster.console.keys.Keys;
import org.yardmaster.console.keys.TakesFocus;
import org.yardmaster.console.memory.Remembers;
import org.yardmaster.console.memory.ViewMemory;
import org.yardmaster.console.table.FilterField;
import org.yardmaster.console.table.LiveColumn;
import org.yardmaster.console.table.LiveTable;
import org.yardmaster.console.table.TableMemory;
import org.yardmaster.console.theme.Icon;
import org.yardmaster.console.theme.Mark;
import org.yardmaster.console.theme.Marks;
import org.yardmaster.console.theme.Sign;
import org.yardmaster.console.verbs.Greyed;
import org.yardmaster.console.words.Times;
import org.yardmaster.protocol.model.Builder;

/// The builders on the screen.
public final class BuildersView extends VBox implements TakesFocus, Remembers {
  private final BuildersViewModel model;
  private final MasterClock clock;
  private final BiFunction<Builder.Last, MasterClock, String> lastWords;
  private final FilterField filter;
  private final TableView<BuilderRow> table;
  private final SchedulesView schedules;

  /// `submit` opens the dialog for a request of a builder; `queue` shows what waits for one, `log`
  /// its last build.
  public record Openers(
      Consumer<String> submit, Consumer<String> queue, Consumer<Builder.Last> log) {}

  public BuildersView(
      BuildersViewModel model,
      SchedulesViewModel schedules,
      Actions actions,
      MasterClock clock,
      Times times,
      Openers openers) {
    this.model = model;
    this.clock = clock;
    this.lastWords =
        (last, now) ->
            Marks.of(last.outcome()).words() + "  " + Times.ago(last.finishedAt(), now.now());
    this.table = table();
    this.filter = new FilterField(this, table, model.filterProperty(), "the builders");
    getStyleClass().add("view");
    setId("builders-view");
    VBox.setVgrow(table, Priority.ALWAYS);
    this.schedules = new SchedulesView(schedules, clock, times);
    getChildren().addAll(toolbar(actions, openers), table, this.schedules);
    table.setContextMenu(menu(actions, openers));
    table.addEventFilter(KeyEvent.KEY_PRESSED, event -> keyed(event, openers));
  }

  @Override
  public void remember(ViewMemory memory) {
    memory.follow("builders.filter", model.filterProperty());
    TableMemory.follow(table, memory, "builders");
    schedules.remember(memory);
  }

  @Override
  public void takeFocus() {
    table.requestFocus();
  }

  /// Brings a builder into view and selects it.
  public void reveal(String name) {
    filter.clear();
    model
        .row(name)
        .ifPresent(row -> {
          table.getSelectionModel().select(row);
          table.scrollTo(row);
        });
  }

  private HBox toolbar(Actions actions, Openers openers) {
    Label legend = new Label("slaves: free / busy / away");
    legend.getStyleClass().add("counts");
    Region gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    Button submit = new Button("Submit", Icon.PLUS.node(13));
    submit.getStyleClass().add("accent");
    submit.setOnAction(_ -> openers.submit().accept(chosen()));
    HBox bar =
        new HBox(
            filter,
            legend,
            gap,
            Greyed.button(submit, Keys.SUBMIT.text(), actions.impossibleBecause()));
    bar.getStyleClass().add("view-toolbar");
    return bar;
  }

  private String chosen() {
    return model.selectedProperty().get().map(BuilderRow::name).orElse("");
  }

  private TableView<BuilderRow> table() {
    Comparator<BuilderRow> byLast =
        Comparator.comparing(row -> row.last().map(last -> last.outcome().ordinal()).orElse(99));
    TableView<BuilderRow> rows =
        LiveTable.of(
            model.rows(),
            List.of(
                LiveColumn.sortable(
                    LiveColumn.text("builder", 170, BuilderRow::name), BuilderRow.BY_NAME),
                LiveColumn.sortable(
                    LiveColumn.painted("last build", 150, this::last, clock.nowProperty()), byLast),
                LiveColumn.sortable(
                    LiveColumn.number("queued", 70, row -> "" + row.queued()),
                    Comparator.comparing(BuilderRow::queued)),
                LiveColumn.sortable(
                    LiveColumn.number("running", 70, row -> "" + row.running()),
                    Comparator.comparing(BuilderRow::running)),
                LiveColumn.sortable(
                    LiveColumn.number("slaves", 100, BuildersView::slaves),
                    Comparator.comparing(BuilderRow::free)),
                LiveColumn.number("prio", 50, row -> "" + row.builder().definition().priority()),
                LiveColumn.painted("what it is", 260, BuildersView::about)));
    rows.setId("builders-table");
    LiveTable.sortBy(rows, model.ordered(), BuilderRow.BY_NAME);
    rows.getSelectionModel()
        .selectedItemProperty()
        .subscribe(row -> model.selectedProperty().set(Optional.ofNullable(row)));
    Label empty =
        new Label("This farm has no builder yet. They are described in farm.yaml on the master.");
    empty.getStyleClass().add("placeholder");
    rows.setPlaceholder(empty);
    return rows;
  }

  private void last(TableCell<?, ?> cell, BuilderRow row) {
    cell.setText(row.last().map(last -> lastWords.apply(last, clock)).orElse("never built"));
    Sign.on(cell, row.last().map(last -> Marks.of(last.outcome())));
  }

  private static String slaves(BuilderRow row) {
    return row.free() + " / " + row.busy() + " / " + row.away();
  }

  private static void about(TableCell<?, ?> cell, BuilderRow row) {
    cell.setText(row.about());
    Sign.on(cell, Optional.of(Mark.FAILURE).filter(_ -> row.isImpossible()));
  }

  private ContextMenu menu(Actions actions, Openers openers) {
    var none =
        Bindings.createStringBinding(
            () -> chosen().isEmpty() ? "no builder selected" : "", model.selectedProperty());
    var never =
        Bindings.createStringBinding(
            () ->
                model.selectedProperty().get().flatMap(BuilderRow::last).isPresent()
                    ? ""
                    : chosen().isEmpty() ? "no builder selected" : "never built",
            model.selectedProperty());
    return new ContextMenu(
        Greyed.item(
            "Submit a request ...",
            Keys.SUBMIT.text(),
            () -> openers.submit().accept(chosen()),
            actions.whyNot(none::get, none)),
        Greyed.item("Show what waits for it", "", () -> openers.queue().accept(chosen()), none),
        Greyed.item("Show its last build", Keys.DETAILS.text(), () -> showLast(openers), never));
  }

  private void showLast(Openers openers) {
    model.selectedProperty().get().flatMap(BuilderRow::last).ifPresent(openers.log());
  }

  private void keyed(KeyEvent event, Openers openers) {
    if (Keys.DETAILS.matches(event)) {
      showLast(openers);
      event.consume();
    }
  }
}
