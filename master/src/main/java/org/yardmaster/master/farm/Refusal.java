package org.yardmaster.master.farm;

import org.yardmaster.protocol.message.Answer;

/// A command cannot be carried out. Thrown before anything has been changed.
final class Refusal extends Exception {
  private static final long serialVersionUID = 1L;

  private final Answer.Code code;

  Refusal(Answer.Code code, String text) {
    super(text, null, false, false);
    this.code = code;
  }

  static Refusal unknown(String text) {
    return new Refusal(Answer.Code.UNKNOWN, text);
  }

  static Refusal tooLate(String text) {
    return new Refusal(Answer.Code.TOO_LATE, text);
  }

  static Refusal invalid(String text) {
    return new Refusal(Answer.Code.INVALID, text);
  }

  Answer.Refused answer() {
    String text = getMessage();
    return new Answer.Refused(code, text == null ? "" : text);
  }
}
