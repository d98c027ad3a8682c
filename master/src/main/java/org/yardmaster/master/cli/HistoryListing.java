package org.yardmaster.master.cli;

import java.util.List;
import java.util.SortedMap;
import org.yardmaster.protocol.model.FinishedRequest;

/// Requests that have ended.
final class HistoryListing {
  private HistoryListing() {}

  /// A request that has ended.
  record Row(
      long id,
      String builder,
      String outcome,
      String submittedBy,
      String submittedAt,
      String finishedAt,
      long waitedMillis,
      String slave,
      int attempts,
      int priority,
      String endedBy,
      String reason,
      String detail,
      SortedMap<String, String> properties) {}

  static List<Row> rows(List<FinishedRequest> requests) {
    return requests.stream().map(HistoryListing::row).toList();
  }

  static Row row(FinishedRequest ended) {
    return new Row(
        ended.request().id().value(),
        ended.builderName(),
        ended.outcome().name(),
        ended.request().submittedBy(),
        Json.time(ended.request().submittedAt()),
        Json.time(ended.finishedAt()),
        Json.millis(ended.waited()),
        ended.slaveName(),
        ended.request().attempts(),
        ended.request().priority(),
        ended.endedBy(),
        ended.request().reason(),
        ended.detail(),
        ended.request().properties());
  }

  /// @param all whether all were asked for
  static String text(List<FinishedRequest> requests, boolean all, Words words) {
    if (requests.isEmpty()) {
      return all ? "No request has ended so far.\n" : "No request that has ended is such a one.\n";
    }
    Table table =
        new Table(">REQUEST", "BUILDER", "OUTCOME", "ENDED", ">WAITED", "SLAVE", "BY", "DETAIL");
    for (FinishedRequest ended : requests) {
      table.row(
          ended.request().id().toString(),
          ended.builderName(),
          ended.outcome().name(),
          words.time(ended.finishedAt()),
          Words.span(ended.waited()),
          ended.slaveName(),
          ended.request().submittedBy(),
          detail(ended));
    }
    return table.toString();
  }

  private static String detail(FinishedRequest ended) {
    return ended.endedBy().isEmpty()
        ? ended.detail()
        : "by " + ended.endedBy() + Words.because(ended.detail());
  }
}
