package org.yardmaster.protocol.model;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Immutable sorted copies, so that every record iterates in one order on every machine.
public final class Sorted {
  private Sorted() {}

  /// An unmodifiable sorted copy.
  public static <T extends Comparable<? super T>> SortedSet<T> set(Collection<? extends T> items) {
    return items.isEmpty()
        ? Collections.emptySortedSet()
        : Collections.unmodifiableSortedSet(new TreeSet<>(items));
  }

  /// An unmodifiable sorted copy.
  public static <K extends Comparable<? super K>, V> SortedMap<K, V> map(
      Map<? extends K, ? extends V> entries) {
    return entries.isEmpty()
        ? Collections.emptySortedMap()
        : Collections.unmodifiableSortedMap(new TreeMap<>(entries));
  }
}
