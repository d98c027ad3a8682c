package org.yardmaster.master.farm;

import java.util.Optional;
import org.yardmaster.protocol.model.SlaveId;

/// A lock where it counts: that of the whole farm, or the one on a slave. Of a lock that each slave
/// has for itself, the key without a slave stands for the one on whichever slave it will be.
record LockKey(String name, Optional<SlaveId> slave) implements Comparable<LockKey> {
  /// The lock of the farm, or of whichever slave.
  static LockKey anywhere(String name) {
    return new LockKey(name, Optional.empty());
  }

  @Override
  public int compareTo(LockKey other) {
    int byName = name.compareTo(other.name);
    return byName != 0 ? byName : SlaveId.NONE_FIRST.compare(slave, other.slave);
  }
}
