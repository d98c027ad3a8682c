package org.yardmaster.master.consoles;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// Slows down whoever guesses passwords: after each failure the next attempt for that user, and
/// from that host, has to wait twice as long, up to half a minute. Safe for any thread.
final class LoginGuard {
  private static final Duration FIRST = Duration.ofMillis(500);
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final Duration FORGET_AFTER = Duration.ofMinutes(15);

  /// How many users and hosts are remembered; the longest unchanged are forgotten.
  private static final int REMEMBERED = 10_000;

  private record Failures(int count, Instant lastAt) {
    Instant until() {
      long millis = FIRST.toMillis() << Math.min(count - 1, 16);
      return lastAt.plusMillis(Math.min(millis, LONGEST.toMillis()));
    }
  }

  private final Map<String, Failures> failures =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
          return size() > REMEMBERED;
        }
      };

  /// How long this user from this host still has to wait; zero if not at all.
  synchronized Duration wait(String user, String host, Instant now) {
    Duration wait = Duration.between(now, until(user, now));
    Duration waitOfHost = Duration.between(now, until("@" + host, now));
    Duration longer = wait.compareTo(waitOfHost) > 0 ? wait : waitOfHost;
    return longer.isNegative() ? Duration.ZERO : longer;
  }

  private Instant until(String key, Instant now) {
    Failures known = failures.get(key);
    return known == null ? now : known.until();
  }

  synchronized void failed(String user, String host, Instant now) {
    count(user, now);
    count("@" + host, now);
  }

  private void count(String key, Instant now) {
    Failures known = failures.remove(key);
    int before = known == null || known.lastAt.plus(FORGET_AFTER).isBefore(now) ? 0 : known.count;
    failures.put(key, new Failures(before + 1, now));
  }

  synchronized void succeeded(String user, String host) {
    failures.remove(user);
    failures.remove("@" + host);
  }
}
