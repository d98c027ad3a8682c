package org.yardmaster.master.cli;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.yardmaster.protocol.log.LogLine;

/// Prints the output of builds as it was printed there: standard output to standard output,
/// standard error and the farm's own messages to standard error. For scripts, each line as JSON.
final class LogPrinter {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS ", Locale.ROOT);

  private final Terminal terminal;
  private final boolean timestamps;
  private final boolean json;
  private final ZoneId zone;
  private final Set<LogLine.Source> inLine = EnumSet.noneOf(LogLine.Source.class);

  LogPrinter(Terminal terminal, boolean timestamps, boolean json) {
    this.terminal = terminal;
    this.timestamps = timestamps;
    this.json = json;
    this.zone = terminal.zone();
  }

  /// A line for scripts. `source` is stdout, stderr or farm; without `endsLine`, the next one of
  /// the same source goes on with it.
  record Row(int step, String at, String source, boolean endsLine, String text) {}

  /// Tells which step's output follows, where there are several.
  void step(int step, int steps, String name) {
    if (!json) {
      terminal.err().println("== step " + step + "/" + steps + " " + Words.plain(name));
    }
  }

  /// Prints a line of a step, which counts from 1.
  void print(int step, LogLine line) {
    if (json) {
      String source = line.source().name().toLowerCase(Locale.ROOT);
      terminal
          .out()
          .print(
              Json.line(new Row(step, Json.time(line.at()), source, line.endsLine(), line.text())));
    } else {
      printRaw(line);
    }
  }

  private void printRaw(LogLine line) {
    PrintStream to = line.source() == LogLine.Source.STDOUT ? terminal.out() : terminal.err();
    if (!inLine.contains(line.source())) {
      write(to, head(line));
    }
    to.write(line.bytes(), 0, line.bytes().length);
    if (line.endsLine()) {
      to.write('\n');
      inLine.remove(line.source());
    } else {
      inLine.add(line.source());
    }
  }

  private String head(LogLine line) {
    String time = timestamps ? TIME.format(line.at().atZone(zone)) : "";
    return line.source() == LogLine.Source.FARM ? time + "[farm] " : time;
  }

  private static void write(PrintStream to, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    to.write(bytes, 0, bytes.length);
  }

  /// Brings out what was printed so far.
  ///
  /// @return false if nobody reads it any more
  boolean flush() {
    terminal.err().flush();
    return !terminal.out().checkError();
  }
}
