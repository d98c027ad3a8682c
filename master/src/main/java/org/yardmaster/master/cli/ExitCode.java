package org.yardmaster.master.cli;

import java.util.Locale;
import org.yardmaster.protocol.message.Answer;

/// How the program ends, for scripts.
enum ExitCode {
  /// Done.
  OK(0),
  /// The master understood and refused: too late, invalid, or it cannot store anything now. Nothing
  /// changed.
  REFUSED(1),
  /// What was typed makes no sense; nobody was asked.
  USAGE(2),
  /// Something that was named does not exist.
  NOT_FOUND(3),
  /// No line to the master, no trust in it, or it does not let this user in.
  NO_MASTER(4),
  /// The user's role does not allow it.
  FORBIDDEN(5),
  /// With `--wait`: the build did not succeed.
  NOT_SUCCESSFUL(6),
  /// A defect of this program.
  INTERNAL(70);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  /// The number that the operating system gets.
  int code() {
    return code;
  }

  /// Its stable name in JSON, like `not-found`.
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// What a refusal of the master comes to.
  static ExitCode of(Answer.Code refusal) {
    return switch (refusal) {
      case UNKNOWN -> NOT_FOUND;
      case TOO_LATE, INVALID, NOT_STORED -> REFUSED;
      case FORBIDDEN -> FORBIDDEN;
    };
  }
}
