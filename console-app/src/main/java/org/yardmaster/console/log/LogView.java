package org.yardmaster.console.log;

import java.util.stream.Collectors;
import javafx.application.Platform;
import javafx.collections.ListChangeListener;
import javafx.scene.control.Button;
import javafx.scene.control.IndexedCell;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.control.skin.VirtualFlow;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.yardmaster.console.keys.Keys;
import org.yardmaster.console.theme.Icon;

/// A step's log on the screen. Only the lines in view are nodes.
public final class LogView extends VBox {
  /// The height of a line in pixels.
  private static final double LINE = 17;

  private static final KeyCombination COPY =
      new KeyCodeCombination(KeyCode.C, KeyCombination.SHORTCUT_DOWN);

  private final LogViewModel model;
  private final ListView<LogLine> list;
  private final TextField search = new TextField();

  public LogView(LogViewModel model) {
    this.model = model;
    this.list = new ListView<>(model.lines());
    getStyleClass().add("log");
    list.setId("log-lines");
    list.setFixedCellSize(LINE);
    list.setCellFactory(_ -> new LogCell(model.searchProperty()::get));
    list.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
    list.setAccessibleText("Log");
    Label empty = new Label();
    empty.getStyleClass().add("placeholder");
    empty.textProperty().bind(model.statusProperty());
    list.setPlaceholder(empty);
    VBox.setVgrow(list, Priority.ALWAYS);
    getChildren().addAll(bar(), list);
    model.lines().addListener((ListChangeListener<LogLine>) this::linesChanged);
    model.followProperty().subscribe(this::followChanged);
    model.foundProperty().subscribe(index -> reveal(index.intValue()));
    model.searchProperty().subscribe(_ -> list.refresh());
    list.addEventFilter(ScrollEvent.SCROLL, this::scrolled);
    list.skinProperty().subscribe(_ -> watchPosition());
    addEventFilter(KeyEvent.KEY_PRESSED, this::keyed);
  }

  private HBox bar() {
    search.setPromptText("Search  " + Keys.FIND.text());
    search.setId("log-search");
    search.textProperty().bindBidirectional(model.searchProperty());
    search.setOnAction(_ -> model.find(current(), false));
    Button up = new Button("Above");
    up.setOnAction(_ -> model.find(current(), false));
    Button down = new Button("Below");
    down.setOnAction(_ -> model.find(current(), true));
    up.getStyleClass().add("small");
    down.getStyleClass().add("small");
    Label status = new Label();
    status.getStyleClass().add("counts");
    status.setId("log-status");
    status.textProperty().bind(model.statusProperty());
    Region gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    ToggleButton follow = new ToggleButton("Follow", Icon.FOLLOW.node(13));
    follow.setTooltip(new Tooltip("Keep to the end  " + Keys.FOLLOW.text()));
    follow.selectedProperty().bindBidirectional(model.followProperty());
    follow.setId("log-follow");
    HBox bar = new HBox(search, up, down, status, gap, follow);
    bar.getStyleClass().add("view-toolbar");
    return bar;
  }

  /// From where to search: the selected line, or the last in view.
  private int current() {
    int selected = list.getSelectionModel().getSelectedIndex();
    return selected >= 0 ? selected : model.lines().size();
  }

  private void linesChanged(ListChangeListener.Change<? extends LogLine> change) {
    while (change.next()) {
      if (change.wasAdded() && change.getFrom() == 0 && !model.followProperty().get()) {
        keepView(change.getAddedSize());
      }
    }
    if (model.followProperty().get()) {
      toEnd();
      Platform.runLater(this::stayAtEnd);
    }
  }

  /// Before its first layout a list forgets where it was told to scroll to.
  private void stayAtEnd() {
    if (model.followProperty().get()) {
      toEnd();
    }
  }

  /// What was read before the first line must not move what is looked at.
  private void keepView(int added) {
    VirtualFlow<?> flow = flow();
    IndexedCell<?> first = flow == null ? null : flow.getFirstVisibleCell();
    if (first != null && model.lines().size() > added) {
      int at = first.getIndex() + added;
      Platform.runLater(() -> list.scrollTo(at));
    }
  }

  private void followChanged(boolean on) {
    if (on) {
      if (!model.reachesEnd()) {
        model.toEnd();
      }
      toEnd();
    }
  }

  private void toEnd() {
    if (!model.lines().isEmpty()) {
      list.scrollTo(model.lines().size() - 1);
    }
  }

  private void reveal(int index) {
    if (index >= 0) {
      list.getSelectionModel().clearAndSelect(index);
      list.scrollTo(Math.max(0, index - 8));
      list.refresh();
    }
  }

  private void scrolled(ScrollEvent event) {
    if (event.getDeltaY() > 0) {
      model.followProperty().set(false);
    }
  }

  private @Nullable VirtualFlow<?> flow() {
    return list.lookup(".virtual-flow") instanceof VirtualFlow<?> flow ? flow : null;
  }

  private void watchPosition() {
    VirtualFlow<?> flow = flow();
    if (flow != null) {
      flow.positionProperty().subscribe(_ -> lookAround(flow));
    }
  }

  private void lookAround(VirtualFlow<?> flow) {
    IndexedCell<?> first = flow.getFirstVisibleCell();
    IndexedCell<?> last = flow.getLastVisibleCell();
    if (first != null && first.getIndex() < 20 && !model.followProperty().get()) {
      model.needEarlier();
    }
    if (last != null && last.getIndex() > model.lines().size() - 20) {
      model.needLater();
    }
  }

  private void keyed(KeyEvent event) {
    if (Keys.FIND.matches(event)) {
      search.requestFocus();
      search.selectAll();
      event.consume();
    } else if (Keys.FIND_NEXT.matches(event)) {
      model.find(current(), false);
      event.consume();
    } else if (event.getTarget() instanceof TextField) {
      if (event.getCode() == KeyCode.ESCAPE) {
        search.clear();
        list.requestFocus();
        event.consume();
      }
    } else if (Keys.FOLLOW.matches(event)) {
      model.followProperty().set(!model.followProperty().get());
      event.consume();
    } else if (COPY.match(event)) {
      copy();
      event.consume();
    } else if (event.getCode() == KeyCode.UP
        || event.getCode() == KeyCode.PAGE_UP
        || event.getCode() == KeyCode.HOME) {
      model.followProperty().set(false);
    }
  }

  private void copy() {
    ClipboardContent content = new ClipboardContent();
    content.putString(
        list.getSelectionModel().getSelectedItems().stream()
            .map(line -> Ansi.plain(line.text()))
            .collect(Collectors.joining("\n")));
    Clipboard.getSystemClipboard().setContent(content);
  }
}
