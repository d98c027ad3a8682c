package org.yardmaster.console.builders;

import java.util.SortedMap;
import java.util.TreeMap;
import org.yardmaster.console.slaves.SlaveState;
import org.yardmaster.protocol.model.Eligibility;
import org.yardmaster.protocol.model.Slave;
import org.yardmaster.protocol.model.SlaveId;

/// The slaves that may run a builder, counted by what they could do now. Builders that ask for the
/// same share one; a slave's change costs one look at it.
final class SlavePool {
  private final Eligibility eligibility;
  private final SortedMap<SlaveId, Kind> kinds = new TreeMap<>();
  private final int[] counts = new int[Kind.values().length];

  /// What a slave could do for the builder.
  enum Kind {
    FREE,
    BUSY,
    AWAY
  }

  SlavePool(Eligibility eligibility) {
    this.eligibility = eligibility;
  }

  /// Counts a slave as it is now; tells whether that made a difference.
  boolean look(Slave slave, int running) {
    if (slave.retired() || !eligibility.admits(slave.name(), slave.definition())) {
      return forget(slave.id());
    }
    Kind now =
        switch (SlaveState.of(slave, running)) {
          case ACCEPTING -> Kind.FREE;
          case BUSY -> Kind.BUSY;
          default -> Kind.AWAY;
        };
    Kind before = kinds.put(slave.id(), now);
    counts[now.ordinal()]++;
    if (before != null) {
      counts[before.ordinal()]--;
    }
    return before != now;
  }

  boolean forget(SlaveId id) {
    Kind before = kinds.remove(id);
    if (before != null) {
      counts[before.ordinal()]--;
    }
    return before != null;
  }

  int count(Kind kind) {
    return counts[kind.ordinal()];
  }
}
