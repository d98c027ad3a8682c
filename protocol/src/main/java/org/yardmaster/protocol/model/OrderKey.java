package org.yardmaster.protocol.model;

/// Where a request stands in the farm's one total order: smaller starts earlier.
///
/// `rank` orders by importance: the negated priority, or, where waiting counts, an instant that is
/// the earlier the higher the priority; it never changes by itself. `place` orders within a rank
/// and can be chosen by a move; `id` settles what is left, so that no two requests are ever equal.
public record OrderKey(long rank, Place place, RequestId id) implements Comparable<OrderKey> {

  @Override
  public int compareTo(OrderKey other) {
    int byRank = Long.compare(rank, other.rank);
    if (byRank != 0) {
      return byRank;
    }
    int byPlace = place.compareTo(other.place);
    return byPlace != 0 ? byPlace : id.compareTo(other.id);
  }
}
