package org.yardmaster.master.logs;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Time that passes only when the test says so.
final class ManualDeadlines implements Deadlines {
  /// Each is itself: two of the same delay and action are not the same.
  private static final class Pending {
    final Duration delay;
    final Runnable action;

    Pending(Duration delay, Runnable action) {
      this.delay = delay;
      this.action = action;
    }
  }

  private final List<Pending> pending = new ArrayList<>();

  @Override
  public synchronized Runnable after(Duration delay, Runnable action) {
    Pending added = new Pending(delay, action);
    pending.add(added);
    return () -> remove(added);
  }

  private synchronized void remove(Pending added) {
    pending.remove(added);
  }

  /// Lets all that is pending now happen.
  void pass() {
    List<Pending> due = take();
    due.forEach(p -> p.action.run());
  }

  private synchronized List<Pending> take() {
    List<Pending> due = List.copyOf(pending);
    pending.clear();
    return due;
  }

  synchronized List<Duration> delays() {
    return pending.stream().map(p -> p.delay).toList();
  }
}
