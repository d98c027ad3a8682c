package org.yardmaster.master.simulation;

import java.time.Duration;
import java.util.List;
import java.util.Random;

/// The seeded generator, asked in the simulation's words.
final class Chance {
  private final Random random;

  Chance(long seed) {
    random = new Random(seed * 0x9E3779B97F4A7C15L + 1);
    random.nextLong();
  }

  boolean in(int times) {
    return random.nextInt(times) == 0;
  }

  /// From 0 to `bound` - 1.
  int below(int bound) {
    return random.nextInt(bound);
  }

  double share() {
    return random.nextDouble();
  }

  <T> T of(List<T> items) {
    return items.get(random.nextInt(items.size()));
  }

  /// A few of them, at least one, in the order they have.
  <T> List<T> some(List<T> items) {
    T always = of(items);
    int odds = 1 + below(5);
    return items.stream().filter(item -> item.equals(always) || in(odds)).toList();
  }

  /// Between the two, in whole milliseconds.
  Duration between(Duration least, Duration most) {
    long range = most.toMillis() - least.toMillis();
    return least.plusMillis((long) (random.nextDouble() * (range + 1)));
  }

  Duration millis(int most) {
    return Duration.ofMillis(random.nextInt(most + 1));
  }

  /// Mostly short, seldom long, `mean` on average and never above eight times that.
  Duration around(Duration mean) {
    double waits = Math.min(8, -Math.log(1 - random.nextDouble()));
    return Duration.ofMillis((long) (mean.toMillis() * waits));
  }
}
