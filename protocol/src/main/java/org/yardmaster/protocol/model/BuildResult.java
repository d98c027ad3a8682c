package org.yardmaster.protocol.model;

import java.util.List;

/// How a build ended on its slave: outcome SUCCESS, FAILURE, STOPPED or TRANSIENT, its steps so
/// far, and in `detail` what a person should read first ("step test: exit code 1"; "slave stopped
/// by its owner").
public record BuildResult(Outcome outcome, List<StepResult> steps, String detail) {
  public BuildResult {
    steps = List.copyOf(steps);
  }
}
