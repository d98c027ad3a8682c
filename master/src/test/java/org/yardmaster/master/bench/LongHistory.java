package org.yardmaster.master.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.yardmaster.master.farm.Change;
import org.yardmaster.master.farm.Counters;
import org.yardmaster.master.loop.Store;
import org.yardmaster.master.store.HsqldbStore;
import org.yardmaster.master.store.PlainRows;

/// Writes a history as years of work would have left it, through the store itself, while no master
/// runs.
final class LongHistory {
  private static final int BATCH = 1000;

  private LongHistory() {}

  /// Requests 1 to `count` and their builds have ended.
  static void write(Path data, int count) throws Exception {
    try (HsqldbStore store = HsqldbStore.open(data)) {
      Store.Recovered found = store.recover();
      Counters counters = found.farm().counters();
      long batch = found.batch();
      for (long from = 1; from <= count; from += BATCH) {
        List<Change> changes = new ArrayList<>();
        for (long n = from; n < from + BATCH && n <= count; n++) {
          changes.addAll(PlainRows.finished(n));
          counters = counters.afterRequest().afterBuild(found.at()).afterPlaces(1);
        }
        changes.add(new Change.CountersKept(counters));
        store.commit(new Store.Batch(++batch, found.term(), found.at(), changes));
      }
    }
  }
}
