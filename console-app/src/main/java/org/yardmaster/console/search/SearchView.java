package org.yardmaster.console.search;

import java.util.function.Consumer;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.stage.Popup;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;

/// The search box over the window: type, Up and Down, Enter; Escape goes back.
public final class SearchView {
  private static final double WIDTH = 520;

  private final SearchViewModel model;
  private final Consumer<Hit> choose;
  private final Popup popup = new Popup();
  private final TextField field = new TextField();
  private final ListView<Hit> list;

  public SearchView(SearchViewModel model, Consumer<Hit> choose) {
    this.model = model;
    this.choose = choose;
    this.list = new ListView<>(model.hits());
    field.setPromptText("Go to a view, builder, slave or #request; or say what to do");
    field.setId("search-field");
    field.textProperty().bindBidirectional(model.textProperty());
    field.addEventFilter(KeyEvent.KEY_PRESSED, this::keyed);
    list.setId("search-hits");
    list.setFixedCellSize(28);
    list.setPrefSize(WIDTH, 28 * 10 + 2);
    list.setFocusTraversable(false);
    list.setCellFactory(_ -> new HitCell());
    list.setOnMouseClicked(_ -> accept());
    Label nothing = new Label("Nothing has this name.");
    nothing.getStyleClass().add("placeholder");
    list.setPlaceholder(nothing);
    VBox box = new VBox(6, field, list);
    box.getStyleClass().add("search-box");
    popup.getContent().setAll(box);
    popup.setAutoHide(true);
  }

  /// Opens over the middle of the window.
  public void show(Window window) {
    field.clear();
    list.getSelectionModel().selectFirst();
    popup.show(window, window.getX() + (window.getWidth() - WIDTH) / 2, window.getY() + 70);
    field.requestFocus();
  }

  private void keyed(KeyEvent event) {
    switch (event.getCode()) {
      case DOWN -> {
        step(1);
        event.consume();
      }
      case UP -> {
        step(-1);
        event.consume();
      }
      case ENTER -> {
        accept();
        event.consume();
      }
      default -> {}
    }
  }

  private void step(int by) {
    int size = model.hits().size();
    if (size > 0) {
      int at = Math.clamp(list.getSelectionModel().getSelectedIndex() + by, 0, size - 1);
      list.getSelectionModel().clearAndSelect(at);
      list.scrollTo(Math.max(0, at - 8));
    }
  }

  private void accept() {
    int at = Math.max(0, list.getSelectionModel().getSelectedIndex());
    if (at < model.hits().size()) {
      Hit hit = model.hits().get(at);
      popup.hide();
      choose.accept(hit);
    }
  }

  private static final class HitCell extends ListCell<Hit> {
    @Override
    protected void updateItem(@Nullable Hit hit, boolean empty) {
      super.updateItem(hit, empty);
      setText(null);
      setGraphic(null);
      if (hit != null) {
        Label kind = new Label(hit.kind().word());
        kind.getStyleClass().add("hit-kind");
        Label about = new Label(hit.about());
        about.getStyleClass().add("muted");
        HBox line = new HBox(8, kind, new Label(hit.name()), about);
        line.getStyleClass().add("hit");
        setGraphic(line);
      }
    }
  }
}
