package org.yardmaster.master.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yardmaster.protocol.model.Build;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.BuilderId;
import org.yardmaster.protocol.model.RequestId;
import org.yardmaster.protocol.model.SlaveId;
import org.yardmaster.protocol.model.StepResult;

/// A build as a row; its steps so far are one text.
record BuildRow(
    long id,
    long request,
    long builder,
    long slave,
    String slaveStart,
    int attempt,
    Instant startedAt,
    String stepNames,
    String finishedSteps,
    @Nullable Integer currentStep,
    @Nullable Instant currentSince,
    @Nullable String stopBy,
    @Nullable Instant stopAt,
    @Nullable String stopReason,
    @Nullable Instant leaseUntil,
    String riders,
    @Nullable Integer wantedStep,
    @Nullable Instant wantedSince,
    @Nullable Boolean wantedGranted) {

  static BuildRow of(Build build) {
    return of(build, Texts.ofSteps(build.finished()));
  }

  static BuildRow of(Build build, String finishedSteps) {
    Build.@Nullable StopAsked stop = build.stop().orElse(null);
    return new BuildRow(
        build.id().value(),
        build.request().value(),
        build.builder().value(),
        build.slave().value(),
        build.slaveStart(),
        build.attempt(),
        build.startedAt(),
        Texts.ofNames(build.stepNames()),
        finishedSteps,
        build.current().orElse(null),
        build.currentSince().orElse(null),
        stop == null ? null : stop.by(),
        stop == null ? null : stop.at(),
        stop == null ? null : stop.reason(),
        build.leaseUntil().orElse(null),
        Texts.ofIds(build.riders(), RequestId::value),
        build.wants().map(Build.Wanted::step).orElse(null),
        build.wants().map(Build.Wanted::since).orElse(null),
        build.wants().map(Build.Wanted::granted).orElse(null));
  }

  Build toBuild() {
    return toBuild(Texts.toSteps(finishedSteps));
  }

  Build toBuild(List<StepResult> finished) {
    return new Build(
        new BuildId(id),
        new RequestId(request),
        Texts.toIds(riders, RequestId::new),
        new BuilderId(builder),
        new SlaveId(slave),
        slaveStart,
        attempt,
        startedAt,
        Texts.toNames(stepNames),
        finished,
        Optional.ofNullable(currentStep),
        Optional.ofNullable(currentSince),
        wanted(),
        stop(),
        Optional.ofNullable(leaseUntil));
  }

  private Optional<Build.Wanted> wanted() {
    return wantedStep == null || wantedSince == null || wantedGranted == null
        ? Optional.empty()
        : Optional.of(new Build.Wanted(wantedStep, wantedSince, wantedGranted));
  }

  private Optional<Build.StopAsked> stop() {
    return stopBy == null || stopAt == null || stopReason == null
        ? Optional.empty()
        : Optional.of(new Build.StopAsked(stopBy, stopAt, stopReason));
  }
}
