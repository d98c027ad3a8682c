package org.yardmaster.master.farm;

import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.yardmaster.protocol.model.BuilderId;
import org.yardmaster.protocol.model.Eligibility;
import org.yardmaster.protocol.model.OrderKey;

/// The builders that the same slaves may run: the first ready request of each, and those slaves
/// that are free.
final class Group {
  final Eligibility eligibility;
  final TreeSet<Free> free = new TreeSet<>();
  private final TreeMap<OrderKey, BuilderId> heads = new TreeMap<>();
  private int lines;

  /// How many slaves of the farm could run its builders if they were there and idle.
  int members;

  Group(Eligibility eligibility) {
    this.eligibility = eligibility;
  }

  /// The first of its requests, if there is one and a slave for it.
  Optional<OrderKey> startable() {
    return heads.isEmpty() || free.isEmpty() ? Optional.empty() : Optional.of(heads.firstKey());
  }

  /// The slave with the lowest share of its places in use; `warm`, if it is free, among equals.
  Free best(@Nullable Free warm) {
    Free first = free.first();
    return warm != null && warm.compareShare(first) == 0 && free.contains(warm) ? warm : first;
  }

  void join() {
    lines++;
  }

  void leave() {
    lines--;
  }

  boolean deserted() {
    return lines == 0;
  }

  /// A builder's first ready request is now `head` where it was `old`.
  void replaceHead(BuilderId builder, @Nullable OrderKey old, @Nullable OrderKey head) {
    if (old != null) {
      heads.remove(old);
    }
    if (head != null) {
      heads.put(head, builder);
    }
  }
}
