package org.yardmaster.protocol.model;

/// The number of a build: from a counter in the farm's database, never reused.
public record BuildId(long value) implements Comparable<BuildId> {

  @Override
  public int compareTo(BuildId other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return "build " + value;
  }
}
