package org.yardmaster.protocol.model;

import java.time.Duration;

/// A slave that loses builds of `losses` different requests in a row gets none for `first`, and
/// after each further loss for twice as long, up to `most`.
public record BackOffPolicy(int losses, Duration first, Duration most) {

  /// What holds where the configuration says nothing.
  public static BackOffPolicy defaults() {
    return new BackOffPolicy(3, Duration.ofMinutes(10), Duration.ofHours(8));
  }
}
