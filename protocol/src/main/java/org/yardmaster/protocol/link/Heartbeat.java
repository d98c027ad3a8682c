package org.yardmaster.protocol.link;

import java.time.Duration;
import java.time.Instant;

/// Judges from the times of what was heard and sent whether a line is alive.
///
/// Both ends ask when they have sent nothing for the interval, and call the line dead when they
/// have heard nothing for `deadAfter`. Only time in which this side was reading counts as silence.
public final class Heartbeat {

  /// What to do now.
  public enum Verdict {
    /// All is well.
    QUIET,
    /// Send a ping.
    PING,
    /// The line is dead.
    DEAD
  }

  private final Duration interval;
  private final Duration deadAfter;
  private Instant heardAt;
  private Instant sentAt;
  private Instant checkedAt;

  /// @param interval after how much time without sending a ping is due
  /// @param deadAfter after how much silence the line counts as dead; longer than twice the
  ///   interval
  /// @param now when the line began
  public Heartbeat(Duration interval, Duration deadAfter, Instant now) {
    if (deadAfter.compareTo(interval.multipliedBy(2)) <= 0) {
      throw new IllegalArgumentException(
          "heartbeat: dead after "
              + deadAfter
              + " must be longer than twice the interval "
              + interval);
    }
    this.interval = interval;
    this.deadAfter = deadAfter;
    this.heardAt = now;
    this.sentAt = now;
    this.checkedAt = now;
  }

  /// Something was read from the line.
  public void heard(Instant now) {
    heardAt = later(heardAt, now);
  }

  /// Something was written to the line.
  public void sent(Instant now) {
    sentAt = later(sentAt, now);
  }

  /// To be asked about every quarter of the interval. If more than the interval passed since it was
  /// last asked, this process stood still and could not have heard anything: that time is not
  /// counted as silence.
  public Verdict check(Instant now) {
    Duration pause = Duration.between(checkedAt, now);
    checkedAt = now;
    if (pause.compareTo(interval) > 0) {
      Instant putOff = heardAt.plus(pause);
      heardAt = putOff.isAfter(now) ? now : putOff;
    }
    if (Duration.between(heardAt, now).compareTo(deadAfter) >= 0) {
      return Verdict.DEAD;
    }
    return Duration.between(sentAt, now).compareTo(interval) >= 0 ? Verdict.PING : Verdict.QUIET;
  }

  /// The time in which reading was suspended by ourselves is no silence of the peer.
  public void resumedReading(Instant now) {
    heard(now);
  }

  /// The last sign of life.
  public Instant heardAt() {
    return heardAt;
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }
}
