package org.yardmaster.protocol.model;

import java.time.Duration;

/// How a step ended. `exitCode` is that of the process, or -1 where there was none to tell.
/// `logBytes` is the length of the step's whole log as the slave spooled it; `ran` is measured on
/// the slave.
public record StepResult(
    int index, String name, End end, int exitCode, Duration ran, long logBytes, String detail) {

  /// What ended a step.
  public enum End {
    /// The process ended by itself; the exit code tells whether well.
    EXITED,
    /// It ran longer than its timeout.
    TIMED_OUT,
    /// It printed nothing for longer than its no-output timeout.
    SILENT,
    /// It was stopped with its build.
    STOPPED,
    /// It could not be started, or the slave could not run it to its end; `detail` says why.
    BROKEN,
    /// An earlier step failed, so it did not run.
    SKIPPED
  }

  /// Whether the build may go on as successful.
  public boolean succeeded() {
    return end == End.EXITED && exitCode == 0;
  }
}
