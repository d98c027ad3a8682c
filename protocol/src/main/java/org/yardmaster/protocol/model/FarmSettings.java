package org.yardmaster.protocol.model;

import java.time.Duration;
import java.util.Optional;

/// Numbers that hold for the whole farm.
///
/// `grace`: how long an unheard slave counts as unreachable before it is down. `lease`: how long a
/// slave that does not hear its master runs a build on. `logLimit`: bytes of log kept of one build.
/// `diskReserve`: bytes of free disk below which the master stops deciding. `aging`: the waiting
/// time that is worth as much as one point of priority; empty where waiting does not count.
/// `overtakes`: how often others may take a lock that is all a request lacks. `standstill`: how
/// long a queue may stand without anything starting before that is told.
public record FarmSettings(
    Duration grace,
    Duration lease,
    long logLimit,
    long diskReserve,
    Optional<Duration> aging,
    RetryPolicy retry,
    BackOffPolicy backOff,
    int overtakes,
    Duration standstill,
    HistoryLimits history) {

  /// What holds where the configuration says nothing.
  public static FarmSettings defaults() {
    return new FarmSettings(
        Duration.ofMinutes(5),
        Duration.ofMinutes(40),
        200L << 20,
        256L << 20,
        Optional.empty(),
        RetryPolicy.defaults(),
        BackOffPolicy.defaults(),
        10,
        Duration.ofHours(1),
        HistoryLimits.none());
  }

  /// The same where so much waiting is worth a point of priority.
  public FarmSettings withAging(Duration worth) {
    return new FarmSettings(
        grace,
        lease,
        logLimit,
        diskReserve,
        Optional.of(worth),
        retry,
        backOff,
        overtakes,
        standstill,
        history);
  }

  /// The same with another reserve of free disk, in bytes.
  public FarmSettings withDiskReserve(long bytes) {
    return new FarmSettings(
        grace, lease, logLimit, bytes, aging, retry, backOff, overtakes, standstill, history);
  }
}
