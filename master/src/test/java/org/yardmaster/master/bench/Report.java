package org.yardmaster.master.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.yardmaster.protocol.wire.Records;

/// Gathers the figures of a run, prints them as they come and all together at the end, and writes
/// them to a file.
final class Report {
  private static final String ROW = "%-58s %10s %10s %10s %-10s %-26s %s%n";

  private final PrintStream out;
  private final List<Figure> figures = new ArrayList<>();

  Report(PrintStream out) {
    this.out = out;
  }

  /// What the file holds of a figure.
  record Entry(
      String name,
      String unit,
      double value,
      OptionalDouble p50,
      OptionalDouble p99,
      SortedMap<String, String> parameters) {}

  void heading(String title, SortedMap<String, String> facts) {
    out.println("== " + title);
    facts.forEach((name, fact) -> out.printf("   %-16s %s%n", name, fact));
  }

  void add(Figure figure) {
    figures.add(figure);
    print(figure);
  }

  void table() {
    out.printf(ROW, "what", "value", "p50", "p99", "unit", "target", "");
    figures.forEach(this::print);
  }

  private void print(Figure figure) {
    out.printf(
        ROW,
        figure.name() + parameters(figure),
        number(figure.value()),
        number(figure.p50()),
        number(figure.p99()),
        figure.unit(),
        figure.target().map(Figure.Target::text).orElse(""),
        figure.target().map(t -> t.met() ? "ok" : "MISSED").orElse(""));
  }

  private static String parameters(Figure figure) {
    String text =
        figure.parameters().entrySet().stream()
            .filter(e -> !e.getKey().equals("count") && !e.getKey().equals("load"))
            .map(e -> e.getKey() + " " + e.getValue())
            .collect(Collectors.joining(", "));
    return text.isEmpty() ? "" : " (" + text + ")";
  }

  void write(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().resolveSibling("."));
    List<Entry> entries =
        figures.stream()
            .map(f -> new Entry(f.name(), f.unit(), f.value(), f.p50(), f.p99(), f.parameters()))
            .toList();
    Files.writeString(file, Records.toPrettyJson(entries));
  }

  private static String number(OptionalDouble value) {
    return value.isPresent() ? number(value.getAsDouble()) : "";
  }

  /// With three digits that matter.
  static String number(double value) {
    double size = Math.abs(value);
    String form = size >= 100 || size == Math.rint(size) ? "%,.0f" : size >= 10 ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, form, value);
  }
}
