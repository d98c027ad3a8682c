package org.yardmaster.console.table;

import javafx.scene.control.TableRow;
import org.jspecify.annotations.Nullable;

/// A row of a table whose cells only change what they say when the row is given another item.
///
/// JavaFX lays a row out anew for each item it is given, and while scrolling applies the style
/// sheets to each row that waits for its layout, with all of its cells: the dearest part of a
/// frame. As neither the cells nor their places change, that is left out. And a row that is put by
/// for a moment (index -1) keeps what it shows: it is not seen, and mostly gets the same item
/// again.
public class LiveLine<R> extends TableRow<R> {
  private boolean reused;

  @Override
  protected final void updateItem(@Nullable R item, boolean empty) {
    if (getIndex() < 0 && !isEmpty()) {
      return;
    }
    reused = !empty && !isEmpty() && getSkin() != null;
    super.updateItem(item, empty);
    shows(item);
    reused = false;
  }

  /// The row has been given this item, or none.
  protected void shows(@Nullable R item) {}

  /// Asks for a layout even while the row is given another item.
  protected final void arrange() {
    reused = false;
    requestLayout();
  }

  @Override
  public void requestLayout() {
    if (!reused) {
      super.requestLayout();
    }
  }
}
