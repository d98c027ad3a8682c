package org.yardmaster.master.cli;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.yardmaster.protocol.model.Pause;

/// A pause, as scripts read it. `kind` is farm, builder or slave; `name` is "" for the farm.
record PauseRow(
    String kind, String name, String by, String at, String reason, Optional<String> until) {

  static List<PauseRow> of(List<Pause> pauses) {
    return pauses.stream()
        .map(pause ->
            new PauseRow(
                pause.scope().kind().name().toLowerCase(Locale.ROOT),
                pause.scope().name(),
                pause.by(),
                Json.time(pause.at()),
                pause.reason(),
                Json.time(pause.until())))
        .toList();
  }

  /// For people: a line for each pause, as nothing else explains so much.
  static String text(List<Pause> pauses, Words words) {
    StringBuilder text = new StringBuilder();
    for (Pause pause : pauses) {
      text.append("Paused: ")
          .append(pause.scope())
          .append(", by ")
          .append(pause.by())
          .append(" since ")
          .append(words.time(pause.at()))
          .append(words.until(pause.until()))
          .append(Words.because(pause.reason()))
          .append('\n');
    }
    return text.toString();
  }
}
