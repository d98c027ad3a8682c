package org.yardmaster.master.loop;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the loop from writing where there is no room, and the database's log from growing without
/// end. The database does not report a failed write of its log, so room is looked for before each
/// turn.
final class Housekeeping {
  private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);

  /// Changes after which an idle moment, or any moment, is used to write the database out.
  private static final long WORTH_WHEN_IDLE = 20_000;

  private static final long WORTH_ALWAYS = 2_000_000;
  private static final Duration IDLE = Duration.ofSeconds(5);

  private final Store store;
  private final Outward outward;
  private long written;
  private boolean blocked;
  private boolean knownFree;

  Housekeeping(Store store, Outward outward) {
    this.store = store;
    this.outward = outward;
  }

  /// Whether deciding has stopped for want of room.
  boolean blocked() {
    return blocked;
  }

  /// Whether there is room above the reserve, in bytes. Says so when that changes.
  boolean roomToDecide(long reserve) {
    long free = store.freeBytes();
    if (free < reserve && !blocked) {
      blocked = true;
      knownFree = false;
      String text =
          "disk: %d MB free for the database, below the reserve of %d MB; nothing is decided or"
              + " acknowledged until there is room";
      tell(text.formatted(free >> 20, reserve >> 20));
    } else if (free >= reserve && blocked) {
      store.checkpoint();
      blocked = false;
      written = 0;
      outward.notice("");
      LOG.info("disk: {} MB free for the database; going on", free >> 20);
    }
    if (!blocked && !knownFree) {
      knownFree = true;
      outward.diskFree();
    }
    return !blocked;
  }

  private void tell(String text) {
    LOG.error(text);
    outward.notice(text);
    outward.diskFull(text);
  }

  /// How long to sleep at most, so as to find an idle moment.
  Duration napBefore(Duration sleep) {
    return written >= WORTH_WHEN_IDLE && sleep.compareTo(IDLE) > 0 ? IDLE : sleep;
  }

  void wrote(int changes) {
    written += changes;
    if (written >= WORTH_ALWAYS) {
      checkpoint();
    }
  }

  /// Nothing happened for a nap.
  void idle() {
    if (written >= WORTH_WHEN_IDLE) {
      checkpoint();
    }
  }

  private void checkpoint() {
    store.checkpoint();
    written = 0;
  }
}
