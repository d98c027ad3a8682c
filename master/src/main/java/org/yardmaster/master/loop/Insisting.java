package org.yardmaster.master.loop;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks the store for what the loop cannot go on without, for as long as it takes: to guess would
/// do things twice, or not at all.
final class Insisting {
  private static final Logger LOG = LoggerFactory.getLogger(Insisting.class);
  private static final Duration REST = Duration.ofMillis(200);

  private final Inbox inbox;
  private final Stoppage stoppage;
  private final BooleanSupplier closing;

  Insisting(Inbox inbox, Stoppage stoppage, BooleanSupplier closing) {
    this.inbox = inbox;
    this.stoppage = stoppage;
    this.closing = closing;
  }

  /// @param what is asked, in words
  /// @throws InterruptedException if the loop is closed before there is an answer
  <T> T ask(String what, Supplier<T> question) throws InterruptedException {
    for (int tries = 1; ; tries++) {
      try {
        T answer = question.get();
        if (tries > 1) {
          LOG.info("database: {} read in {} tries; going on", what, tries);
          stoppage.end(Stoppage.Reason.DATABASE_SILENT);
        }
        return answer;
      } catch (RuntimeException e) {
        stoppage.begin(Stoppage.Reason.DATABASE_SILENT, text(what), e);
      }
      inbox.pause(REST);
      if (closing.getAsBoolean()) {
        throw new InterruptedException("closed before the store could be read: " + what);
      }
    }
  }

  private static String text(String what) {
    return "database: %s cannot be read; nothing is decided or acknowledged until it can"
        .formatted(what);
  }
}
