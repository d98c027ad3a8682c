package org.yardmaster.master.loop;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells the log and everybody attached why nothing is decided: each reason once when it begins,
/// and once that none is left. Belongs to the loop's thread.
final class Stoppage {
  private static final Logger LOG = LoggerFactory.getLogger(Stoppage.class);

  enum Reason {
    DISK_FULL,
    DISK_UNKNOWN,
    CHECKPOINT_FAILED,
    DATABASE_SILENT,
    TURN_FAILED
  }

  private final Outward outward;
  private final SequencedMap<Reason, String> present = new LinkedHashMap<>();

  Stoppage(Outward outward) {
    this.outward = outward;
  }

  /// Nothing is decided, for this reason too. Says nothing while it is a reason already.
  void begin(Reason reason, String text, @Nullable Throwable why) {
    if (present.putIfAbsent(reason, text) == null) {
      LOG.error(text, why);
      show(text);
    }
  }

  /// These are no reasons any more.
  void end(Reason... reasons) {
    if (present.keySet().removeAll(List.of(reasons))) {
      show(present.isEmpty() ? "" : present.lastEntry().getValue());
    }
  }

  private void show(String notice) {
    try {
      outward.notice(notice);
    } catch (RuntimeException e) {
      LOG.error("loop: notice not shown: '{}'", notice, e);
    }
  }
}
