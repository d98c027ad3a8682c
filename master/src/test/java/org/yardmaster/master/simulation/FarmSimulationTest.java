package org.yardmaster.master.simulation;

import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/// Lives through many simulated farms, on all cores. `-Dsimulation.seeds=N` lives through N of
/// them, `-Dsimulation.seed=S` through one.
@Order(1)
class FarmSimulationTest {
  private static final int SEEDS = Integer.getInteger("simulation.seeds", 200);
  private static final Duration TROUBLE = Duration.ofMinutes(80);

  @Test
  void theFarmKeepsItsPromisesWhateverGoesWrong() {
    Long one = Long.getLong("simulation.seed");
    if (one != null) {
      live(one);
    } else {
      LongStream.rangeClosed(1, SEEDS).parallel().forEach(FarmSimulationTest::live);
    }
  }

  private static void live(long seed) {
    World world = new World(seed);
    try {
      world.run(TROUBLE);
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(
          """
          seed %d: %s
          again with: mvn -pl master -am test -Dtest=FarmSimulationTest \
          -Dsurefire.failIfNoSpecifiedTests=false -Dsimulation.seed=%d
          lately:
          %s\
          """
              .formatted(seed, e.getMessage(), seed, world.lately()),
          e);
    }
  }
}
