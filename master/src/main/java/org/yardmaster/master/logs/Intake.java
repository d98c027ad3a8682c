package org.yardmaster.master.logs;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yardmaster.master.disk.FreeSpace;

/// Decides whether output is taken: shut while there is less free disk than the reserve. A shut
/// intake looks every few seconds (a disk tells nobody that it has room again) and opens when there
/// is somewhat more than the reserve, so that it does not flutter.
final class Intake {
  private static final Logger LOG = LoggerFactory.getLogger(Intake.class);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(5);
  private static final int MARGIN_PART = 8;
  private static final long BYTES_A_MB = 1L << 20;

  private final FreeSpace free;
  private final LongSupplier reserve;
  private final Deadlines deadlines;

  /// Completed when the intake opens again; there is one only while it is shut.
  private Optional<CompletableFuture<Void>> opening = Optional.empty();

  Intake(FreeSpace free, LongSupplier reserve, Deadlines deadlines) {
    this.free = free;
    this.reserve = reserve;
    this.deadlines = deadlines;
  }

  /// Looks at the disk, too.
  boolean isOpen() {
    long room = free.bytes();
    long needed = reserve.getAsLong();
    if (room < needed) {
      shut(
          "free disk is %d MB, less than the reserve of %d MB"
              .formatted(room / BYTES_A_MB, needed / BYTES_A_MB));
    }
    return !isShut();
  }

  private synchronized boolean isShut() {
    return opening.isPresent();
  }

  private synchronized void shut(String why) {
    if (opening.isEmpty()) {
      LOG.warn("build logs: {}; slaves keep their output until there is room", why);
      opening = Optional.of(new CompletableFuture<>());
      lookLater();
    }
  }

  private void lookLater() {
    deadlines.after(LOOK_EVERY, this::look);
  }

  private void look() {
    long needed = reserve.getAsLong();
    if (free.bytes() < needed + needed / MARGIN_PART) {
      lookLater();
      return;
    }
    LOG.info("build logs: there is room again; output is taken");
    open().ifPresent(opened -> opened.complete(null));
  }

  private synchronized Optional<CompletableFuture<Void>> open() {
    Optional<CompletableFuture<Void>> opened = opening;
    opening = Optional.empty();
    return opened;
  }

  /// Completed while the intake is open.
  synchronized CompletableFuture<Void> whenOpen() {
    return opening
        .map(CompletableFuture::copy)
        .orElseGet(() -> CompletableFuture.completedFuture(null));
  }
}
