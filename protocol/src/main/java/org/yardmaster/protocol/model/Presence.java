package org.yardmaster.protocol.model;

import java.time.Instant;
import java.util.Optional;

/// What a slave says of itself: it takes new builds, or it is away and keeps only those it runs.
public record Presence(State state, String reason, Optional<Instant> until) {

  /// The two things a slave can say.
  public enum State {
    ACCEPTING,
    AWAY
  }

  /// Takes new builds.
  public static Presence accepting() {
    return new Presence(State.ACCEPTING, "", Optional.empty());
  }

  /// Takes no new build, until the slave says otherwise; `until` is what its owner announced.
  public static Presence away(String reason, Optional<Instant> until) {
    return new Presence(State.AWAY, reason, until);
  }
}
