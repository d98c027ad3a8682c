package org.yardmaster.master.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Guesses what somebody meant who wrote a word that is not known here.
final class Suggestion {
  /// What other tools call our keys.
  private static final Map<String, String> OTHER_WORDS =
      Map.ofEntries(
          Map.entry("always", "even-after-failure"),
          Map.entry("args", "program"),
          Map.entry("argv", "program"),
          Map.entry("cmd", "run"),
          Map.entry("command", "run"),
          Map.entry("concurrency", "max-builds"),
          Map.entry("cron", "times"),
          Map.entry("hooks", "alerts"),
          Map.entry("cwd", "workdir"),
          Map.entry("dir", "workdir"),
          Map.entry("environment", "env"),
          Map.entry("jobs", "builders"),
          Map.entry("labels", "capabilities"),
          Map.entry("merge", "ride-along"),
          Map.entry("mutexes", "locks"),
          Map.entry("parameters", "properties"),
          Map.entry("resources", "locks"),
          Map.entry("scope", "per"),
          Map.entry("script", "run"),
          Map.entry("shell", "run"),
          Map.entry("tags", "capabilities"),
          Map.entry("timezone", "zone"),
          Map.entry("url", "git"),
          Map.entry("variables", "env"),
          Map.entry("webhook", "url"),
          Map.entry("workers", "slaves"),
          Map.entry("working-directory", "workdir"));

  private static final int SHORT_WORD = 4;

  private Suggestion() {}

  /// The known word that `written` most likely stands for: one or two slips of the finger away, or
  /// another tool's word for it.
  static Optional<String> of(String written, Collection<String> known) {
    String word = written.toLowerCase(Locale.ROOT).replace('_', '-');
    return nearest(word, known)
        .or(() ->
            nearest(word, OTHER_WORDS.keySet()).map(OTHER_WORDS::get).filter(known::contains));
  }

  private static Optional<String> nearest(String word, Collection<String> known) {
    int limit = word.length() <= SHORT_WORD ? 1 : 2;
    return known.stream()
        .filter(candidate -> distance(word, candidate) <= limit)
        .min(
            Comparator.<String>comparingInt(candidate -> distance(word, candidate))
                .thenComparing(Comparator.naturalOrder()));
  }

  /// "; did you mean 'x'?", or else which words there are.
  static String orKnown(String written, Collection<String> known) {
    return of(written, known)
        .map(word -> "; did you mean '" + word + "'?")
        .orElseGet(() ->
            known.isEmpty() ? "; there are none" : "; there are: " + String.join(", ", known));
  }

  /// Optimal string alignment: inserted, dropped, changed and swapped letters count one each.
  private static int distance(String a, String candidate) {
    String b = candidate.toLowerCase(Locale.ROOT);
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        d[i][j] = i == 0 || j == 0 ? i + j : cheapest(d, a, b, i, j);
      }
    }
    return d[a.length()][b.length()];
  }

  private static int cheapest(int[][] d, String a, String b, int i, int j) {
    int changed = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
    int best = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + changed);
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(best, d[i - 2][j - 2] + 1) : best;
  }
}
