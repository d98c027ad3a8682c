package org.yardmaster.master.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.PriorityQueue;

/// Virtual time: what is to happen, in its order. What falls on the same instant happens in the
/// order in which it was planned.
final class Agenda {

  private record Item(Instant at, long number, Runnable what) implements Comparable<Item> {
    @Override
    public int compareTo(Item other) {
      int byTime = at.compareTo(other.at);
      return byTime != 0 ? byTime : Long.compare(number, other.number);
    }
  }

  private final PriorityQueue<Item> items = new PriorityQueue<>();
  private Instant now;
  private long numbers;

  Agenda(Instant beginning) {
    now = beginning;
  }

  Instant now() {
    return now;
  }

  void after(Duration wait, Runnable what) {
    at(now.plus(wait), what);
  }

  /// Plans something; for a past instant, at once.
  void at(Instant instant, Runnable what) {
    items.add(new Item(instant.isBefore(now) ? now : instant, numbers++, what));
  }

  /// Lets happen whatever is planned until `end`.
  void runUntil(Instant end) {
    for (Item next = items.peek(); next != null && !next.at.isAfter(end); next = items.peek()) {
      items.remove();
      now = next.at;
      next.what.run();
    }
    now = end;
  }
}
