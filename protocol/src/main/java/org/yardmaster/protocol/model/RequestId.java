package org.yardmaster.protocol.model;

/// The number of a build request: from a counter in the farm's database, never reused.
public record RequestId(long value) implements Comparable<RequestId> {

  @Override
  public int compareTo(RequestId other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return "#" + value;
  }
}
