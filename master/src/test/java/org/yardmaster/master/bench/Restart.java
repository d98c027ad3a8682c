package org.yardmaster.master.bench;

import java.nio.file.Path;
import java.time.Duration;
import org.yardmaster.protocol.message.Query;
import org.yardmaster.protocol.message.Reply;
import org.yardmaster.protocol.model.RequestId;

/// How soon a master with a full queue and a long history lets people in again, after `kill -9` and
/// after SIGTERM. Nothing of either may be missing.
final class Restart implements Measurement {
  private static final double MILLIS_A_SECOND = 1000;

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
      farm.terminate();
      report.add(Figure.of("longest turn of these masters", "ms", farm.longestTurnMillis()));
    }
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
