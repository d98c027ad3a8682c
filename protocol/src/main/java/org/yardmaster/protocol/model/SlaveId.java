package org.yardmaster.protocol.model;

import java.util.Comparator;
import java.util.Optional;

/// The number of a slave: from a counter in the farm's database, never reused.
public record SlaveId(long value) implements Comparable<SlaveId> {

  /// The order of ids where there may be none: numbers begin at 1.
  public static final Comparator<Optional<SlaveId>> NONE_FIRST =
      Comparator.comparingLong(id -> id.map(SlaveId::value).orElse(0L));

  @Override
  public int compareTo(SlaveId other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return "slave " + value;
  }
}
