package org.yardmaster.protocol.log;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.function.Consumer;

/// Reads a log from chunks of bytes, cut anywhere, into [LogLine]s. One reader reads one log, on
/// one thread.
///
/// What does not have the form of a log line is passed on as a message of the farm, so that a
/// damaged log is still shown.
public final class LogLines {
  private static final int LONGEST_TIME = 20;

  private final Consumer<LogLine> lines;
  private final ByteArrayOutputStream partial = new ByteArrayOutputStream();
  private boolean skipping;

  private LogLines(Consumer<LogLine> lines, boolean skipping) {
    this.lines = lines;
    this.skipping = skipping;
  }

  /// Reads a log from its beginning, or from any beginning of a line.
  public static LogLines fromStart(Consumer<LogLine> lines) {
    return new LogLines(lines, false);
  }

  /// Reads a log from somewhere in the middle: what comes before the first newline is skipped.
  public static LogLines fromMiddle(Consumer<LogLine> lines) {
    return new LogLines(lines, true);
  }

  /// Reads on. A line that has not come whole is kept for the next chunk.
  public void accept(byte[] chunk) {
    accept(chunk, 0, chunk.length);
  }

  /// Reads on from a part of an array.
  public void accept(byte[] chunk, int offset, int length) {
    int start = offset;
    for (int i = offset; i < offset + length; i++) {
      if (chunk[i] == '\n') {
        partial.write(chunk, start, i - start);
        line(partial.toByteArray());
        partial.reset();
        start = i + 1;
      }
    }
    partial.write(chunk, start, offset + length - start);
  }

  /// How many bytes of a line that is not whole yet are kept.
  public int pending() {
    return partial.size();
  }

  private void line(byte[] bytes) {
    if (skipping) {
      skipping = false;
    } else {
      lines.accept(parse(bytes));
    }
  }

  private static LogLine parse(byte[] bytes) {
    int space = indexOfSpace(bytes);
    try {
      if (space > 0 && space + 2 < bytes.length) {
        return new LogLine(
            Instant.ofEpochMilli(number(bytes, space)),
            LogLine.source(bytes[space + 1]),
            ends(bytes[space + 2]),
            Arrays.copyOfRange(bytes, space + 3, bytes.length));
      }
    } catch (IllegalArgumentException | ArithmeticException _) {
      // Not in the form of a log line: shown as it is, below.
    }
    return new LogLine(Instant.EPOCH, LogLine.Source.FARM, true, bytes);
  }

  private static int indexOfSpace(byte[] bytes) {
    for (int i = 0; i < bytes.length && i < LONGEST_TIME; i++) {
      if (bytes[i] == ' ') {
        return i;
      }
    }
    return -1;
  }

  private static long number(byte[] bytes, int end) {
    long number = 0;
    for (int i = 0; i < end; i++) {
      if (bytes[i] < '0' || bytes[i] > '9') {
        throw new IllegalArgumentException("log line: the time is no number");
      }
      number = Math.addExact(Math.multiplyExact(number, 10), bytes[i] - '0');
    }
    return number;
  }

  private static boolean ends(byte mark) {
    return switch (mark) {
      case LogLine.ENDS -> true;
      case LogLine.GOES_ON -> false;
      default -> throw new IllegalArgumentException("log line: unknown mark");
    };
  }
}
