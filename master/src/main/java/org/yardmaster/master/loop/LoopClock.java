package org.yardmaster.master.loop;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The clock that stamps events: whole milliseconds of the machine's clock, never running
/// backwards. Where the machine's clock is set back, stamps stand still until it has caught up;
/// that is reported.
final class LoopClock {
  private static final Logger LOG = LoggerFactory.getLogger(LoopClock.class);
  private static final Duration WORTH_TELLING = Duration.ofSeconds(5);

  private final InstantSource machine;
  private Instant last;
  private boolean behind;

  /// @param last the stamp of the last event of the master's earlier life
  LoopClock(InstantSource machine, Instant last) {
    this.machine = machine;
    this.last = last;
  }

  Instant now() {
    Instant told = told();
    boolean isBehind = told.isBefore(last.minus(WORTH_TELLING));
    if (isBehind && !behind) {
      LOG.warn(
          "clock: set back from {} to {}; time stands still until it has caught up", last, told);
    }
    behind = isBehind;
    last = told.isAfter(last) ? told : last;
    return last;
  }

  /// How long from now until `instant` by the machine's clock; zero if it has passed.
  Duration until(Instant instant) {
    Duration wait = Duration.between(told(), instant);
    return wait.isNegative() ? Duration.ZERO : wait;
  }

  private Instant told() {
    return machine.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
