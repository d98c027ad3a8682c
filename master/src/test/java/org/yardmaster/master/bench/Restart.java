package org.yardmaster.master.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.yardmaster.protocol.message.Query;
import org.yardmaster.protocol.message.Reply;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.FinishedBuild;
import org.yardmaster.protocol.model.Outcome;
import org.yardmaster.protocol.model.RequestId;

/// How soon a master with a full queue and a long history lets people in again, after `kill -9` and
/// after SIGTERM. Nothing of either may be missing. And how soon it shows pages of that history.
final class Restart implements Measurement {
  private static final double MILLIS_A_SECOND = 1000;
  private static final int PAGES = 500;
  private static final int PAGE = 100;

  @Override
  public void run(Path folder, Terms terms, Report report) throws Exception {
    try (BenchFarm farm = new BenchFarm(folder.resolve("farm"), Dispatch.FARM)) {
      farm.start();
      farm.terminate();
      LongHistory.write(farm.data(), terms.history());
      farm.start();
      try (Desk desk = Desk.at(farm)) {
        desk.fill("trivial", terms.queue());
      }
      farm.kill();
      report.add(
          figure("ready after kill -9", farm.start(), terms)
              .with("load", Machine.load())
              .atMost(10));
      check(farm, terms);
      farm.terminate();
      report.add(
          figure("ready after SIGTERM", farm.start(), terms)
              .with("load", Machine.load())
              .atMost(5));
      check(farm, terms);
      if (terms.history() > 0) {
        report.add(
            Figure.of("a page of 100 of the history", pages(farm, terms))
                .with("in history", terms.history())
                .highAtMost(100));
      }
      farm.terminate();
      report.add(Figure.of("longest turn of these masters", "ms", farm.longestTurnMillis()));
    }
  }

  /// As people turn pages: of everything, of a builder, of its failures, of a slave, of both; from
  /// anywhere in the history.
  private static Latencies pages(BenchFarm farm, Terms terms) throws Exception {
    Random random = new Random(1);
    Latencies latencies = new Latencies();
    try (Desk desk = Desk.at(farm)) {
      FinishedBuild any =
          desk.ask(new Query.OneBuild(new BuildId(1)), Reply.Builds.class).builds().getFirst();
      Optional<String> builder = Optional.of(any.builderName());
      Optional<String> slave = Optional.of(any.slaveName());
      for (int i = 0; i < PAGES; i++) {
        OptionalLong before = OptionalLong.of(PAGE + random.nextInt(terms.history()));
        long begin = System.nanoTime();
        switch (i % 5) {
          case 0 ->
              requests(desk, new Query.History(Optional.empty(), Optional.empty(), before, PAGE));
          case 1 -> requests(desk, new Query.History(builder, Optional.empty(), before, PAGE));
          case 2 ->
              requests(
                  desk, new Query.History(builder, Optional.of(Outcome.FAILURE), before, PAGE));
          case 3 -> builds(desk, new Query.BuildHistory(Optional.empty(), slave, before, PAGE));
          default -> builds(desk, new Query.BuildHistory(builder, slave, before, PAGE));
        }
        latencies.add(System.nanoTime() - begin);
      }
    }
    return latencies;
  }

  private static void requests(Desk desk, Query.History page) throws Exception {
    var _ = desk.ask(page, Reply.Requests.class);
  }

  private static void builds(Desk desk, Query.BuildHistory page) throws Exception {
    var _ = desk.ask(page, Reply.Builds.class);
  }

  private static Figure figure(String name, Duration took, Terms terms) {
    return Figure.of(name, "s", took.toMillis() / MILLIS_A_SECOND)
        .with("queued", terms.queue())
        .with("in history", terms.history());
  }

  private static void check(BenchFarm farm, Terms terms) throws Exception {
    Onlooker onlooker = new Onlooker();
    try (Desk desk = Desk.at(farm, onlooker)) {
      desk.client().follow();
      onlooker.await("the whole queue", view -> view.requests().size() == terms.queue());
      RequestId last = new RequestId(terms.history());
      Reply.Requests found = desk.ask(new Query.OneFinished(last), Reply.Requests.class);
      if (terms.history() > 0 && found.requests().size() != 1) {
        throw new IllegalStateException("history has lost " + last);
      }
    }
  }
}
