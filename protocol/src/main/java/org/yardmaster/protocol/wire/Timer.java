package org.yardmaster.protocol.wire;

import java.time.Duration;
import java.time.Instant;

/// The time and a way to be called later: injected, so that tests turn the clock by hand.
public interface Timer {

  /// A call that has been asked for.
  interface Alarm {
    /// Asks that the call not be made. It may be under way already.
    void cancel();
  }

  /// The time now. Never runs backwards.
  Instant now();

  /// Calls `task` once, after `delay`, on a thread of the timer's; it must not block.
  Alarm after(Duration delay, Runnable task);
}
