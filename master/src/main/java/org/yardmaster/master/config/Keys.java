package org.yardmaster.master.config;

import java.util.List;

/// Every key that the file may have, by the kind of mapping it stands in. The JSON Schema repeats
/// them; a test compares.
enum Keys {
  FARM("builders", "slaves", "secrets", "locks", "schedules", "alerts", "settings"),
  BUILDER(
      "description",
      "on",
      "priority",
      "max-builds",
      "env",
      "secrets",
      "locks",
      "ride-along",
      "source",
      "timeout",
      "no-output-timeout",
      "steps"),
  ON("slaves", "capabilities"),
  SOURCE("git", "branch", "revision"),
  STEP(
      "name",
      "run",
      "program",
      "env",
      "workdir",
      "locks",
      "timeout",
      "no-output-timeout",
      "even-after-failure"),
  SLAVE("capabilities", "max-builds"),
  SECRET("file", "env"),
  LOCK("per", "capacity"),
  LOCK_USE("name", "count"),
  SCHEDULE("builder", "times", "zone", "reason", "properties", "priority"),
  ALERT("on", "program", "url"),
  SETTINGS(
      "grace",
      "lease",
      "log-limit",
      "disk-reserve",
      "aging",
      "retry",
      "back-off",
      "overtakes",
      "standstill",
      "history"),
  RETRY("delay", "other-slave", "most", "slaves"),
  BACK_OFF("losses", "first", "most"),
  HISTORY("age", "count");

  /// Top-level keys that begin like this are the file's own, for anchors; they are not read.
  static final String OWN = "x-";

  private final List<String> names;

  Keys(String... names) {
    this.names = List.of(names);
  }

  List<String> names() {
    return names;
  }

  boolean allows(String key) {
    return names.contains(key) || (this == FARM && key.startsWith(OWN));
  }
}
