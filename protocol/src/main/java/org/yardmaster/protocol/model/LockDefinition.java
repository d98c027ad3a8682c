package org.yardmaster.protocol.model;

/// A lock of the farm: one for all, or one on each slave. `capacity` is how many may be counted
/// into it at once.
public record LockDefinition(String name, Scope scope, int capacity) {

  /// Where a lock counts.
  public enum Scope {
    FARM,
    SLAVE
  }
}
