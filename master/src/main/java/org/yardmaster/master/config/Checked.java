package org.yardmaster.master.config;

import java.util.List;
import java.util.Optional;
import org.yardmaster.protocol.model.FarmConfig;

/// What became of reading a configuration: the config, unless there are problems; both lists in the
/// order of the file. Warnings refuse nothing.
public record Checked(Optional<FarmConfig> config, List<Problem> problems, List<Problem> warnings) {
  public Checked {
    problems = List.copyOf(problems);
    warnings = List.copyOf(warnings);
  }
}
