package org.yardmaster.master.cli;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.yardmaster.protocol.model.Build;

/// The builds that run.
final class BuildsListing {
  private BuildsListing() {}

  /// A running build. `step` counts from 1, as [LogCommand] takes it; `waitsForLocks` is the step
  /// that does.
  record Row(
      long id,
      long request,
      List<Long> riders,
      String builder,
      String slave,
      int attempt,
      String startedAt,
      long ranMillis,
      Optional<Integer> step,
      Optional<String> stepName,
      int steps,
      Optional<Integer> waitsForLocks,
      Optional<String> stopAskedBy,
      Optional<String> leaseUntil) {}

  static List<Row> rows(FarmRows farm) {
    return farm.builds().values().stream().map(build -> row(farm, build)).toList();
  }

  static Row row(FarmRows farm, Build build) {
    return new Row(
        build.id().value(),
        build.request().value(),
        AttemptRows.riders(build.riders()),
        farm.name(build.builder()),
        farm.name(build.slave()),
        build.attempt(),
        Json.time(build.startedAt()),
        Json.millis(Duration.between(build.startedAt(), farm.now())),
        build.current().map(index -> index + 1),
        build.current().map(index -> stepName(build, index)),
        build.stepNames().size(),
        waiting(build).map(index -> index + 1),
        build.stop().map(Build.StopAsked::by),
        Json.time(build.leaseUntil()));
  }

  static String text(FarmRows farm, ZoneId zone) {
    if (farm.builds().isEmpty()) {
      return "No build runs; " + farm.queued().size() + " wait.\n";
    }
    Words words = new Words(farm.now(), zone);
    Table table = new Table(">BUILD", ">REQUEST", "BUILDER", "SLAVE", ">FOR", "STEP");
    for (Build build : farm.builds().values()) {
      table.row(
          Long.toString(build.id().value()),
          build.request() + (build.riders().isEmpty() ? "" : " +" + build.riders().size()),
          farm.name(build.builder()),
          farm.name(build.slave()),
          words.ago(build.startedAt()),
          step(build) + attempt(build) + state(build, words));
    }
    return table.toString();
  }

  private static String stepName(Build build, int index) {
    return index < build.stepNames().size() ? build.stepNames().get(index) : "";
  }

  /// Where a build is: "2/5 test".
  static String step(Build build) {
    return build
        .current()
        .map(index -> (index + 1) + "/" + build.stepNames().size() + " " + stepName(build, index))
        .or(() -> waiting(build).map(index -> waits(build, index)))
        .orElse(build.finished().isEmpty() ? "starting" : "between steps");
  }

  private static String waits(Build build, int index) {
    return (index + 1)
        + "/"
        + build.stepNames().size()
        + " "
        + stepName(build, index)
        + ", waits for its locks";
  }

  /// The step that waits for its locks.
  private static Optional<Integer> waiting(Build build) {
    return build.wants().filter(wanted -> !wanted.granted()).map(Build.Wanted::step);
  }

  private static String attempt(Build build) {
    return build.attempt() > 1 ? ", attempt " + build.attempt() : "";
  }

  private static String state(Build build, Words words) {
    return build.stop().map(stop -> ", stopping for " + stop.by()).orElse("")
        + build
            .leaseUntil()
            .map(end -> ", slave not heard; lease to " + words.time(end))
            .orElse("");
  }
}
