package org.yardmaster.console.queue;

import java.util.List;
import java.util.Optional;
import javafx.scene.control.TableCell;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.jspecify.annotations.Nullable;

/// Shows a request's priority and lets it be typed over: Enter gives it, to the whole selection if
/// the row is part of it; Escape or leaving the cell does not.
final class PriorityCell extends TableCell<QueueItem, Number> {
  private final QueueViewModel model;
  private Optional<TextField> editor = Optional.empty();

  PriorityCell(QueueViewModel model) {
    this.model = model;
    setManaged(false); // As in LiveCell: its place and size are its column's.
  }

  private Optional<QueueRow> row() {
    int index = getIndex();
    List<QueueItem> items = getTableView().getItems();
    boolean there = !isEmpty() && index >= 0 && index < items.size();
    return there && items.get(index) instanceof QueueRow row ? Optional.of(row) : Optional.empty();
  }

  @Override
  public void startEdit() {
    Optional<QueueRow> row = row();
    if (row.isEmpty()) {
      return;
    }
    super.startEdit();
    TextField field = new TextField(String.valueOf(row.get().priority()));
    field.getStyleClass().add("priority-editor");
    field.setId("priority-editor");
    field.addEventFilter(KeyEvent.KEY_PRESSED, event -> keyed(event, field, row.get()));
    field.focusedProperty().subscribe(this::leave);
    editor = Optional.of(field);
    setText(null);
    setGraphic(field);
    field.selectAll();
    field.requestFocus();
  }

  private void leave(boolean before, boolean focused) {
    if (before && !focused) {
      cancelEdit();
    }
  }

  private void keyed(KeyEvent event, TextField field, QueueRow row) {
    if (event.getCode() == KeyCode.ESCAPE) {
      cancelEdit();
      getTableView().requestFocus();
      event.consume();
    } else if (event.getCode() == KeyCode.ENTER) {
      String text = field.getText().trim();
      if (text.matches("[+-]?\\d{1,6}")) {
        cancelEdit();
        getTableView().requestFocus();
        model.setPriority(about(row), Integer.parseInt(text));
      } else {
        field.getStyleClass().add("wrong");
      }
      event.consume();
    }
  }

  private List<QueueRow> about(QueueRow row) {
    return model.selected().contains(row) ? List.copyOf(model.selected()) : List.of(row);
  }

  @Override
  public void cancelEdit() {
    super.cancelEdit();
    editor = Optional.empty();
    paint();
  }

  @Override
  protected void updateItem(@Nullable Number revision, boolean empty) {
    if (getIndex() < 0 && !isEmpty() && editor.isEmpty()) {
      return; // Put by for a moment, see LiveLine.
    }
    super.updateItem(revision, empty);
    if (editor.isEmpty() || empty) {
      paint();
    }
  }

  private void paint() {
    setGraphic(null);
    setText(row().map(row -> String.valueOf(row.priority())).orElse(null));
  }
}
