package org.yardmaster.protocol.model;

import java.time.Duration;

/// What happens to a request whose build was lost: it is tried again after `delay`, on another
/// slave if one could take it within `otherSlave` from then, at most `most` times; then, or once it
/// was lost with `slaves` different slaves, it is shelved.
public record RetryPolicy(Duration delay, Duration otherSlave, int most, int slaves) {

  /// What holds where the configuration says nothing.
  public static RetryPolicy defaults() {
    return new RetryPolicy(Duration.ofMinutes(30), Duration.ofMinutes(10), 3, 2);
  }
}
