package org.yardmaster.protocol.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/// How far a slave is to be trusted with builds. `lost` are the different requests whose builds it
/// lost since it last brought one to an end; `backOffs` how often it was left alone for that;
/// `until` when that ends, while it does.
public record Reliability(SortedSet<RequestId> lost, int backOffs, Optional<Instant> until) {
  private static final Reliability FULL =
      new Reliability(Sorted.set(List.of()), 0, Optional.empty());

  public Reliability {
    lost = Sorted.set(lost);
  }

  /// That of a slave which has lost nothing.
  public static Reliability full() {
    return FULL;
  }

  /// The same when it is no longer left alone; what it lost still counts.
  public Reliability triedAgain() {
    return new Reliability(lost, backOffs, Optional.empty());
  }
}
