package org.yardmaster.master.farm;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.OrderKey;
import org.yardmaster.protocol.model.RequestId;

/// Those who want the same of the same locks, and lack nothing else: only the first of them counts.
abstract class Waiting {
  private List<LockKey> wanted = List.of();

  /// The first of them, if there is one.
  abstract Optional<OrderKey> first();

  /// What they want, in the order in which locks may be taken.
  abstract List<Wish> wishes();

  /// The builds that wait, each with its request; for requests that wait to start, the first.
  abstract Map<RequestId, Optional<BuildId>> waiters();

  /// The locks the first of them wants, and those that were wanted when this was last asked.
  final SortedSet<LockKey> wantedNowAndBefore() {
    TreeSet<LockKey> both = new TreeSet<>(wanted);
    wanted = first().isEmpty() ? List.of() : wishes().stream().map(Wish::lock).toList();
    both.addAll(wanted);
    return both;
  }
}
