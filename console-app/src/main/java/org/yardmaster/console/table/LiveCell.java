package org.yardmaster.console.table;

import javafx.beans.InvalidationListener;
import javafx.beans.Observable;
import javafx.beans.WeakInvalidationListener;
import javafx.scene.control.TableCell;
import org.jspecify.annotations.Nullable;
import org.yardmaster.console.farm.LiveRow;

/// A cell that repaints when the revision of its row changes, or one of the things it was told to
/// heed (a clock, say).
final class LiveCell<R extends LiveRow> extends TableCell<R, Number> {
  private final LiveColumn.Painter<R> painter;
  private final InvalidationListener repaint = _ -> paint();

  LiveCell(LiveColumn.Painter<R> painter, Observable... heeded) {
    this.painter = painter;
    setManaged(false); // Its place and size are its column's: what it says moves nothing else.
    for (Observable one : heeded) {
      one.addListener(new WeakInvalidationListener(repaint));
    }
  }

  @Override
  protected void updateItem(@Nullable Number revision, boolean empty) {
    if (getIndex() < 0 && !isEmpty()) {
      return; // Put by for a moment, see LiveLine.
    }
    super.updateItem(revision, empty);
    paint();
  }

  private void paint() {
    int index = getIndex();
    if (isEmpty() || index < 0 || index >= getTableView().getItems().size()) {
      setText(null);
      setGraphic(null);
      return;
    }
    painter.paint(this, getTableView().getItems().get(index));
  }
}
