package org.yardmaster.protocol.model;

/// The number of a slave: from a counter in the farm's database, never reused.
public record SlaveId(long value) implements Comparable<SlaveId> {

  @Override
  public int compareTo(SlaveId other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return "slave " + value;
  }
}
