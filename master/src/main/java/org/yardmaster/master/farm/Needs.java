package org.yardmaster.master.farm;

import java.util.List;
import java.util.Optional;
import org.yardmaster.protocol.model.BuilderDefinition;
import org.yardmaster.protocol.model.Eligibility;
import org.yardmaster.protocol.model.LockUse;
import org.yardmaster.protocol.model.SlaveDefinition;
import org.yardmaster.protocol.model.SlaveId;

/// What a request needs in order to start: a slave such as its builder needs, after a lost build
/// for a time another one than it had, and its builder's locks. Requests with equal needs can run
/// on the same slaves, and wait for the same locks.
record Needs(Eligibility eligibility, Optional<SlaveId> avoided, List<LockUse> locks)
    implements Comparable<Needs> {

  static Needs of(BuilderDefinition builder, Optional<SlaveId> avoided) {
    return new Needs(builder.eligibility(), avoided, builder.locks());
  }

  /// The same on another slave.
  Needs avoiding(Optional<SlaveId> slave) {
    return new Needs(eligibility, slave, locks);
  }

  /// Whether a slave will do.
  boolean admits(SlaveId id, String name, SlaveDefinition definition) {
    return !avoided.equals(Optional.of(id)) && eligibility.admits(name, definition);
  }

  @Override
  public int compareTo(Needs other) {
    int byEligibility = eligibility.compareTo(other.eligibility);
    if (byEligibility != 0) {
      return byEligibility;
    }
    int byAvoided = SlaveId.NONE_FIRST.compare(avoided, other.avoided);
    return byAvoided != 0 ? byAvoided : locks.toString().compareTo(other.locks.toString());
  }
}
