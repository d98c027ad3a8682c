package org.yardmaster.console.farm;

import java.time.Duration;

/// Runs something on the FX thread after a while: the window's timer, or a hand-driven one in
/// tests.
public interface Later {

  /// Runs `task` once after `delay`, unless it is cancelled before.
  Timer after(Duration delay, Runnable task);

  /// Something that will run.
  interface Timer {
    void cancel();
  }
}
