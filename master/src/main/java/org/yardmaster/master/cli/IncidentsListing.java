package org.yardmaster.master.cli;

import java.time.ZoneId;
import java.util.List;
import org.yardmaster.protocol.model.Incident;

/// The incidents that last.
final class IncidentsListing {
  private IncidentsListing() {}

  /// An incident. `kind` is a word as in farm.yaml's alerts; `told` is false until every alert has
  /// told of it.
  record Row(long number, String kind, String subject, String since, String text, boolean told) {}

  static List<Row> rows(FarmRows farm) {
    return present(farm).stream()
        .map(incident ->
            new Row(
                incident.number(),
                incident.kind().code(),
                incident.subject(),
                Json.time(incident.since()),
                incident.text(),
                incident.told() != Incident.Told.NOTHING))
        .toList();
  }

  private static List<Incident> present(FarmRows farm) {
    return farm.incidents().stream().filter(incident -> incident.over().isEmpty()).toList();
  }

  static String text(FarmRows farm, ZoneId zone) {
    List<Incident> present = present(farm);
    if (present.isEmpty()) {
      return "No incident.\n";
    }
    Words words = new Words(farm.now(), zone);
    Table table = new Table("INCIDENT", "SINCE", "ABOUT", "WHAT");
    for (Incident incident : present) {
      table.row(
          incident.kind().code(),
          words.time(incident.since()),
          incident.subject(),
          incident.text());
    }
    return table.toString();
  }
}
