package org.yardmaster.master.cli;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.yardmaster.protocol.client.WaitReasonText;
import org.yardmaster.protocol.model.Build;
import org.yardmaster.protocol.model.FinishedBuild;
import org.yardmaster.protocol.model.FinishedRequest;
import org.yardmaster.protocol.model.Request;
import org.yardmaster.protocol.model.WaitReason;

/// All that is known of one request, or of one build alone.
///
/// @param attempts builds that have ended, oldest first
record Shown(
    Optional<Request> open,
    Optional<FinishedRequest> ended,
    List<WaitReason> reasons,
    Optional<Build> running,
    List<FinishedBuild> attempts) {

  /// One running build.
  static Shown running(FarmRows farm, Build build) {
    return new Shown(
        farm.request(build.request()), Optional.empty(), List.of(), Optional.of(build), List.of());
  }

  /// One build that has ended.
  static Shown ended(FinishedBuild build) {
    return new Shown(
        Optional.empty(), Optional.empty(), List.of(), Optional.empty(), List.of(build));
  }

  /// For scripts. `state` of a request is queued, running or ended.
  record Rows(
      Optional<RequestRow> request,
      Optional<HistoryListing.Row> ended,
      List<Why> why,
      Optional<BuildsListing.Row> running,
      List<AttemptRows.Row> attempts) {}

  /// A request, wherever it stands.
  record RequestRow(
      long id,
      String state,
      String builder,
      int priority,
      boolean held,
      String submittedBy,
      String submittedAt,
      String reason,
      SortedMap<String, String> properties,
      int attempts) {}

  Rows rows(FarmRows farm, ZoneId zone) {
    return new Rows(
        anyRequest().map(request -> row(farm, request)),
        ended.map(HistoryListing::row),
        Why.of(reasons, new WaitReasonText(farm.now(), zone)),
        running.map(build -> BuildsListing.row(farm, build)),
        AttemptRows.rows(attempts));
  }

  private Optional<Request> anyRequest() {
    return open.or(() -> ended.map(FinishedRequest::request));
  }

  private RequestRow row(FarmRows farm, Request request) {
    return new RequestRow(
        request.id().value(),
        state(request),
        builder(farm, request),
        request.priority(),
        request.hold().isPresent(),
        request.submittedBy(),
        Json.time(request.submittedAt()),
        request.reason(),
        request.properties(),
        request.attempts());
  }

  private String state(Request request) {
    if (ended.isPresent()) {
      return "ended";
    }
    return request.build().isPresent() ? "running" : "queued";
  }

  private String builder(FarmRows farm, Request request) {
    return ended.map(FinishedRequest::builderName).orElseGet(() -> farm.name(request.builder()));
  }

  /// For people.
  String text(FarmRows farm, ZoneId zone) {
    Words words = new Words(farm.now(), zone);
    StringBuilder text = new StringBuilder();
    anyRequest().ifPresent(request -> request(text, farm, request, words));
    WaitReasonText why = new WaitReasonText(farm.now(), zone);
    reasons.forEach(reason -> text.append("  ").append(Words.plain(why.full(reason))).append('\n'));
    attempts.forEach(build -> text.append(AttemptRows.text(build, words)));
    running.ifPresent(build -> running(text, farm, build, words));
    return text.toString();
  }

  private void request(StringBuilder text, FarmRows farm, Request request, Words words) {
    text.append("Request ").append(request.id()).append(", ").append(builder(farm, request));
    text.append(", priority ").append(request.priority()).append(": ");
    text.append(standing(farm, request, words)).append('\n');
    text.append("Submitted by ")
        .append(request.submittedBy())
        .append(' ')
        .append(words.time(request.submittedAt()))
        .append(Words.because(request.reason()))
        .append('\n');
    for (Map.Entry<String, String> property : request.properties().entrySet()) {
      text.append("  ").append(property.getKey()).append('=');
      text.append(Words.plain(property.getValue())).append('\n');
    }
  }

  private String standing(FarmRows farm, Request request, Words words) {
    if (ended.isPresent()) {
      FinishedRequest end = ended.get();
      return end.outcome()
          + " "
          + words.time(end.finishedAt())
          + (end.endedBy().isEmpty() ? "" : " by " + end.endedBy())
          + ", after waiting "
          + Words.span(end.waited())
          + Words.because(end.detail());
    }
    String waits = "for " + words.ago(request.submittedAt());
    int position = farm.queued().indexOf(request) + 1;
    return request.build().isPresent()
        ? "runs as " + request.build().get()
        : "waits " + waits + ", place " + position + " of " + farm.queued().size();
  }

  private static void running(StringBuilder text, FarmRows farm, Build build, Words words) {
    text.append(
        "Build %d, attempt %d: runs on %s since %s, for %s; step %s%s\n"
            .formatted(
                build.id().value(),
                build.attempt(),
                farm.name(build.slave()),
                words.time(build.startedAt()),
                Words.took(Duration.between(build.startedAt(), farm.now())),
                BuildsListing.step(build),
                build
                    .stop()
                    .map(stop -> "; to be stopped for " + stop.by() + Words.because(stop.reason()))
                    .orElse("")));
    text.append(AttemptRows.table(build.finished()));
  }
}
