package org.yardmaster.console.farm;

import org.yardmaster.protocol.message.FarmChange;

/// A view's model that follows the farm: told on the FX thread, a batch at a time.
public interface FarmObserver {

  /// A batch of so many changes begins.
  default void begins(int changes) {}

  /// All rows are gone; a snapshot follows.
  default void cleared() {}

  /// One row is new, has changed, or has ended; [FarmModel] knows it already.
  void changed(FarmChange change);

  /// The batch is over.
  default void ends() {}
}
