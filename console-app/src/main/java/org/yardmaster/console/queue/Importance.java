package org.yardmaster.console.queue;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.yardmaster.console.words.Times;
import org.yardmaster.protocol.model.FarmSettings;
import org.yardmaster.protocol.model.Request;

/// What the time a request has waited adds to its priority.
///
/// @param priority its own
/// @param points what was added, to a tenth
/// @param waited the time that counts
record Importance(int priority, BigDecimal points, Duration waited) {

  /// That of a request now; empty where waiting does not count, or has not begun to.
  static Optional<Importance> of(Request request, FarmSettings settings, Instant now) {
    Duration waited = Duration.between(request.countsFrom(), now);
    return settings
        .aging()
        .filter(_ -> waited.isPositive())
        .map(worth -> new Importance(request.priority(), points(waited, worth), waited));
  }

  private static BigDecimal points(Duration waited, Duration worth) {
    double exact = (double) waited.toMillis() / worth.toMillis();
    return BigDecimal.valueOf(exact).setScale(1, RoundingMode.DOWN);
  }

  /// `5 + 2 for 40 min waited`.
  String text() {
    String added = points.toPlainString();
    return priority
        + " + "
        + (added.endsWith(".0") ? added.substring(0, added.length() - 2) : added)
        + " for "
        + Times.about(waited)
        + " waited";
  }
}
