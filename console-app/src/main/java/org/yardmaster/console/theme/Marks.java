package org.yardmaster.console.theme;

import org.yardmaster.protocol.model.Outcome;
import org.yardmaster.protocol.model.StepResult;

/// Which mark goes with what.
public final class Marks {
  private Marks() {}

  public static Mark of(Outcome outcome) {
    return switch (outcome) {
      case SUCCESS -> Mark.SUCCESS;
      case FAILURE -> Mark.FAILURE;
      case CANCELLED -> Mark.CANCELLED;
      case STOPPED -> Mark.STOPPED;
      case TRANSIENT -> Mark.TRANSIENT;
      case SUPERSEDED -> Mark.SUPERSEDED;
    };
  }

  public static Mark of(StepResult step) {
    return switch (step.end()) {
      case EXITED -> step.succeeded() ? Mark.SUCCESS : Mark.FAILURE;
      case TIMED_OUT, SILENT, BROKEN -> Mark.FAILURE;
      case STOPPED -> Mark.STOPPED;
      case SKIPPED -> Mark.SKIPPED;
    };
  }
}
