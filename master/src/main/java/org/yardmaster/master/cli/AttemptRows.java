package org.yardmaster.master.cli;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.yardmaster.protocol.model.Build;
import org.yardmaster.protocol.model.FinishedBuild;
import org.yardmaster.protocol.model.RequestId;
import org.yardmaster.protocol.model.StepResult;

/// Builds that have ended, with their steps.
final class AttemptRows {
  private AttemptRows() {}

  /// An ended build.
  record Row(
      long id,
      long request,
      List<Long> riders,
      String builder,
      String slave,
      int attempt,
      String outcome,
      String startedAt,
      String finishedAt,
      long ranMillis,
      String detail,
      List<Step> steps) {}

  /// A step of it. `step` counts from 1; `end` is exited, timed-out, silent, stopped, broken or
  /// skipped.
  record Step(
      int step,
      String name,
      String end,
      int exitCode,
      long ranMillis,
      long logBytes,
      String detail) {}

  static List<Row> rows(List<FinishedBuild> builds) {
    return builds.stream().map(AttemptRows::row).toList();
  }

  static Row row(FinishedBuild ended) {
    Build build = ended.build();
    return new Row(
        build.id().value(),
        build.request().value(),
        riders(build.riders()),
        ended.builderName(),
        ended.slaveName(),
        build.attempt(),
        ended.result().outcome().name(),
        Json.time(build.startedAt()),
        Json.time(ended.finishedAt()),
        Json.millis(ran(ended)),
        ended.result().detail(),
        steps(ended.result().steps()));
  }

  static List<Long> riders(Collection<RequestId> riders) {
    return riders.stream().map(RequestId::value).toList();
  }

  /// Which requests ride along, in a line of its own; nothing if there are none.
  static String riders(Build build) {
    return build.riders().isEmpty()
        ? ""
        : "  for %s, and riding along %s\n"
            .formatted(
                build.request(),
                build.riders().stream().map(RequestId::toString).collect(Collectors.joining(", ")));
  }

  static List<Step> steps(List<StepResult> steps) {
    return steps.stream()
        .map(step ->
            new Step(
                step.index() + 1,
                step.name(),
                end(step),
                step.exitCode(),
                Json.millis(step.ran()),
                step.logBytes(),
                step.detail()))
        .toList();
  }

  private static String end(StepResult step) {
    return step.end().name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static Duration ran(FinishedBuild ended) {
    return Duration.between(ended.build().startedAt(), ended.finishedAt());
  }

  /// One ended build for people: a line, then its steps.
  static String text(FinishedBuild ended, Words words) {
    return "Build %d, attempt %d: %s on %s, started %s, ran %s%s\n%s%s"
        .formatted(
            ended.build().id().value(),
            ended.build().attempt(),
            ended.result().outcome(),
            ended.slaveName(),
            words.time(ended.build().startedAt()),
            Words.took(ran(ended)),
            Words.because(ended.result().detail()),
            riders(ended.build()),
            table(ended.result().steps()));
  }

  /// Steps that have ended, for people; of one that was skipped, or lost, nobody knows how long it
  /// ran.
  static String table(List<StepResult> steps) {
    if (steps.isEmpty()) {
      return "";
    }
    Table table = new Table(">STEP", "NAME", "END", ">RAN", ">LOG", "DETAIL");
    for (StepResult step : steps) {
      table.row(
          Integer.toString(step.index() + 1),
          step.name(),
          step.end() == StepResult.End.EXITED ? "exit code " + step.exitCode() : end(step),
          step.ran().isZero() ? "-" : Words.took(step.ran()),
          bytes(step.logBytes()),
          step.detail());
    }
    return table.toString().indent(2);
  }

  /// A length as people read it.
  static String bytes(long length) {
    if (length < 1024) {
      return length + " B";
    }
    return length < 1 << 20
        ? length / 1024 + " KB"
        : String.format(Locale.ROOT, "%.1f MB", length / (double) (1 << 20));
  }
}
