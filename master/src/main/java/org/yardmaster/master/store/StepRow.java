package org.yardmaster.master.store;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.yardmaster.protocol.model.FinishedBuild;
import org.yardmaster.protocol.model.StepResult;

/// A step of a build of history as a row; `idx` is its place in the result.
record StepRow(
    long build,
    int idx,
    int step,
    String name,
    String ending,
    int exitCode,
    long ranMs,
    long logBytes,
    String detail) {

  static List<StepRow> of(FinishedBuild finished) {
    List<StepResult> steps = finished.result().steps();
    long build = finished.build().id().value();
    return IntStream.range(0, steps.size()).mapToObj(i -> of(build, i, steps.get(i))).toList();
  }

  private static StepRow of(long build, int idx, StepResult step) {
    return new StepRow(
        build,
        idx,
        step.index(),
        step.name(),
        step.end().name(),
        step.exitCode(),
        step.ran().toMillis(),
        step.logBytes(),
        step.detail());
  }

  StepResult toStep() {
    return new StepResult(
        step,
        name,
        StepResult.End.valueOf(ending),
        exitCode,
        Duration.ofMillis(ranMs),
        logBytes,
        detail);
  }
}
