package org.yardmaster.console.table;

import javafx.scene.control.Control;
import javafx.scene.control.Tooltip;
import javafx.scene.input.MouseEvent;

/// What a cell, of a table or a wall, says when the pointer rests on it. The tooltip is made when
/// the pointer comes for the first time: most cells never need theirs.
public final class Hint {
  private Hint() {}

  public static void show(Control cell, String text) {
    if (cell.getTooltip() != null) {
      cell.getTooltip().setText(text);
    }
    if (cell.getProperties().put(Hint.class, text) == null) {
      cell.addEventFilter(MouseEvent.MOUSE_ENTERED, _ -> make(cell));
    }
  }

  /// The cell has nothing to say.
  public static void hide(Control cell) {
    if (cell.getProperties().containsKey(Hint.class)) {
      cell.getProperties().put(Hint.class, "");
    }
    if (cell.getTooltip() != null) {
      cell.setTooltip(null);
    }
  }

  private static void make(Control cell) {
    String text = String.valueOf(cell.getProperties().get(Hint.class));
    if (cell.getTooltip() == null && !text.isEmpty()) {
      cell.setTooltip(new Tooltip(text));
    }
  }
}
