package org.yardmaster.master.store;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.yardmaster.master.loop.Store.Batch;
import org.yardmaster.master.loop.Store.RefusedException;

/// A process that owns a store and commits random batches as it is told on its standard input; it
/// answers each order with a line, and a batch with its number as soon as that is acknowledged.
final class StoreChild {
  private static final int BATCHES_A_CHECKPOINT = 40;

  private final HsqldbStore store;
  private final RandomBatches batches;
  private Batch next;

  private StoreChild(HsqldbStore store, long seed) {
    this.store = store;
    batches = new RandomBatches(seed);
    next = batches.next();
    long stored = store.storedBatch();
    while (next.number() <= stored) {
      next = batches.next();
    }
  }

  public static void main(String[] args) throws Exception {
    StoreChild child = new StoreChild(HsqldbStore.open(Path.of(args[0])), Long.parseLong(args[1]));
    BufferedReader orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String order = orders.readLine(); order != null; order = orders.readLine()) {
      child.obey(order);
    }
  }

  private void obey(String order) throws Exception {
    switch (order) {
      case "commit" -> say(commit());
      case "free" -> say(store.freeBytes());
      case "checkpoint" -> {
        store.checkpoint();
        say(store.storedBatch());
      }
      case "go on for ever" -> {
        for (int i = 1; true; i++) {
          say(commit());
          if (i % BATCHES_A_CHECKPOINT == 0) {
            store.checkpoint();
          }
        }
      }
      default -> throw new IllegalArgumentException(order);
    }
  }

  /// The number of the batch, or 0 if it was refused: then it is the next one again.
  private long commit() throws Exception {
    try {
      store.commit(next);
    } catch (RefusedException _) {
      return 0;
    }
    long number = next.number();
    next = batches.next();
    return number;
  }

  private static void say(long number) {
    System.out.println(number);
    System.out.flush();
  }
}
