package org.yardmaster.console.act;

/// What is to be said of the last thing the user did.
public record Said(Kind kind, String text) {

  /// How to say it.
  public enum Kind {
    NOTHING,
    /// Sent, not yet answered.
    PENDING,
    DONE,
    REFUSED
  }

  static Said nothing() {
    return new Said(Kind.NOTHING, "");
  }
}
