package org.yardmaster.console.table;

import javafx.beans.property.StringProperty;
import javafx.scene.Node;
import javafx.scene.control.TextField;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.yardmaster.console.keys.Keys;

/// The field that narrows a view down as one types: `/` goes to it from anywhere in the view, Enter
/// and Down go on to the rows, Escape clears it.
public final class FilterField extends TextField {
  private final Node rows;

  /// @param view where `/` counts
  /// @param rows what the keyboard goes back to
  /// @param what is narrowed down, for those who cannot see it
  public FilterField(Node view, Node rows, StringProperty text, String what) {
    this.rows = rows;
    setPromptText("Filter  " + Keys.FILTER.text());
    setAccessibleText("Filter " + what);
    textProperty().bindBidirectional(text);
    addEventFilter(KeyEvent.KEY_PRESSED, this::keyed);
    view.addEventFilter(KeyEvent.KEY_TYPED, this::typed);
  }

  /// The character, not the key: it lies elsewhere on every keyboard.
  private void typed(KeyEvent event) {
    if (event.getCharacter().equals("/") && !(event.getTarget() instanceof TextInputControl)) {
      requestFocus();
      selectAll();
      event.consume();
    }
  }

  private void keyed(KeyEvent event) {
    KeyCode code = event.getCode();
    if (code == KeyCode.ESCAPE) {
      clear();
    }
    if (code == KeyCode.ESCAPE || code == KeyCode.ENTER || code == KeyCode.DOWN) {
      rows.requestFocus();
      event.consume();
    }
  }
}
