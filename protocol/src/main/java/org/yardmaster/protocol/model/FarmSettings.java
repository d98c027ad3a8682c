package org.yardmaster.protocol.model;

import java.time.Duration;

/// Numbers that hold for the whole farm.
///
/// `grace`: how long an unheard slave counts as unreachable before it is down. `lease`: how long a
/// slave that does not hear its master runs a build on. `logLimit`: bytes of log kept of one build.
/// `diskReserve`: bytes of free disk below which the master stops deciding.
public record FarmSettings(Duration grace, Duration lease, long logLimit, long diskReserve) {

  /// What holds where the configuration says nothing.
  public static FarmSettings defaults() {
    return new FarmSettings(Duration.ofMinutes(5), Duration.ofMinutes(40), 200L << 20, 256L << 20);
  }
}
