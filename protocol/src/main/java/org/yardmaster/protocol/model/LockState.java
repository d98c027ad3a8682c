package org.yardmaster.protocol.model;

import java.util.List;
import java.util.Optional;
import org.yardmaster.protocol.model.WaitReason.LockHolder;

/// A lock as it stands: `capacity` of it at most; `slave` is empty for a lock of the whole farm.
public record LockState(
    String lock,
    Optional<String> slave,
    int capacity,
    List<LockHolder> holders,
    List<Waiter> waiters) {

  public LockState {
    holders = List.copyOf(holders);
    waiters = List.copyOf(waiters);
  }

  /// Who lacks nothing but locks: a queued request, the first of those that want the same, or a
  /// running build whose next step waits. Wants `count` of it, all of it where that is empty.
  public record Waiter(RequestId request, Optional<BuildId> build, Optional<Integer> count) {}
}
