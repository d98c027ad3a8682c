package org.yardmaster.master.loop;

import java.util.LinkedHashSet;

/// The ids of the last hundred thousand commands that came otherwise than for the first time. A
/// client whose line is cut may send a command again before the first copy has come out of that
/// line: that one is no longer the first. Belongs to the loop's thread.
final class SentAgain {
  private static final int MOST = 100_000;

  private final LinkedHashSet<String> ids = new LinkedHashSet<>();

  /// Takes note of a command. Answers whether it is the first of its id.
  boolean isFirst(String id, boolean asItsClientSays) {
    if (asItsClientSays) {
      return !ids.contains(id);
    }
    ids.addLast(id);
    if (ids.size() > MOST) {
      ids.removeFirst();
    }
    return false;
  }
}
