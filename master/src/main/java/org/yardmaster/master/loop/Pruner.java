package org.yardmaster.master.loop;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.HistoryLimits;

/// Keeps the history within its limits, and the memory of commands' ids, in small slices between
/// the loop's turns. Rows go first, and with them it is written that their logs are to follow; so a
/// log is never missing while its row is there, and none stays behind for ever. Belongs to the
/// loop's thread.
final class Pruner {
  private static final Logger LOG = LoggerFactory.getLogger(Pruner.class);

  /// Requests of one slice: a few milliseconds.
  private static final int SLICE = 20;

  /// Ids of old commands of one slice: some milliseconds, and more a second than are ever given.
  private static final int IDS = 250;

  /// Between two slices while there is more to prune: nine tenths of the loop's time are not its.
  private static final Duration BREATH = Duration.ofMillis(50);

  /// Between two looks while there is nothing to prune.
  private static final Duration REST = Duration.ofMinutes(1);

  private final Store store;
  private final Outward outward;
  private final AtomicReference<Optional<List<BuildId>>> removed =
      new AtomicReference<>(Optional.empty());
  private boolean removing;
  private Instant next = Instant.MIN;
  private HistoryLimits looked = HistoryLimits.none();
  private long pruned;

  Pruner(Store store, Outward outward) {
    this.store = store;
    this.outward = outward;
  }

  /// How long until the next slice.
  Duration untilNext(Instant now) {
    return next.isAfter(now) ? Duration.between(now, next) : Duration.ZERO;
  }

  /// Prunes a slice if it is time for one, or the limits are other ones.
  ///
  /// @param ended how many requests have ever ended
  void prune(HistoryLimits limits, long ended, Instant now) {
    if (next.isAfter(now) && limits.equals(looked)) {
      return;
    }
    looked = limits;
    try {
      int requests =
          limits.equals(HistoryLimits.none()) ? 0 : store.prune(limits, ended, now, SLICE);
      int ids = store.forgetCommandIds(now, IDS);
      boolean logs = removeLogs();
      tell(requests);
      next = now.plus(requests == SLICE || ids == IDS || logs ? BREATH : REST);
    } catch (RuntimeException e) {
      LOG.warn("history: not pruned ({}); tried again in {} s", e.getMessage(), REST.toSeconds());
      next = now.plus(REST);
    }
  }

  private void tell(int requests) {
    pruned += requests;
    if (requests < SLICE && pruned > 0) {
      LOG.info("history: {} requests beyond its limits removed, with their builds", pruned);
      pruned = 0;
    }
  }

  /// Whether logs are being removed, so that it is worth looking again soon.
  private boolean removeLogs() {
    Optional<List<BuildId>> gone = removed.getAndSet(Optional.empty());
    if (gone.isPresent()) {
      removing = false;
      if (gone.get().isEmpty()) {
        return false;
      }
      store.logsRemoved(gone.get());
    }
    if (!removing) {
      List<BuildId> left = store.logsToRemove(SLICE);
      if (!left.isEmpty()) {
        outward.removeLogs(left, builds -> removed.set(Optional.of(List.copyOf(builds))));
        removing = true;
      }
    }
    return removing;
  }
}
