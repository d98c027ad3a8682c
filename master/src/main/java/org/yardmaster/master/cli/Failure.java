package org.yardmaster.master.cli;

/// Ends a command: the message is what the person at the terminal reads, the code what a script
/// sees.
final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ExitCode code;

  Failure(ExitCode code, String message) {
    super(message);
    this.code = code;
  }

  ExitCode code() {
    return code;
  }
}
