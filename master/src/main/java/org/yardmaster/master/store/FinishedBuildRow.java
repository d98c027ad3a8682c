package org.yardmaster.master.store;

import java.time.Instant;
import java.util.List;
import org.yardmaster.protocol.model.BuildResult;
import org.yardmaster.protocol.model.FinishedBuild;
import org.yardmaster.protocol.model.Outcome;
import org.yardmaster.protocol.model.StepResult;

/// A build of history as a row. The steps of its result are rows of their own; those the build had
/// told before are kept only where they differ.
record FinishedBuildRow(
    BuildRow build,
    String builderName,
    String slaveName,
    String outcome,
    String detail,
    Instant finishedAt) {
  private static final String SAME_AS_RESULT = "";

  static FinishedBuildRow of(FinishedBuild finished) {
    List<StepResult> told = finished.build().finished();
    String steps = told.equals(finished.result().steps()) ? SAME_AS_RESULT : Texts.ofSteps(told);
    return new FinishedBuildRow(
        BuildRow.of(finished.build(), steps),
        finished.builderName(),
        finished.slaveName(),
        finished.result().outcome().name(),
        finished.result().detail(),
        finished.finishedAt());
  }

  FinishedBuild toFinished(List<StepResult> steps) {
    boolean same = build.finishedSteps().equals(SAME_AS_RESULT);
    return new FinishedBuild(
        same ? build.toBuild(steps) : build.toBuild(),
        builderName,
        slaveName,
        new BuildResult(Outcome.valueOf(outcome), steps, detail),
        finishedAt);
  }
}
