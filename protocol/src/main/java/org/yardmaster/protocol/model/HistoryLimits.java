package org.yardmaster.protocol.model;

import java.time.Duration;
import java.util.Optional;

/// How long ended requests are kept, with their builds and logs: until they are of this `age`, or
/// more than `count` newer ones have ended; for ever where neither is given.
public record HistoryLimits(Optional<Duration> age, Optional<Long> count) {

  /// Everything is kept for ever.
  public static HistoryLimits none() {
    return new HistoryLimits(Optional.empty(), Optional.empty());
  }
}
