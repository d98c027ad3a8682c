package org.yardmaster.master.config;

import java.util.Comparator;

/// Something wrong, or doubtful, at one place of a configuration file. Lines and columns count from
/// 1; both are 0 where the file as a whole is meant.
public record Problem(String file, int line, int column, String text)
    implements Comparable<Problem> {
  private static final Comparator<Problem> BY_PLACE =
      Comparator.comparing(Problem::file)
          .thenComparingInt(Problem::line)
          .thenComparingInt(Problem::column)
          .thenComparing(Problem::text);

  @Override
  public int compareTo(Problem other) {
    return BY_PLACE.compare(this, other);
  }

  /// The form that editors and terminals make clickable.
  @Override
  public String toString() {
    return line == 0 ? file + ": " + text : file + ":" + line + ":" + column + ": " + text;
  }
}
