package org.yardmaster.master.cli;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.yardmaster.protocol.client.Importance;
import org.yardmaster.protocol.client.WaitReasonText;
import org.yardmaster.protocol.model.Build;
import org.yardmaster.protocol.model.FinishedBuild;
import org.yardmaster.protocol.model.FinishedRequest;
import org.yardmaster.protocol.model.Request;
import org.yardmaster.protocol.model.RetryPolicy;
import org.yardmaster.protocol.model.Shelved;
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
      Optional<BigDecimal> waitedPoints,
      boolean held,
      Optional<String> notBefore,
      int losses,
      List<String> lostOn,
      Optional<String> retryAt,
      Optional<String> shelvedAt,
      Optional<String> shelvedFor,
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
        importance(farm, request).map(Importance::points),
        request.hold().isPresent(),
        Json.time(request.notBefore()),
        request.retry().losses(),
        lostOn(farm, request),
        Json.time(request.retry().at()),
        request.shelved().map(shelved -> Json.time(shelved.at())),
        request.shelved().map(Shelved::reason),
        request.submittedBy(),
        Json.time(request.submittedAt()),
        request.reason(),
        request.properties(),
        request.attempts());
  }

  private Optional<Importance> importance(FarmRows farm, Request request) {
    return ended.isPresent()
        ? Optional.empty()
        : Importance.of(request, farm.settings(), farm.now());
  }

  private static List<String> lostOn(FarmRows farm, Request request) {
    return request.retry().lostOn().stream().map(farm::name).toList();
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
    text.append(", priority ")
        .append(
            importance(farm, request)
                .map(sum -> sum.text(Words::span))
                .orElseGet(() -> Integer.toString(request.priority())))
        .append(": ");
    text.append(standing(farm, request, words)).append('\n');
    text.append("Submitted by ")
        .append(request.submittedBy())
        .append(' ')
        .append(words.time(request.submittedAt()))
        .append(Words.because(request.reason()))
        .append('\n');
    if (ended.isEmpty() && request.retry().losses() > 0) {
      text.append(losses(farm, request));
    }
    for (Map.Entry<String, String> property : request.properties().entrySet()) {
      text.append("  ").append(property.getKey()).append('=');
      text.append(Words.plain(property.getValue())).append('\n');
    }
  }

  private static String losses(FarmRows farm, Request request) {
    RetryPolicy policy = farm.settings().retry();
    int losses = request.retry().losses();
    return "Lost %s so far, on %s; shelved after %d %s, or with %d %s\n"
        .formatted(
            losses == 1 ? "one build" : losses + " builds",
            String.join(", ", lostOn(farm, request)),
            policy.most(),
            policy.most() == 1 ? "retry" : "retries",
            policy.slaves(),
            policy.slaves() == 1 ? "slave" : "different slaves");
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
    text.append(AttemptRows.riders(build));
    text.append(AttemptRows.table(build.finished()));
  }
}
