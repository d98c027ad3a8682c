package org.yardmaster.protocol.model;

import java.util.List;
import java.util.SortedSet;

/// Whom to tell of incidents of some kinds, and how.
public record AlertHook(SortedSet<IncidentKind> on, Action action) {

  public AlertHook {
    on = Sorted.set(on);
  }

  /// How a hook is told.
  public sealed interface Action {}

  /// Runs a program on the master's machine, told by environment variables `YARD_ALERT_...`.
  public record Program(List<String> argv) implements Action {
    public Program {
      argv = List.copyOf(argv);
    }
  }

  /// Posts a JSON object to a URL.
  public record Post(String url) implements Action {}
}
