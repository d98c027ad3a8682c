package org.yardmaster.master.farm;

import org.yardmaster.protocol.model.SlaveId;

/// A slave that may take a build now, running `used` of the `places` builds it may. The one with
/// the lowest share of its places in use comes first, then by name.
record Free(int used, int places, String name, SlaveId id) implements Comparable<Free> {

  /// Compares used/places, exactly.
  int compareShare(Free other) {
    return Long.compare((long) used * other.places, (long) other.used * places);
  }

  @Override
  public int compareTo(Free other) {
    int byShare = compareShare(other);
    return byShare != 0 ? byShare : name.compareTo(other.name);
  }
}
