package org.yardmaster.master.loop;

import java.time.Duration;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yardmaster.master.loop.Stoppage.Reason;

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
  private final Stoppage stoppage;
  private boolean blocked;
  private boolean knownFree;
  private boolean tidyFails;

  Housekeeping(Store store, Outward outward, Stoppage stoppage) {
    this.store = store;
    this.outward = outward;
    this.stoppage = stoppage;
  }

  /// Whether deciding has stopped for want of room.
  boolean blocked() {
    return blocked;
  }

  /// Whether there is room above the reserve, in bytes. Says so when that changes. A disk that
  /// cannot be asked has none, nor has one that was full before the database is written out.
  boolean roomToDecide(long reserve) {
    freeBytes().ifPresent(free -> look(free, reserve));
    return !blocked;
  }

  private OptionalLong freeBytes() {
    try {
      return OptionalLong.of(store.freeBytes());
    } catch (RuntimeException e) {
      block(Reason.DISK_UNKNOWN, untilItWorks(e), e);
      return OptionalLong.empty();
    }
  }

  private void look(long free, long reserve) {
    if (free < reserve) {
      block(Reason.DISK_FULL, belowReserve(free, reserve), null);
    } else if (!blocked || writtenOut()) {
      goOn(free);
    }
  }

  private boolean writtenOut() {
    try {
      store.checkpoint();
      return true;
    } catch (RuntimeException e) {
      block(Reason.CHECKPOINT_FAILED, untilItWorks(e), e);
      return false;
    }
  }

  private static String belowReserve(long free, long reserve) {
    return ("disk: %d MB free for the database, below the reserve of %d MB; nothing is decided or"
            + " acknowledged until there is room")
        .formatted(free >> 20, reserve >> 20);
  }

  private static String untilItWorks(RuntimeException failure) {
    return failure.getMessage() + "; nothing is decided or acknowledged until that works";
  }

  private void block(Reason reason, String text, @Nullable Throwable why) {
    stoppage.begin(reason, text, why);
    if (!blocked) {
      blocked = true;
      knownFree = false;
      outward.diskFull(text);
    }
  }

  private void goOn(long free) {
    if (blocked) {
      blocked = false;
      LOG.info("disk: {} MB free for the database; going on", free >> 20);
      stoppage.end(Reason.DISK_FULL, Reason.DISK_UNKNOWN, Reason.CHECKPOINT_FAILED);
    }
    if (!knownFree) {
      knownFree = true;
      outward.diskFree();
    }
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
        tidyFails = false;
      }
    } catch (RuntimeException e) {
      if (!tidyFails) {
        LOG.warn("{}; tried again after each turn until it works", e.getMessage());
      }
      tidyFails = true;
    }
  }
}
