package org.yardmaster.protocol.client;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.yardmaster.protocol.model.FarmSettings;
import org.yardmaster.protocol.model.Hold;
import org.yardmaster.protocol.model.Request;

/// What the priority of a waiting request comes to where waiting counts: "5 + 2 for 40 min waited".
///
/// @param waited the time that counts, by which `points` were added to the priority
public record Importance(int priority, BigDecimal points, Duration waited) {

  /// Empty where waiting does not count, or no longer, or not yet. Of a held request the time until
  /// it was held counts.
  public static Optional<Importance> of(Request request, FarmSettings settings, Instant now) {
    Instant until = request.hold().map(Hold::at).filter(now::isAfter).orElse(now);
    Duration waited = Duration.between(request.countsFrom(), until);
    return settings
        .aging()
        .filter(_ -> request.build().isEmpty() && waited.isPositive())
        .map(worth -> new Importance(request.priority(), points(waited, worth), waited));
  }

  private static BigDecimal points(Duration waited, Duration worth) {
    BigDecimal points =
        BigDecimal.valueOf(waited.toMillis())
            .divide(BigDecimal.valueOf(worth.toMillis()), 1, RoundingMode.DOWN)
            .stripTrailingZeros();
    return points.scale() < 0 ? points.setScale(0) : points;
  }

  /// The sum for a table's cell: "5+2".
  public String sum() {
    return priority + "+" + points.toPlainString();
  }

  /// The priority of a request for a table's cell.
  public static String cell(Request request, FarmSettings settings, Instant now) {
    return of(request, settings, now)
        .map(Importance::sum)
        .orElseGet(() -> Integer.toString(request.priority()));
  }

  /// The priority of a request in words.
  ///
  /// @param span puts a duration into words
  public static String text(
      Request request, FarmSettings settings, Instant now, Function<Duration, String> span) {
    return of(request, settings, now)
        .map(importance -> importance.text(span))
        .orElseGet(() -> Integer.toString(request.priority()));
  }

  /// The sum in words.
  public String text(Function<Duration, String> span) {
    return priority + " + " + points.toPlainString() + " for " + span.apply(waited) + " waited";
  }
}
