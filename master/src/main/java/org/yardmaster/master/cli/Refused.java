package org.yardmaster.master.cli;

import java.util.List;

/// Why a command was not carried out, as scripts read it: the exit code by its name, the words for
/// people, and what these rest on.
record Refused(String code, String message, List<String> details) {
  Refused {
    details = List.copyOf(details);
  }

  static Refused of(ExitCode code, String message, List<String> details) {
    return new Refused(code.word(), message, details);
  }
}
