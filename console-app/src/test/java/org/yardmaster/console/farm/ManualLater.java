package org.yardmaster.console.farm;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A timer that runs when the test says so.
public final class ManualLater implements Later {
  private final List<Runnable> waiting = new ArrayList<>();

  @Override
  public Timer after(Duration delay, Runnable task) {
    waiting.add(task);
    return () -> waiting.remove(task);
  }

  /// Time passes for all that waits now.
  public void pass() {
    List<Runnable> now = List.copyOf(waiting);
    waiting.clear();
    now.forEach(Runnable::run);
  }
}
