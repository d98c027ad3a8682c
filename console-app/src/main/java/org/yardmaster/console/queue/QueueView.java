package org.yardmaster.console.queue;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import javafx.application.Platform;
import javafx.beans.binding.Bindings;
import javafx.beans.property.SimpleStringProperty;
import javafx.collections.ListChangeListener;
import javafx.geometry.Side;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.IndexedCell;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.control.skin.VirtualFlow;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.controlsfx.control.MasterDetailPane;
import org.yardmaster.console.act.Actions;
import org.yardmaster.console.farm.MasterClock;
import org.yardmaster.console.keys.Keys;
import org.yardmaster.console.keys.TakesFocus;
import org.yardmaster.console.memory.Remembers;
import org.yardmaster.console.memory.ViewMemory;
import org.yardmaster.console.table.FilterField;
import org.yardmaster.console.table.LiveTable;
import org.yardmaster.console.table.TableMemory;
import org.yardmaster.console.theme.Icon;
import org.yardmaster.console.verbs.Greyed;
import org.yardmaster.console.words.Times;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.RequestId;

/// The queue on the screen: a table in the farm's order, its verbs, and the details beside it.
public final class QueueView extends VBox implements TakesFocus, Remembers {
  private final QueueViewModel model;
  private final RequestViewModel request;
  private final Actions actions;
  private final Runnable submit;
  private final TableView<QueueItem> table;
  private final FilterField filter;
  private final MasterDetailPane split = new MasterDetailPane(Side.RIGHT);
  private final QueueDrag drag;
  private boolean restoring;

  /// `submit` opens the dialog for a new request, `log` shows a build's log.
  public QueueView(
      QueueViewModel model,
      RequestViewModel request,
      Actions actions,
      MasterClock clock,
      Times times,
      Runnable submit,
      Consumer<BuildId> log) {
    this.model = model;
    this.request = request;
    this.actions = actions;
    this.submit = submit;
    this.table = LiveTable.of(model.rows(), new QueueColumns(model, clock, times).all());
    this.drag = new QueueDrag(model, table);
    this.filter = new FilterField(this, table, model.filterProperty(), "the queue");
    getStyleClass().add("view");
    setId("queue-view");
    prepareTable();
    split.setMasterNode(new StackPane(table, drag.layer()));
    split.setDetailNode(new RequestView(request, buttons(), clock, times, log));
    split.setDividerPosition(0.7);
    split.setAnimated(false);
    split.setShowDetailNode(false);
    LiveTable.pin(split);
    VBox.setVgrow(split, Priority.ALWAYS);
    getChildren().addAll(toolbar(), problem(), split);
  }

  /// Opens or closes the details.
  public void toggleDetails() {
    split.setShowDetailNode(!split.isShowDetailNode());
  }

  /// Brings a request into view, selected and with its details.
  public void reveal(RequestId id) {
    model
        .row(id)
        .ifPresent(row -> {
          if (model.shownAt(row) < 0) {
            filter.clear();
          }
          int index = model.shownAt(row);
          table.getSelectionModel().clearAndSelect(index);
          table.scrollTo(Math.max(0, index - 5));
          split.setShowDetailNode(true);
          table.requestFocus();
        });
  }

  @Override
  public void remember(ViewMemory memory) {
    memory.follow("queue.filter", model.filterProperty());
    memory.follow("queue.details", split.showDetailNodeProperty());
    TableMemory.follow(table, memory, "queue");
  }

  @Override
  public void takeFocus() {
    table.requestFocus();
  }

  private HBox toolbar() {
    filter.setId("queue-filter");
    Label counts = new Label();
    counts.getStyleClass().add("counts");
    counts
        .textProperty()
        .bind(
            Bindings.createStringBinding(
                this::counts,
                model.totalProperty(),
                model.matchingProperty(),
                Bindings.size(model.selected())));
    Region gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    Button add = button("Submit", Icon.PLUS, submit);
    add.setId("submit");
    add.getStyleClass().add("accent");
    Button details = button("Details", Icon.LOG, this::toggleDetails);
    details.setTooltip(new Tooltip("Details  " + Keys.DETAILS.text()));
    Button hold = button("Hold / release", Icon.HOLD, model::holdOrRelease);
    hold.setId("queue-hold");
    Button cancel = button("Cancel", Icon.CROSS, model::cancel);
    HBox bar =
        new HBox(
            filter,
            counts,
            gap,
            Greyed.button(hold, Keys.HOLD.text(), model.whyNotOnSelection()),
            Greyed.button(cancel, Keys.CANCEL.text(), model.whyNotOnSelection()),
            details,
            Greyed.button(add, Keys.SUBMIT.text(), actions.impossibleBecause()));
    bar.getStyleClass().add("view-toolbar");
    return bar;
  }

  /// The verbs beside the details; those that mean nothing to the request are left out.
  private FlowPane buttons() {
    Button hold = button("Hold", Icon.HOLD, model::holdOrRelease);
    hold.textProperty()
        .bind(
            Bindings.createStringBinding(
                () ->
                    request.rowProperty().get().filter(QueueRow::isHeld).isPresent()
                        ? "Release"
                        : "Hold",
                request.rowProperty(),
                model.revisionProperty()));
    Button retry = button("Retry now", Icon.RESUME, model::retryNow);
    retry.setId("retry-request");
    Button unshelve = button("Unshelve", Icon.SHELF, model::unshelve);
    unshelve.setId("unshelve-request");
    only(retry, QueueRow::canRetryNow);
    only(unshelve, QueueRow::isShelved);
    return new FlowPane(
        6,
        6,
        Greyed.button(retry, Keys.RETRY.text(), model.whyNotRetry()),
        Greyed.button(unshelve, Keys.UNSHELVE.text(), model.whyNotUnshelve()),
        Greyed.button(hold, Keys.HOLD.text(), model.whyNotOnSelection()),
        Greyed.button(
            button("Cancel", Icon.CROSS, model::cancel),
            Keys.CANCEL.text(),
            model.whyNotOnSelection()));
  }

  private void only(Button button, Predicate<QueueRow> meant) {
    button
        .visibleProperty()
        .bind(
            Bindings.createBooleanBinding(
                () -> request.rowProperty().get().filter(meant).isPresent(),
                request.rowProperty(),
                model.revisionProperty()));
    button.managedProperty().bind(button.visibleProperty());
  }

  private String counts() {
    int total = model.totalProperty().get();
    int matching = model.matchingProperty().get();
    int chosen = model.selected().size();
    return (total == 1 ? "1 request" : total + " requests")
        + (matching < total ? ", " + matching + " shown" : "")
        + (chosen > 1 ? ", " + chosen + " selected" : "");
  }

  private static Button button(String text, Icon icon, Runnable act) {
    Button button = new Button(text, icon.node(11));
    button.setOnAction(_ -> act.run());
    return button;
  }

  private HBox problem() {
    Label text = new Label();
    text.textProperty().bind(model.problemProperty());
    text.setId("queue-problem");
    text.setWrapText(true);
    Button close = new Button("Dismiss");
    close.getStyleClass().add("small");
    close.setOnAction(_ -> model.forgetProblem());
    Region gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    HBox bar = new HBox(Icon.WARNING.node(13), text, gap, close);
    bar.getStyleClass().addAll("bar", "bar-problem");
    bar.visibleProperty().bind(model.problemProperty().isNotEmpty());
    bar.managedProperty().bind(bar.visibleProperty());
    return bar;
  }

  private void prepareTable() {
    table.setId("queue-table");
    table.setAccessibleText("Queued requests in the farm's order");
    table.setEditable(true);
    table.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
    table.setRowFactory(_ -> new QueueLine(drag, this::editPriority));
    table.setPlaceholder(placeholder());
    table.setContextMenu(menu());
    table
        .getSelectionModel()
        .getSelectedIndices()
        .addListener((ListChangeListener<Integer>) _ -> selectionChanged());
    model.revisionProperty().subscribe(_ -> restoreSelection());
    table.addEventFilter(KeyEvent.KEY_PRESSED, this::keyed);
    model.revisionProperty().subscribe(_ -> request.refresh());
    table.skinProperty().subscribe(_ -> followScrolling());
  }

  private Label placeholder() {
    Label empty = new Label();
    empty.getStyleClass().add("placeholder");
    empty
        .textProperty()
        .bind(
            Bindings.when(model.totalProperty().isEqualTo(0))
                .then("Nothing waits. Submit a request with Ctrl+N.")
                .otherwise("No request has these words. Escape clears the filter."));
    return empty;
  }

  private ContextMenu menu() {
    return new ContextMenu(
        item("To the top of its priority", Keys.TOP.text(), model::moveToTop),
        item("Up", Keys.UP.text(), model::moveUp),
        item("Down", Keys.DOWN.text(), model::moveDown),
        item("To the bottom of its priority", Keys.BOTTOM.text(), model::moveToBottom),
        new SeparatorMenuItem(),
        item("Raise priority", "+", () -> model.raise(1)),
        item("Lower priority", "-", () -> model.raise(-1)),
        item("Edit priority", Keys.EDIT.text(), this::editPriority),
        new SeparatorMenuItem(),
        item("Hold or release", Keys.HOLD.text(), model::holdOrRelease),
        Greyed.item("Retry now", Keys.RETRY.text(), model::retryNow, model.whyNotRetry()),
        Greyed.item("Unshelve", Keys.UNSHELVE.text(), model::unshelve, model.whyNotUnshelve()),
        item("Cancel", Keys.CANCEL.text(), model::cancel),
        new SeparatorMenuItem(),
        Greyed.item(
            "Details", Keys.DETAILS.text(), this::toggleDetails, new SimpleStringProperty("")));
  }

  private MenuItem item(String text, String key, Runnable act) {
    return Greyed.item(text, key, act, model.whyNotOnSelection());
  }

  private void editPriority() {
    int index = table.getSelectionModel().getSelectedIndex();
    table.getColumns().stream()
        .filter(column -> "queue-priority".equals(column.getId()))
        .findFirst()
        .ifPresent(column -> table.edit(index, column));
  }

  private void keyed(KeyEvent event) {
    if (event.getTarget() instanceof TextField) {
      return;
    }
    verb(event)
        .ifPresent(act -> {
          act.run();
          event.consume();
        });
  }

  private Optional<Runnable> verb(KeyEvent event) {
    if (Keys.isPlus(event) && !event.isAltDown()) {
      return Optional.of(() -> model.raise(1));
    }
    if (Keys.isMinus(event) && !event.isAltDown()) {
      return Optional.of(() -> model.raise(-1));
    }
    for (var entry : verbs().entrySet()) {
      if (entry.getKey().matches(event)) {
        return Optional.of(entry.getValue());
      }
    }
    return Optional.empty();
  }

  private Map<Keys, Runnable> verbs() {
    return Map.of(
        Keys.UP, model::moveUp,
        Keys.DOWN, model::moveDown,
        Keys.TOP, model::moveToTop,
        Keys.BOTTOM, model::moveToBottom,
        Keys.HOLD, model::holdOrRelease,
        Keys.RETRY, model::retryNow,
        Keys.UNSHELVE, model::unshelve,
        Keys.CANCEL, model::cancel,
        Keys.DETAILS, this::toggleDetails,
        Keys.EDIT, this::editPriority);
  }

  private void selectionChanged() {
    if (restoring || model.isChanging()) {
      return;
    }
    List<QueueRow> now = new ArrayList<>();
    for (int index : List.copyOf(table.getSelectionModel().getSelectedIndices())) {
      if (index >= 0
          && index < table.getItems().size()
          && table.getItems().get(index) instanceof QueueRow row) {
        now.add(row);
      }
    }
    if (!now.equals(model.selected())) {
      model.selected().setAll(now);
      request.show(now.stream().findFirst());
    }
  }

  /// Rows come and go and change places, what is selected does not: the table's idea of it is made
  /// to follow the model's after each batch.
  private void restoreSelection() {
    Set<Integer> wanted = new LinkedHashSet<>();
    model.selected().forEach(row -> wanted.add(model.shownAt(row)));
    wanted.remove(-1);
    Set<Integer> present = new LinkedHashSet<>(table.getSelectionModel().getSelectedIndices());
    if (wanted.equals(present)) {
      return;
    }
    restoring = true;
    table.getSelectionModel().clearSelection();
    if (!wanted.isEmpty()) {
      int[] indices = wanted.stream().mapToInt(Integer::intValue).toArray();
      table.getSelectionModel().selectIndices(indices[0], indices);
    }
    restoring = false;
  }

  private void followScrolling() {
    if (table.lookup(".virtual-flow") instanceof VirtualFlow<?> flow) {
      flow.positionProperty().subscribe(_ -> tellView(flow));
      flow.heightProperty().subscribe(_ -> Platform.runLater(() -> tellView(flow)));
      model.revisionProperty().subscribe(_ -> tellView(flow));
    }
  }

  private void tellView(VirtualFlow<?> flow) {
    IndexedCell<?> first = flow.getFirstVisibleCell();
    IndexedCell<?> last = flow.getLastVisibleCell();
    if (first == null || last == null) {
      return;
    }
    List<RequestId> ids = new ArrayList<>();
    for (int i = first.getIndex(); i <= last.getIndex() && i < table.getItems().size(); i++) {
      if (table.getItems().get(i) instanceof QueueRow row) {
        ids.add(row.id());
      }
    }
    model.inView(ids);
  }
}
