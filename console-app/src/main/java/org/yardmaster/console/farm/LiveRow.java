package org.yardmaster.console.farm;

import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;

/// Counts the changes of a row, so that a cell has one thing to listen to, whatever it shows.
public abstract class LiveRow {
  private final ReadOnlyIntegerWrapper revision = new ReadOnlyIntegerWrapper();

  /// Called after anything the row shows has changed.
  protected final void touch() {
    revision.set(revision.get() + 1);
  }

  public final ReadOnlyIntegerProperty revisionProperty() {
    return revision.getReadOnlyProperty();
  }
}
