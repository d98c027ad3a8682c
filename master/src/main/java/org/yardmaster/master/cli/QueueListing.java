package org.yardmaster.master.cli;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.yardmaster.protocol.client.Importance;
import org.yardmaster.protocol.client.WaitReasonText;
import org.yardmaster.protocol.model.Request;
import org.yardmaster.protocol.model.RequestId;
import org.yardmaster.protocol.model.WaitReason;

/// The queue in its order, and why each request waits.
///
/// @param queued how many requests wait in the whole farm
/// @param shelved how many of them are on the shelf
/// @param matching how many of them were asked for; `requests` may be fewer
record QueueListing(
    int queued, int shelved, int running, int matching, List<PauseRow> pauses, List<Row> requests) {

  /// A request that waits. `position` counts from 1 in the whole queue; `waitedPoints` is what its
  /// waiting has added to its priority. It does not start before `notBefore`, nor, after a lost
  /// build, before `retryAt`.
  record Row(
      int position,
      long id,
      String builder,
      int priority,
      Optional<BigDecimal> waitedPoints,
      boolean held,
      boolean shelved,
      Optional<String> notBefore,
      Optional<String> retryAt,
      String submittedBy,
      String submittedAt,
      long waitedMillis,
      String reason,
      SortedMap<String, String> properties,
      int attempts,
      List<Why> why) {}

  /// A request with its place in the whole queue.
  record Placed(int position, Request request) {}

  /// The waiting requests of a builder ("" for all), the first `limit` of them.
  static List<Placed> matching(FarmRows farm, String builder) {
    List<Placed> found = new ArrayList<>();
    int position = 0;
    for (Request request : farm.queued()) {
      position++;
      if (builder.isEmpty() || farm.name(request.builder()).equals(builder)) {
        found.add(new Placed(position, request));
      }
    }
    return found;
  }

  static QueueListing of(
      FarmRows farm,
      List<Placed> matching,
      int limit,
      SortedMap<RequestId, List<WaitReason>> reasons,
      ZoneId zone) {
    WaitReasonText words = new WaitReasonText(farm.now(), zone);
    return new QueueListing(
        farm.queued().size(),
        farm.shelved().size(),
        farm.builds().size(),
        matching.size(),
        PauseRow.of(farm.pauses()),
        matching.stream().limit(limit).map(placed -> row(farm, placed, reasons, words)).toList());
  }

  private static Row row(
      FarmRows farm,
      Placed placed,
      SortedMap<RequestId, List<WaitReason>> reasons,
      WaitReasonText words) {
    Request request = placed.request();
    return new Row(
        placed.position(),
        request.id().value(),
        farm.name(request.builder()),
        request.priority(),
        Importance.of(request, farm.settings(), farm.now()).map(Importance::points),
        request.hold().isPresent(),
        request.shelved().isPresent(),
        Json.time(request.notBefore()),
        Json.time(request.retry().at()),
        request.submittedBy(),
        Json.time(request.submittedAt()),
        Json.millis(Duration.between(request.submittedAt(), farm.now())),
        request.reason(),
        request.properties(),
        request.attempts(),
        Why.of(reasons.getOrDefault(request.id(), List.of()), words));
  }

  /// For people. A request without reasons was queued when the farm was looked at, and no longer
  /// when it was asked about.
  ///
  /// @param full every reason in a sentence of its own, under its request
  static String text(
      FarmRows farm,
      List<Placed> matching,
      int limit,
      SortedMap<RequestId, List<WaitReason>> reasons,
      boolean full,
      ZoneId zone) {
    Words words = new Words(farm.now(), zone);
    StringBuilder text = new StringBuilder(PauseRow.text(farm.pauses(), words));
    if (matching.isEmpty()) {
      text.append("Nothing waits; ").append(builds(farm.builds().size())).append(".\n");
      return text.toString();
    }
    List<Placed> shown = matching.stream().limit(limit).toList();
    text.append(
        full
            ? explained(farm, shown, reasons, zone)
            : table(farm, shown, reasons, zone).toString());
    text.append(matching.size())
        .append(" waiting")
        .append(shown.size() < matching.size() ? " (the first " + shown.size() + " shown)" : "")
        .append(shelved(matching))
        .append("; ")
        .append(builds(farm.builds().size()))
        .append(".\n");
    return text.toString();
  }

  private static String shelved(List<Placed> matching) {
    long shelved =
        matching.stream().filter(placed -> placed.request().shelved().isPresent()).count();
    return shelved == 0 ? "" : ", " + shelved + " of them on the shelf";
  }

  private static String builds(int running) {
    return switch (running) {
      case 0 -> "no build runs";
      case 1 -> "1 build runs";
      default -> running + " builds run";
    };
  }

  private static Table table(
      FarmRows farm,
      List<Placed> shown,
      SortedMap<RequestId, List<WaitReason>> reasons,
      ZoneId zone) {
    Words words = new Words(farm.now(), zone);
    WaitReasonText why = new WaitReasonText(farm.now(), zone);
    Table table =
        new Table(
            ">POS", ">REQUEST", "BUILDER", ">PRIO", ">WAITED", "BY", "WHY IT WAITS", "REASON");
    for (Placed placed : shown) {
      Request request = placed.request();
      table.row(
          Integer.toString(placed.position()),
          request.id().toString(),
          farm.name(request.builder()),
          Importance.cell(request, farm.settings(), farm.now()),
          words.ago(request.submittedAt()),
          request.submittedBy(),
          brief(reasons, request.id(), why),
          request.reason());
    }
    return table;
  }

  private static String brief(
      SortedMap<RequestId, List<WaitReason>> reasons, RequestId id, WaitReasonText why) {
    return reasons.containsKey(id) ? why.brief(reasons.get(id)) : "no longer waits";
  }

  private static String explained(
      FarmRows farm,
      List<Placed> shown,
      SortedMap<RequestId, List<WaitReason>> reasons,
      ZoneId zone) {
    Words words = new Words(farm.now(), zone);
    WaitReasonText why = new WaitReasonText(farm.now(), zone);
    StringBuilder text = new StringBuilder();
    for (Placed placed : shown) {
      Request request = placed.request();
      text.append(
          "%d. %s %s, priority %s, waits for %s, by %s%s\n"
              .formatted(
                  placed.position(),
                  request.id(),
                  farm.name(request.builder()),
                  Importance.text(request, farm.settings(), farm.now(), Words::span),
                  words.ago(request.submittedAt()),
                  request.submittedBy(),
                  Words.because(request.reason())));
      if (!reasons.containsKey(request.id())) {
        text.append("     No longer waits: it has started or ended meanwhile.\n");
      }
      for (WaitReason reason : reasons.getOrDefault(request.id(), List.of())) {
        text.append("     ").append(Words.plain(why.full(reason))).append('\n');
      }
    }
    return text.toString();
  }
}
