package org.yardmaster.master.consoles;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/// The logins whose passwords wait to be checked, which takes a processor a good tenth of a second
/// each: so many in all that none has to wait for longer than a connection may without being let
/// in, and so few of one host that it cannot keep others out. Safe for any thread.
final class LoginLine {
  static final int MOST = 96;
  static final int MOST_OF_A_HOST = 16;

  /// How many passwords are checked in a second, roughly.
  private static final int CHECKED_IN_A_SECOND = 10;

  private final Map<String, Integer> ofHosts = new LinkedHashMap<>();
  private int all;

  /// Lets a login of this host stand in line, if there is room; whoever was let in must [#leave].
  synchronized boolean enter(String host) {
    int ofHost = ofHosts.getOrDefault(host, 0);
    if (all >= MOST || ofHost >= MOST_OF_A_HOST) {
      return false;
    }
    ofHosts.put(host, ofHost + 1);
    all++;
    return true;
  }

  synchronized void leave(String host) {
    ofHosts.computeIfPresent(host, (_, count) -> count == 1 ? null : count - 1);
    all--;
  }

  /// When all that stand in line now will have been checked.
  synchronized Duration untilChecked() {
    return Duration.ofSeconds(1 + all / CHECKED_IN_A_SECOND);
  }
}
