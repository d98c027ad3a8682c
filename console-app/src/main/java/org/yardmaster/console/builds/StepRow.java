package org.yardmaster.console.builds;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.yardmaster.protocol.model.StepResult;

/// One step of a build: ended, at work since an instant, or still to come.
public record StepRow(
    int index, String name, Optional<StepResult> result, Optional<Instant> since) {

  /// How long it ran, or runs by now; empty before it began.
  public Optional<Duration> ran(Instant now) {
    return result.map(StepResult::ran).or(() -> since.map(at -> Duration.between(at, now)));
  }

  /// How it ended, in a few words; "" while it has not.
  public String end() {
    return result.map(StepRow::words).orElse("");
  }

  private static String words(StepResult step) {
    String end =
        switch (step.end()) {
          case EXITED -> step.exitCode() == 0 ? "" : "exit code " + step.exitCode();
          case TIMED_OUT -> "timed out";
          case SILENT -> "printed nothing for too long";
          case STOPPED -> "stopped";
          case BROKEN -> "could not run";
          case SKIPPED -> "skipped";
        };
    return step.detail().isBlank() ? end : (end.isEmpty() ? "" : end + ": ") + step.detail();
  }
}
