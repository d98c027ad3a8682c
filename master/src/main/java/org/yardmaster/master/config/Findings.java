package org.yardmaster.master.config;

import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.yaml.snakeyaml.error.Mark;
import org.yardmaster.protocol.model.FarmConfig;

/// Collects what is wrong with one file while it is read.
final class Findings {
  private final String file;
  private final SortedSet<Problem> problems = new TreeSet<>();
  private final SortedSet<Problem> warnings = new TreeSet<>();

  Findings(String file) {
    this.file = file;
  }

  void problem(Mark mark, String text) {
    problems.add(at(mark, text));
  }

  void warning(Mark mark, String text) {
    warnings.add(at(mark, text));
  }

  void problemOfFile(String text) {
    problemAt(0, 0, text);
  }

  void problemAt(int line, int column, String text) {
    problems.add(new Problem(file, line, column, text));
  }

  private Problem at(Mark mark, String text) {
    return new Problem(file, mark.getLine() + 1, mark.getColumn() + 1, text);
  }

  /// The end of reading: `config` counts only if nothing was wrong.
  Checked checked(Optional<FarmConfig> config) {
    return new Checked(
        problems.isEmpty() ? config : Optional.empty(),
        List.copyOf(problems),
        List.copyOf(warnings));
  }
}
