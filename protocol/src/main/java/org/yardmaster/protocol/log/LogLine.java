package org.yardmaster.protocol.log;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/// One piece of a build's output: a line, or a part of one that was printed without a line end so
/// far.
///
/// In a log it is `<epoch milliseconds> <o|e|m><'|' or '+'><bytes>` and a newline; `|` says that
/// the line is complete, `+` that the next piece of the same source goes on with it. The bytes are
/// those printed, without the line end.
public record LogLine(Instant at, Source source, boolean endsLine, byte[] bytes) {
  static final char ENDS = '|';
  static final char GOES_ON = '+';

  /// Who printed it.
  public enum Source {
    STDOUT('o'),
    STDERR('e'),
    /// A message by the farm itself.
    FARM('m');

    private final char letter;

    Source(char letter) {
      this.letter = letter;
    }
  }

  public LogLine {
    for (byte b : bytes) {
      if (b == '\n') {
        throw new IllegalArgumentException("log line: contains a line end");
      }
    }
  }

  /// A message by the farm itself. Line ends in it become spaces.
  public static LogLine message(Instant at, String text) {
    return new LogLine(
        at, Source.FARM, true, text.replace('\n', ' ').getBytes(StandardCharsets.UTF_8));
  }

  /// As it stands in a log, newline included.
  public byte[] format() {
    byte[] head =
        (at.toEpochMilli() + " " + source.letter + (endsLine ? ENDS : GOES_ON))
            .getBytes(StandardCharsets.US_ASCII);
    ByteArrayOutputStream line = new ByteArrayOutputStream(head.length + bytes.length + 1);
    line.writeBytes(head);
    line.writeBytes(bytes);
    line.write('\n');
    return line.toByteArray();
  }

  /// What was printed, as UTF-8; bytes that are none become the replacement character.
  public String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  static Source source(byte letter) {
    for (Source source : Source.values()) {
      if (source.letter == letter) {
        return source;
      }
    }
    throw new IllegalArgumentException("log line: unknown source '" + (char) letter + "'");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LogLine(Instant a, Source s, boolean e, byte[] b)
        && at.equals(a)
        && source == s
        && endsLine == e
        && Arrays.equals(bytes, b);
  }

  @Override
  public int hashCode() {
    return 31 * at.hashCode() + Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return at.toEpochMilli() + " " + source.letter + (endsLine ? ENDS : GOES_ON) + text();
  }
}
