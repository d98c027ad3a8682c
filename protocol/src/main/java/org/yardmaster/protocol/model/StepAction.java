package org.yardmaster.protocol.model;

import java.util.List;
import java.util.Optional;

/// What a step does on the slave.
public sealed interface StepAction {

  /// Runs `script` with the slave's shell (`/bin/sh -e`, or `cmd /c` on Windows).
  record Shell(String script) implements StepAction {}

  /// Runs a program with its arguments, without a shell.
  record Program(List<String> argv) implements StepAction {
    public Program {
      argv = List.copyOf(argv);
    }
  }

  /// Brings the working directory to a revision of a git repository: `revision` if given, else the
  /// head of `branch`, else the repository's default branch.
  record GitCheckout(String url, Optional<String> branch, Optional<String> revision)
      implements StepAction {}
}
