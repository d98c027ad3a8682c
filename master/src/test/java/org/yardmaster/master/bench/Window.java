package org.yardmaster.master.bench;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The time in which something is measured.
final class Window {
  private Window() {}

  /// Waits until this time has passed.
  ///
  /// @param failure what would make the measurement void: it ends at once when that happens
  static void pass(Duration time, CompletableFuture<Void> failure) throws InterruptedException {
    try {
      failure.get(time.toNanos(), TimeUnit.NANOSECONDS);
      throw new IllegalStateException("a failure cannot come to a good end");
    } catch (ExecutionException e) {
      throw new IllegalStateException("the measurement is void", e.getCause());
    } catch (TimeoutException _) {
      return;
    }
  }
}
