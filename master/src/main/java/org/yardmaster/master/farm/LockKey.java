package org.yardmaster.master.farm;

import java.util.Optional;
import org.yardmaster.protocol.model.SlaveId;

/// A lock where it counts: that of the whole farm, or the one on a slave.
record LockKey(String name, Optional<SlaveId> slave) implements Comparable<LockKey> {
  @Override
  public int compareTo(LockKey other) {
    int byName = name.compareTo(other.name);
    return byName != 0 ? byName : SlaveId.NONE_FIRST.compare(slave, other.slave);
  }
}
