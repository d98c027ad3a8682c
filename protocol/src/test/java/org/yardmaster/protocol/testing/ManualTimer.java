package org.yardmaster.protocol.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.TreeSet;
import org.yardmaster.protocol.wire.Timer;

/// A clock that stands until the test turns it. What is due is called on the thread that turns it,
/// in order.
public final class ManualTimer implements Timer {

  private record Due(Instant at, long number, Runnable task) {}

  private final TreeSet<Due> due =
      new TreeSet<>(Comparator.comparing(Due::at).thenComparing(Due::number));
  private Instant now = Instant.parse("2026-03-01T12:00:00Z");
  private long count;

  @Override
  public synchronized Instant now() {
    return now;
  }

  @Override
  public synchronized Alarm after(Duration delay, Runnable task) {
    Due entry = new Due(now.plus(delay), ++count, task);
    due.add(entry);
    notifyAll();
    return () -> forget(entry);
  }

  private synchronized void forget(Due entry) {
    due.remove(entry);
  }

  /// Lets this much time pass, stopping at everything that falls due on the way.
  public void advance(Duration time) {
    Instant until = now().plus(time);
    for (Optional<Due> next = next(until); next.isPresent(); next = next(until)) {
      next.get().task().run();
    }
    synchronized (this) {
      now = until;
    }
  }

  /// Lets time pass as if the process had stood still: everything due is called late, at the end.
  public void standStill(Duration time) {
    synchronized (this) {
      now = now.plus(time);
    }
    Instant until = now();
    for (Optional<Due> next = next(until); next.isPresent(); next = next(until)) {
      next.get().task().run();
    }
  }

  private synchronized Optional<Due> next(Instant until) {
    if (due.isEmpty() || due.first().at().isAfter(until)) {
      return Optional.empty();
    }
    Due first = due.first();
    due.remove(first);
    now = now.isAfter(first.at()) ? now : first.at();
    return Optional.of(first);
  }

  /// How many calls are asked for.
  public synchronized int pending() {
    return due.size();
  }

  /// When the next call is due.
  public synchronized Optional<Instant> nextDue() {
    return due.isEmpty() ? Optional.empty() : Optional.of(due.first().at());
  }

  /// Waits until some call is asked for that is due within `within` from now.
  ///
  /// @throws AssertionError after ten seconds
  public synchronized void awaitDueWithin(Duration within) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (due.isEmpty() || due.first().at().isAfter(now.plus(within))) {
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw new AssertionError("nobody asked to be called within " + within + ": " + due);
      }
      wait(left);
    }
  }
}
