package org.yardmaster.master.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.yardmaster.protocol.wire.Records;

/// What scripts read.
final class Json {
  private Json() {}

  /// One document, over several lines, with a line end.
  static String document(Object rows) {
    return Records.toPrettyJson(rows).replace("\r\n", "\n") + "\n";
  }

  /// One document on one line, with a line end.
  static String line(Object row) {
    return Records.toJson(row) + "\n";
  }

  /// An instant as text.
  static String time(Instant at) {
    return at.toString();
  }

  /// An instant as text, or nothing.
  static Optional<String> time(Optional<Instant> at) {
    return at.map(Instant::toString);
  }

  /// A duration in milliseconds.
  static long millis(Duration duration) {
    return duration.toMillis();
  }
}
