package org.yardmaster.console.search;

/// Something that can be gone to or done.
public record Hit(Kind kind, String name, String about) {

  /// What choosing it does.
  public enum Kind {
    VIEW("go to"),
    REQUEST("request"),
    BUILD("build"),
    BUILDER("builder"),
    SLAVE("slave"),
    SUBMIT("submit"),
    ACT("do");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }
}
