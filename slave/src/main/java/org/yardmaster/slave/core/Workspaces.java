package org.yardmaster.slave.core;

import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Gives each build of a builder the lowest number that no running build of that builder has: a
/// workspace is never used by two builds at once, and the low ones stay warm.
final class Workspaces {
  private final SortedMap<String, SortedSet<Integer>> taken = new TreeMap<>();

  int take(String builder) {
    SortedSet<Integer> numbers = taken.computeIfAbsent(builder, _ -> new TreeSet<>());
    int number = 1;
    while (!numbers.add(number)) {
      number++;
    }
    return number;
  }

  void free(String builder, int number) {
    SortedSet<Integer> numbers = taken.get(builder);
    if (numbers == null) {
      return;
    }
    numbers.remove(number);
    if (numbers.isEmpty()) {
      taken.remove(builder);
    }
  }
}
