package org.yardmaster.master.loop;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the loop from writing where there is no room, and the database's log from growing without
/// end. The database does not report a failed write of its log, so room is looked for before each
/// turn.
final class Housekeeping {
  private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);

  /// Bytes of log that are worth writing the database out in an idle moment, in one in which nobody
  /// waits, in any. Whoever comes meanwhile waits for some tenths of a second, the less often the
  /// longer the log may grow; but the next start has to read it again.
  private static final long WORTH_WHEN_IDLE = 1 << 20;

  private static final long WORTH_WHEN_QUIET = 16 << 20;
  private static final long WORTH_ALWAYS = 32 << 20;

  /// A farm in which nothing has happened for so long is likely to stay so for a moment.
  private static final Duration IDLE = Duration.ofSeconds(5);

  private final Store store;
  private final Outward outward;
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
    return sleep.compareTo(IDLE) > 0 && store.logBytes() >= WORTH_WHEN_IDLE ? IDLE : sleep;
  }

  /// A turn is over, and everybody has been told: writes the database out if its log is long enough
  /// for such a moment.
  ///
  /// @param still for how long nothing has happened
  /// @param quiet whether nothing waits for the next turn
  void tidy(Duration still, boolean quiet) {
    if (still.compareTo(IDLE) >= 0) {
      writeOut(WORTH_WHEN_IDLE);
    } else {
      writeOut(quiet ? WORTH_WHEN_QUIET : WORTH_ALWAYS);
    }
  }

  private void writeOut(long worth) {
    try {
      if (store.logBytes() >= worth) {
        store.checkpoint();
      }
    } catch (RuntimeException e) {
      LOG.warn("{}; tried again after the next turn", e.getMessage());
    }
  }
}
