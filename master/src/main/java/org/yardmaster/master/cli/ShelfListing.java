package org.yardmaster.master.cli;

import java.time.ZoneId;
import java.util.List;
import java.util.SortedMap;
import org.yardmaster.protocol.model.Request;
import org.yardmaster.protocol.model.Shelved;

/// The shelf: requests that lost too many builds, with what became of their attempts.
final class ShelfListing {
  private ShelfListing() {}

  /// A shelved request. `shelvedFor` is why it is on the shelf, `lostOn` are the slaves that were
  /// lost with a build of it.
  record Row(
      long id,
      String builder,
      int priority,
      String shelvedAt,
      String shelvedFor,
      int losses,
      List<String> lostOn,
      int attempts,
      String submittedBy,
      String submittedAt,
      String reason,
      SortedMap<String, String> properties) {}

  static List<Row> rows(FarmRows farm) {
    return farm.shelved().stream().map(request -> row(farm, request)).toList();
  }

  private static Row row(FarmRows farm, Request request) {
    Shelved shelved = request.shelved().orElseThrow();
    return new Row(
        request.id().value(),
        farm.name(request.builder()),
        request.priority(),
        Json.time(shelved.at()),
        shelved.reason(),
        request.retry().losses(),
        request.retry().lostOn().stream().map(farm::name).toList(),
        request.attempts(),
        request.submittedBy(),
        Json.time(request.submittedAt()),
        request.reason(),
        request.properties());
  }

  static String text(FarmRows farm, ZoneId zone) {
    List<Request> shelved = farm.shelved();
    if (shelved.isEmpty()) {
      return "Nothing is on the shelf.\n";
    }
    Words words = new Words(farm.now(), zone);
    Table table =
        new Table(
            ">REQUEST",
            "BUILDER",
            ">PRIO",
            "SINCE",
            ">ATTEMPTS",
            "SHELVED BECAUSE",
            "BY",
            "REASON");
    for (Request request : shelved) {
      table.row(
          request.id().toString(),
          farm.name(request.builder()),
          Integer.toString(request.priority()),
          words.time(request.shelved().orElseThrow().at()),
          Integer.toString(request.attempts()),
          request.shelved().orElseThrow().reason(),
          request.submittedBy(),
          request.reason());
    }
    return table
        + "'yardmaster unshelve REQUEST' lets one start again; 'show' tells its attempts.\n";
  }
}
