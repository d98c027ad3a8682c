package org.yardmaster.master.logs;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yardmaster.protocol.model.BuildId;

/// Builds whose logs could not be written: each is left alone for a time that doubles with every
/// failure, while the others go on. Said once for each, until it succeeds. Safe for any thread.
final class Setbacks {
  private static final Logger LOG = LoggerFactory.getLogger(Setbacks.class);
  private static final Duration SHORTEST = Duration.ofSeconds(5);
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private final Deadlines deadlines;
  private final Map<BuildId, Setback> setbacks = new TreeMap<>();

  /// What failed last; `end` is completed when it may be tried again.
  private record Setback(Duration delay, CompletableFuture<Void> end) {}

  Setbacks(Deadlines deadlines) {
    this.deadlines = deadlines;
  }

  /// Something failed at the log of a build. While it is left alone, further failures change
  /// nothing; nor does being interrupted, which only the end of the master does.
  void failed(BuildId build, IOException why) {
    enter(build, why)
        .ifPresent(next -> deadlines.after(next.delay(), () -> next.end().complete(null)));
  }

  private synchronized Optional<Setback> enter(BuildId build, IOException why) {
    Setback last = setbacks.get(build);
    if (why instanceof ClosedByInterruptException) {
      return Optional.empty();
    }
    if (last == null) {
      LOG.error("log of {}: cannot be written, the slave keeps it; trying again", build, why);
    } else if (!last.end().isDone()) {
      return Optional.empty();
    }
    Duration delay = last == null ? SHORTEST : last.delay().multipliedBy(2);
    Setback next =
        new Setback(delay.compareTo(LONGEST) < 0 ? delay : LONGEST, new CompletableFuture<>());
    setbacks.put(build, next);
    return Optional.of(next);
  }

  /// The log of a build could be written.
  synchronized void succeeded(BuildId build) {
    if (setbacks.remove(build) != null) {
      LOG.info("log of {}: is written again", build);
    }
  }

  /// Whether the build is to be left alone now.
  synchronized boolean holds(BuildId build) {
    Setback last = setbacks.get(build);
    return last != null && !last.end().isDone();
  }

  /// Completed as soon as the build may be tried again.
  synchronized CompletableFuture<Void> end(BuildId build) {
    return Optional.ofNullable(setbacks.get(build))
        .map(setback -> setback.end().copy())
        .orElseGet(() -> CompletableFuture.completedFuture(null));
  }
}
