package org.yardmaster.protocol.model;

/// The number of a builder: from a counter in the farm's database, never reused.
public record BuilderId(long value) implements Comparable<BuilderId> {

  @Override
  public int compareTo(BuilderId other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return "builder " + value;
  }
}
