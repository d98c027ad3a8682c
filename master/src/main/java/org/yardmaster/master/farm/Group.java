package org.yardmaster.master.farm;

import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.yardmaster.protocol.model.OrderKey;

/// The requests that the same slaves may run: the first ready one of each line, and those slaves
/// that are free.
final class Group {
  final Needs needs;
  final TreeSet<Free> free = new TreeSet<>();
  private final TreeSet<OrderKey> heads = new TreeSet<>();
  private int lines;

  /// How many slaves of the farm could run its builders if they were there and idle.
  int members;

  Group(Needs needs) {
    this.needs = needs;
  }

  /// The first of its requests, if there is one and the farm has a slave that could run it.
  Optional<OrderKey> waiting() {
    return heads.isEmpty() || members == 0 ? Optional.empty() : Optional.of(heads.first());
  }

  /// The first of its requests, if there is one and a slave for it.
  Optional<OrderKey> startable() {
    return heads.isEmpty() || free.isEmpty() ? Optional.empty() : Optional.of(heads.first());
  }

  /// The slave with the lowest share of its places in use; `warm`, if it is free, among equals.
  Free best(@Nullable Free warm) {
    Free first = free.first();
    return warm != null && warm.compareShare(first) == 0 && free.contains(warm) ? warm : first;
  }

  /// A slave is now free as `now` where it was as `old`.
  void replaceFree(@Nullable Free old, @Nullable Free now) {
    if (old != null) {
      free.remove(old);
    }
    if (now != null) {
      free.add(now);
    }
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

  /// A line's first ready request is now `head` where it was `old`.
  void replaceHead(@Nullable OrderKey old, @Nullable OrderKey head) {
    if (old != null) {
      heads.remove(old);
    }
    if (head != null) {
      heads.add(head);
    }
  }
}
