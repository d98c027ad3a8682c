package org.yardmaster.master.farm;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/// The instants at which rows want to be looked at again: a pause or mark that ends, a grace
/// period, a lease.
///
/// @param <K> what names a row
final class Alarms<K extends Comparable<? super K>> {
  private final Map<K, Instant> byRow = new TreeMap<>();
  private final TreeMap<Instant, TreeSet<K>> byInstant = new TreeMap<>();

  /// Sets or takes away the alarm of a row.
  void set(K row, Optional<Instant> at) {
    Instant old = at.isPresent() ? byRow.put(row, at.get()) : byRow.remove(row);
    if (old != null) {
      TreeSet<K> rows = byInstant.get(old);
      if (rows != null && rows.remove(row) && rows.isEmpty()) {
        byInstant.remove(old);
      }
    }
    at.ifPresent(instant -> byInstant.computeIfAbsent(instant, _ -> new TreeSet<>()).add(row));
  }

  /// The first instant at which something is due.
  Optional<Instant> next() {
    return byInstant.isEmpty() ? Optional.empty() : Optional.of(byInstant.firstKey());
  }

  /// Takes out the rows whose instant has come, earliest first.
  List<K> takeDue(Instant now) {
    List<K> due = new ArrayList<>();
    while (!byInstant.isEmpty() && !byInstant.firstKey().isAfter(now)) {
      due.addAll(byInstant.pollFirstEntry().getValue());
    }
    due.forEach(byRow::remove);
    return due;
  }
}
