package org.yardmaster.master.cli;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.yardmaster.protocol.model.Incident;

/// The incidents that last.
final class IncidentsListing {
  private static final String STOPPAGE = "stoppage";

  private IncidentsListing() {}

  /// An incident. `kind` is a word as in farm.yaml's alerts, or `stoppage` while the master decides
  /// nothing, for which it has no number and no `since`: nothing can be recorded while it lasts.
  /// `told` is false until every alert has told of it.
  record Row(
      long number,
      String kind,
      String subject,
      Optional<String> since,
      String text,
      boolean told) {}

  static List<Row> rows(FarmRows farm) {
    List<Row> rows = new ArrayList<>();
    farm.notice()
        .ifPresent(text -> rows.add(new Row(0, STOPPAGE, "master", Optional.empty(), text, true)));
    present(farm)
        .forEach(incident ->
            rows.add(
                new Row(
                    incident.number(),
                    incident.kind().code(),
                    incident.subject(),
                    Optional.of(Json.time(incident.since())),
                    incident.text(),
                    incident.told() != Incident.Told.NOTHING)));
    return rows;
  }

  private static List<Incident> present(FarmRows farm) {
    return farm.incidents().stream().filter(incident -> incident.over().isEmpty()).toList();
  }

  static String text(FarmRows farm, ZoneId zone) {
    List<Incident> present = present(farm);
    if (present.isEmpty() && farm.notice().isEmpty()) {
      return "No incident.\n";
    }
    Words words = new Words(farm.now(), zone);
    Table table = new Table("INCIDENT", "SINCE", "ABOUT", "WHAT");
    farm.notice().ifPresent(text -> table.row(STOPPAGE, "", "master", text));
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
