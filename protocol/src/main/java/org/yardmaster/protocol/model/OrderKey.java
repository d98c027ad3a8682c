package org.yardmaster.protocol.model;

import java.util.Comparator;

/// Where a request stands in the farm's one total order: smaller starts earlier.
///
/// `rank` orders by importance: the negated priority, or, where waiting counts, an instant that is
/// the earlier the higher the priority; it never changes by itself. `place` orders within a rank
/// and can be chosen by a move; `id` settles what is left, so that no two requests are ever equal.
public record OrderKey(long rank, Place place, RequestId id) implements Comparable<OrderKey> {
  private static final Comparator<OrderKey> ORDER =
      Comparator.comparingLong(OrderKey::rank)
          .thenComparing(OrderKey::place)
          .thenComparing(OrderKey::id);

  @Override
  public int compareTo(OrderKey other) {
    return ORDER.compare(this, other);
  }
}
