package org.yardmaster.slave.run;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Cuts one stream of a step's output into the lines of its log: `<epoch millis> <stream><end>
/// <bytes>`, where the end is `|` for a line that is complete and `+` for one that goes on in the
/// next line of the same stream.
///
/// A line that is not complete is kept for a while, so that a progress bar does not make a line of
/// each dot.
final class LineCutter {
  /// A longer line is cut into several.
  static final int LONGEST = 8 * 1024;

  private final char stream;
  private final ByteArrayOutputStream partial = new ByteArrayOutputStream();
  private boolean continued;

  LineCutter(char stream) {
    this.stream = stream;
  }

  /// Takes in more output; lines that are complete, or too long, go to `out`.
  void cut(byte[] bytes, long millis, ByteArrayOutputStream out) {
    int from = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        partial.write(bytes, from, i - from);
        write('|', millis, out);
        continued = false;
        from = i + 1;
      } else if (partial.size() + i - from >= LONGEST) {
        partial.write(bytes, from, i - from);
        write('+', millis, out);
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
      write('+', millis, out);
      continued = true;
    }
  }

  /// Nothing follows: a last line without an end counts as complete.
  void end(long millis, ByteArrayOutputStream out) {
    if (hasPartial() || continued) {
      write('|', millis, out);
      continued = false;
    }
  }

  private void write(char end, long millis, ByteArrayOutputStream out) {
    out.writeBytes((millis + " " + stream + end + " ").getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(partial.toByteArray());
    out.write('\n');
    partial.reset();
  }
}
