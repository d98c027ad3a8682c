package org.yardmaster.master.consoles;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.yardmaster.protocol.message.FarmChange;

/// The last batches' changes, so that a console that was away for a moment need not have everything
/// again. Used on the twin's thread only.
final class RecentChanges {
  /// Batches and changes together: there are batches that show nothing.
  private static final int KEPT = 20_000;

  private record Batch(long number, List<FarmChange> changes) {}

  private final Deque<Batch> batches = new ArrayDeque<>();
  private long newest;
  private int size;

  /// @param newest the number of the last batch before any that is added
  RecentChanges(long newest) {
    this.newest = newest;
  }

  void add(long number, List<FarmChange> changes) {
    batches.addLast(new Batch(number, changes));
    newest = number;
    size += 1 + changes.size();
    while (size > KEPT && batches.size() > 1) {
      size -= 1 + batches.removeFirst().changes.size();
    }
  }

  /// What has changed behind batch `since`; empty if that is no longer, or was never, known.
  Optional<List<FarmChange>> since(long since) {
    if (since == newest) {
      return Optional.of(List.of());
    }
    if (since > newest || batches.isEmpty() || batches.getFirst().number > since + 1) {
      return Optional.empty();
    }
    List<FarmChange> changes = new ArrayList<>();
    for (Batch batch : batches) {
      if (batch.number > since) {
        changes.addAll(batch.changes);
      }
    }
    return Optional.of(changes);
  }
}
