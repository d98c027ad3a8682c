package org.yardmaster.protocol.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/// What the lost builds of a request mean for its next one. `losses` counts those that count, and
/// `lostOn` are the slaves that were lost with one: both since a person last took the request off
/// the shelf. It does not start before `at`, and until `avoidedUntil` not on the slave `avoided`,
/// as long as the farm has another for it.
public record Retry(
    int losses,
    SortedSet<SlaveId> lostOn,
    Optional<Instant> at,
    Optional<SlaveId> avoided,
    Optional<Instant> avoidedUntil) {
  private static final Retry NONE =
      new Retry(0, Sorted.set(List.of()), Optional.empty(), Optional.empty(), Optional.empty());

  public Retry {
    lostOn = Sorted.set(lostOn);
  }

  /// That of a request which never lost a build.
  public static Retry none() {
    return NONE;
  }

  /// The same without any delay: it may start now, and anywhere.
  public Retry atOnce() {
    return new Retry(losses, lostOn, Optional.empty(), Optional.empty(), Optional.empty());
  }
}
