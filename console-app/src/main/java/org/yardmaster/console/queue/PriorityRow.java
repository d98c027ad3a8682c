package org.yardmaster.console.queue;

/// The head of the requests of one priority, with their number.
public final class PriorityRow extends QueueItem {
  private final long rank;
  private final int priority;
  private int total;
  private int matching;

  PriorityRow(long rank, int priority) {
    this.rank = rank;
    this.priority = priority;
  }

  @Override
  long rank() {
    return rank;
  }

  @Override
  boolean matches() {
    return matching > 0;
  }

  void count(int requests, int seen) {
    total += requests;
    matching += seen;
    touch();
  }

  void countSeen(int seen) {
    matching = seen;
    touch();
  }

  boolean isEmpty() {
    return total == 0;
  }

  public int priority() {
    return priority;
  }

  /// How many requests it heads, seen or not.
  public int total() {
    return total;
  }

  /// `priority 8, 31 requests`, with what the filter lets through.
  public String text() {
    String requests = total == 1 ? "1 request" : total + " requests";
    return "priority "
        + priority
        + "  ·  "
        + (matching < total ? matching + " of " : "")
        + requests;
  }
}
