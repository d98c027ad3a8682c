package org.yardmaster.console.log;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/// Cuts bytes of a log into lines. Bytes come in order; what is behind the last line end waits for
/// more.
final class LogWindow {
  private final ByteArrayOutputStream partial = new ByteArrayOutputStream();
  private long next;
  private boolean skipsFirst;

  /// Starts at a byte; `midLine` if that may be inside a line, which is then left out.
  LogWindow(long offset, boolean midLine) {
    next = offset;
    skipsFirst = midLine;
  }

  /// The byte that is wanted next.
  long wants() {
    return next + partial.size();
  }

  /// The lines that are complete with these bytes.
  List<LogLine> add(byte[] bytes) {
    byte[] all = bytes;
    if (partial.size() > 0) {
      partial.writeBytes(bytes);
      all = partial.toByteArray();
      partial.reset();
    }
    List<LogLine> lines = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < all.length; i++) {
      if (all[i] == '\n') {
        if (!skipsFirst) {
          lines.add(LogLine.parse(next + from, all, from, i));
        }
        skipsFirst = false;
        from = i + 1;
      }
    }
    partial.write(all, from, all.length - from);
    next += from;
    return lines;
  }

  /// The log is complete: what is left is a line too.
  List<LogLine> end() {
    if (partial.size() == 0 || skipsFirst) {
      return List.of();
    }
    byte[] rest = partial.toByteArray();
    partial.reset();
    LogLine line = LogLine.parse(next, rest, 0, rest.length);
    next += rest.length;
    return List.of(line);
  }
}
