package org.yardmaster.slave.run;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import org.yardmaster.protocol.log.LogLine;

/// Cuts one stream of a step's output into the pieces of its log: lines, or parts of a line that is
/// long.
///
/// A line that is not complete is kept for a while, so that a progress bar does not make a piece of
/// each dot.
final class LineCutter {
  /// A longer line is cut into several.
  static final int LONGEST = 8 * 1024;

  private final LogLine.Source source;
  private final ByteArrayOutputStream partial = new ByteArrayOutputStream();
  private boolean continued;

  LineCutter(LogLine.Source source) {
    this.source = source;
  }

  /// Takes in more output; lines that are complete, or too long, go to `out`.
  void cut(byte[] bytes, long millis, ByteArrayOutputStream out) {
    int from = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        partial.write(bytes, from, i - from);
        write(true, millis, out);
        continued = false;
        from = i + 1;
      } else if (partial.size() + i - from >= LONGEST) {
        partial.write(bytes, from, i - from);
        write(false, millis, out);
        from = i;
      }
    }
    partial.write(bytes, from, bytes.length - from);
  }

  /// Whether part of a line waits for its end.
  boolean hasPartial() {
    return partial.size() > 0;
  }

  /// What waits has waited long enough.
  void flush(long millis, ByteArrayOutputStream out) {
    if (hasPartial()) {
      write(false, millis, out);
      continued = true;
    }
  }

  /// Nothing follows: a last line without an end counts as complete.
  void end(long millis, ByteArrayOutputStream out) {
    if (hasPartial() || continued) {
      write(true, millis, out);
      continued = false;
    }
  }

  private void write(boolean endsLine, long millis, ByteArrayOutputStream out) {
    LogLine line =
        new LogLine(Instant.ofEpochMilli(millis), source, endsLine, partial.toByteArray());
    out.writeBytes(line.format());
    partial.reset();
  }
}
