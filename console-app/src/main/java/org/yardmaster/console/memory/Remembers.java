package org.yardmaster.console.memory;

/// A view that looks again as it was left.
public interface Remembers {

  /// Takes over how it was left and notes what becomes of it. Called once, before it is shown.
  void remember(ViewMemory memory);
}
