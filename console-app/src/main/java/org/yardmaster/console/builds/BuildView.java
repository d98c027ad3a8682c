package org.yardmaster.console.builds;

import javafx.beans.binding.Bindings;
import javafx.collections.ListChangeListener;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.yardmaster.console.act.Actions;
import org.yardmaster.console.farm.MasterClock;
import org.yardmaster.console.log.LogView;
import org.yardmaster.console.theme.Icon;
import org.yardmaster.console.theme.Mark;
import org.yardmaster.console.theme.Marks;
import org.yardmaster.console.verbs.Greyed;
import org.yardmaster.console.words.Times;
import org.yardmaster.protocol.model.Build;

/// A build on the screen: what it is, its steps at the left, the log of the chosen one at the
/// right.
public final class BuildView extends StackPane {
  private final BuildViewModel model;
  private final MasterClock clock;
  private final Times times;
  private final Label title = new Label();
  private final Label state = new Label();
  private final StackPane mark = new StackPane();
  private final ListView<StepRow> steps = new ListView<>();

  /// `none` is what to say while no build is shown.
  public BuildView(
      BuildViewModel model, Actions actions, MasterClock clock, Times times, String none) {
    this.model = model;
    this.clock = clock;
    this.times = times;
    getStyleClass().add("build");
    setId("build-view");
    LogView log = new LogView(model.log());
    HBox.setHgrow(log, Priority.ALWAYS);
    HBox body = new HBox(steps(), log);
    VBox.setVgrow(body, Priority.ALWAYS);
    VBox shown = new VBox(head(actions), problem(), body);
    Label empty = new Label(none);
    empty.getStyleClass().add("placeholder");
    var there =
        Bindings.createBooleanBinding(
            () -> model.buildProperty().get().isPresent(), model.buildProperty());
    shown.visibleProperty().bind(there);
    empty.visibleProperty().bind(there.not());
    getChildren().addAll(shown, empty);
    model.buildProperty().subscribe(_ -> paint());
    model.finishedProperty().subscribe(_ -> paint());
    clock.nowProperty().subscribe(_ -> paint());
  }

  private HBox head(Actions actions) {
    title.getStyleClass().add("build-title");
    state.getStyleClass().add("muted");
    state.setId("build-state");
    Button stop = new Button("Stop build", Icon.STOP.node(13));
    stop.setId("stop-build");
    stop.visibleProperty()
        .bind(
            Bindings.createBooleanBinding(
                model::isRunning, model.buildProperty(), model.finishedProperty()));
    stop.setOnAction(_ -> new StopView(model, getScene().getWindow()).show());
    Region gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    HBox head =
        new HBox(mark, title, state, gap, Greyed.button(stop, "", actions.impossibleBecause()));
    head.getStyleClass().add("view-toolbar");
    return head;
  }

  private HBox problem() {
    Label text = new Label();
    text.textProperty().bind(model.problemProperty());
    HBox bar = new HBox(Icon.WARNING.node(13), text);
    bar.getStyleClass().addAll("bar", "bar-problem");
    bar.visibleProperty().bind(model.problemProperty().isNotEmpty());
    bar.managedProperty().bind(bar.visibleProperty());
    return bar;
  }

  private ListView<StepRow> steps() {
    steps.setItems(model.steps());
    steps.setId("build-steps");
    steps.getStyleClass().add("steps");
    steps.setFixedCellSize(27);
    steps.setCellFactory(_ -> new StepCell());
    steps.setAccessibleText("Steps");
    steps
        .getSelectionModel()
        .selectedItemProperty()
        .subscribe(row -> {
          if (row != null && steps.isFocused()) {
            model.choose(row.index());
          }
        });
    model.stepProperty().subscribe(_ -> select());
    model.steps().addListener((ListChangeListener<StepRow>) _ -> select());
    return steps;
  }

  private void select() {
    int step = model.stepProperty().get();
    if (step >= 0 && steps.getSelectionModel().getSelectedIndex() != step) {
      steps.getSelectionModel().select(step);
    }
  }

  private void paint() {
    title.setText(model.title());
    model
        .finishedProperty()
        .get()
        .ifPresentOrElse(
            ended -> {
              mark.getChildren().setAll(Marks.of(ended.result().outcome()).node());
              String detail = ended.result().detail();
              state.setText(
                  Marks.of(ended.result().outcome()).words()
                      + (detail.isBlank() ? "" : ": " + detail)
                      + "   "
                      + times.at(ended.finishedAt(), clock.now())
                      + ", ran "
                      + Times.span(ended.build().startedAt(), ended.finishedAt()));
            },
            this::paintRunning);
    steps.refresh();
  }

  private void paintRunning() {
    mark.getChildren().setAll(Mark.RUNNING.node());
    state.setText(
        model
            .buildProperty()
            .get()
            .map(build ->
                "running for "
                    + Times.span(build.startedAt(), clock.now())
                    + (build.attempt() > 1 ? ", attempt " + build.attempt() : "")
                    + model.locks().map(this::locks).orElse("")
                    + riders(build)
                    + build.stop().map(it -> ", " + it.by() + " asked to stop it").orElse("")
                    + build
                        .leaseUntil()
                        .map(it ->
                            ", slave not heard; it runs no longer than "
                                + times.at(it, clock.now()))
                        .orElse(""))
            .orElse(""));
  }

  private static String riders(Build build) {
    return build.riders().isEmpty() ? "" : ", " + RidersText.of(build);
  }

  private String locks(BuildViewModel.Locks locks) {
    return ", waits for "
        + (locks.names().isEmpty() ? "the locks" : "lock " + String.join(", ", locks.names()))
        + " of step "
        + locks.step()
        + " since "
        + times.at(locks.since(), clock.now());
  }

  private final class StepCell extends ListCell<StepRow> {
    @Override
    protected void updateItem(@Nullable StepRow row, boolean empty) {
      super.updateItem(row, empty);
      if (row == null) {
        setText(null);
        setGraphic(null);
        return;
      }
      Mark sign =
          row.result().map(Marks::of).orElse(row.since().isPresent() ? Mark.RUNNING : Mark.WAITING);
      Label name = new Label(row.name());
      Region gap = new Region();
      HBox.setHgrow(gap, Priority.ALWAYS);
      Label ran = new Label(row.ran(clock.now()).map(Times::span).orElse(""));
      ran.getStyleClass().add("muted");
      HBox line = new HBox(6, sign.node(), name, gap, ran);
      line.getStyleClass().add("step-line");
      setGraphic(line);
      setText(null);
      setTooltip(row.end().isEmpty() ? null : new Tooltip(row.end()));
    }
  }
}
