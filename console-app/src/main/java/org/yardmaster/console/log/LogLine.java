package org.yardmaster.console.log;

import java.nio.charset.StandardCharsets;

/// A line of a step's log: when the slave saw it (epoch milliseconds, 0 where the log does not
/// tell), where it comes from, its text as printed, and the byte it begins at.
///
/// In the log it stands as `<millis> <stream><end> <text>`: stream `o` for output, `e` for errors,
/// `m` for the slave's own words; end `|` for a complete line, `+` for one that the next goes on.
public record LogLine(long offset, long millis, char stream, boolean complete, String text) {

  /// Reads one line, without its line end.
  static LogLine parse(long offset, byte[] bytes, int from, int to) {
    int space = from;
    long millis = 0;
    while (space < to && bytes[space] >= '0' && bytes[space] <= '9' && space - from < 15) {
      millis = millis * 10 + (bytes[space] - '0');
      space++;
    }
    boolean marked =
        space > from
            && space + 3 < to + 1
            && bytes[space] == ' '
            && (bytes[space + 2] == '|' || bytes[space + 2] == '+');
    if (!marked) {
      return new LogLine(offset, 0, 'o', true, text(bytes, from, to));
    }
    char stream = (char) bytes[space + 1];
    boolean complete = bytes[space + 2] == '|';
    return new LogLine(offset, millis, stream, complete, text(bytes, Math.min(space + 4, to), to));
  }

  /// A carriage return writes over what stood before it, as on a terminal.
  private static String text(byte[] bytes, int from, int to) {
    String text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
    String trimmed = text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    return trimmed.substring(trimmed.lastIndexOf('\r') + 1).replace("\t", "    ");
  }
}
