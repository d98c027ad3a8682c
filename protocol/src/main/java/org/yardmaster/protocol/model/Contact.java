package org.yardmaster.protocol.model;

import java.time.Instant;

/// What the master knows of a slave's connection. `startId` names the slave process last heard,
/// `address` where from; both "" for one that never came. `detail` is what it said when it left, or
/// why it is not heard.
public record Contact(State state, Instant since, String startId, String address, String detail) {

  /// From never seen to host down.
  public enum State {
    /// Never attached, or left with notice.
    ABSENT,
    /// Attached and heard.
    CONNECTED,
    /// Not heard for longer than the line allows; its builds run on.
    UNREACHABLE,
    /// Not heard for longer than the grace period.
    DOWN
  }
}
