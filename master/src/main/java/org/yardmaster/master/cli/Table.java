package org.yardmaster.master.cli;

import java.util.ArrayList;
import java.util.List;

/// Rows of text in aligned columns. The last column is as wide as it likes.
final class Table {
  private static final String GAP = "  ";

  private final List<List<String>> lines = new ArrayList<>();
  private final List<Boolean> right = new ArrayList<>();

  /// @param headers one for each column; one that begins with `>` aligns its column to the right
  Table(String... headers) {
    List<String> first = new ArrayList<>();
    for (String header : headers) {
      right.add(header.startsWith(">"));
      first.add(header.startsWith(">") ? header.substring(1) : header);
    }
    lines.add(first);
  }

  /// Adds a row, with a text for each column. Control characters in it become spaces: nobody's
  /// reason for a build moves somebody else's cursor.
  void row(String... cells) {
    if (cells.length != right.size()) {
      throw new IllegalArgumentException(cells.length + " cells for " + right.size() + " columns");
    }
    List<String> row = new ArrayList<>();
    for (String cell : cells) {
      row.add(Words.plain(cell));
    }
    lines.add(row);
  }

  /// The whole table, each line with its line end.
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    List<Integer> widths = widths();
    for (List<String> line : lines) {
      StringBuilder row = new StringBuilder();
      for (int i = 0; i < line.size(); i++) {
        String pad = " ".repeat(widths.get(i) - length(line.get(i)));
        row.append(i == 0 ? "" : GAP);
        row.append(right.get(i) ? pad + line.get(i) : line.get(i) + pad);
      }
      text.append(row.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  private List<Integer> widths() {
    List<Integer> widths = new ArrayList<>();
    for (int i = 0; i < right.size(); i++) {
      int column = i;
      widths.add(lines.stream().mapToInt(line -> length(line.get(column))).max().orElse(0));
    }
    return widths;
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
