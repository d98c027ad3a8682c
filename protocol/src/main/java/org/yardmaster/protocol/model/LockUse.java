package org.yardmaster.protocol.model;

import java.util.Optional;

/// How a builder or a step wants a lock: `count` of what it has, or, where empty, all of it and
/// alone.
public record LockUse(String lock, Optional<Integer> count) {

  /// All of a lock, alone.
  public static LockUse exclusive(String lock) {
    return new LockUse(lock, Optional.empty());
  }
}
