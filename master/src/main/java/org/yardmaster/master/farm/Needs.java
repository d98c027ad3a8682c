package org.yardmaster.master.farm;

import java.util.Optional;
import org.yardmaster.protocol.model.Eligibility;
import org.yardmaster.protocol.model.SlaveDefinition;
import org.yardmaster.protocol.model.SlaveId;

/// What a request needs of a slave: what its builder needs, and, after a lost build, for a time
/// another one than it had. Requests with equal needs can run on the same slaves.
record Needs(Eligibility eligibility, Optional<SlaveId> avoided) implements Comparable<Needs> {

  /// Whether a slave will do.
  boolean admits(SlaveId id, String name, SlaveDefinition definition) {
    return !avoided.equals(Optional.of(id)) && eligibility.admits(name, definition);
  }

  @Override
  public int compareTo(Needs other) {
    int byEligibility = eligibility.compareTo(other.eligibility);
    return byEligibility != 0
        ? byEligibility
        : Long.compare(
            avoided.map(SlaveId::value).orElse(0L), other.avoided.map(SlaveId::value).orElse(0L));
  }
}
