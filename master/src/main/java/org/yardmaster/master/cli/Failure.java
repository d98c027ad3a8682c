package org.yardmaster.master.cli;

import java.util.List;

/// Ends a command: the message is what the person at the terminal reads, below the details where it
/// rests on some, the code what a script sees.
final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ExitCode code;
  private final transient List<String> details;

  Failure(ExitCode code, String message) {
    this(code, message, List.of());
  }

  Failure(ExitCode code, String message, List<String> details) {
    super(message);
    this.code = code;
    this.details = List.copyOf(details);
  }

  ExitCode code() {
    return code;
  }

  List<String> details() {
    return details;
  }
}
