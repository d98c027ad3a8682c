package org.yardmaster.master.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.yardmaster.protocol.message.Command;
import org.yardmaster.protocol.model.RequestId;

/// Moves and changes of priority in a long queue, from the intended command to its durable
/// acknowledgement.
final class Reorder implements Measurement {
  private static final int COMMANDS_A_SECOND = 50;
  private static final int PRIORITIES = 10;
  private static final int PATIENCE_SECONDS = 60;

  private final Random random = new Random(1);

  @Override
  public void run(Path folder, Terms terms, Report report) throws Exception {
    try (BenchFarm farm = new BenchFarm(folder.resolve("farm"), Dispatch.FARM)) {
      farm.start();
      try (Desk desk = Desk.at(farm)) {
        desk.fill("trivial", terms.queue());
        report.add(
            Figure.of("move to durable answer", measure(desk, terms, this::move))
                .with("queued", terms.queue())
                .with("load", Machine.load())
                .highAtMost(10));
        report.add(
            Figure.of("set priority to durable answer", measure(desk, terms, this::priority))
                .with("queued", terms.queue())
                .with("load", Machine.load())
                .highAtMost(10));
      }
    }
  }

  private Command move(Terms terms) {
    RequestId moved = any(terms);
    RequestId anchor = any(terms);
    return moved.equals(anchor)
        ? move(terms)
        : new Command.Move(List.of(moved), Command.Side.BEFORE, anchor);
  }

  private Command priority(Terms terms) {
    return new Command.SetPriority(List.of(any(terms)), random.nextInt(PRIORITIES));
  }

  private RequestId any(Terms terms) {
    return new RequestId(1 + random.nextInt(terms.queue()));
  }

  private static Latencies measure(Desk desk, Terms terms, Function<Terms, Command> next)
      throws InterruptedException {
    Latencies latencies = new Latencies();
    Semaphore answered = new Semaphore(0);
    Pace.keep(
        COMMANDS_A_SECOND,
        terms.warmUp(),
        terms.time(),
        (_, intended, warm) -> {
          var _ =
              desk.client()
                  .command(next.apply(terms))
                  .thenAccept(answer -> {
                    var _ = Desk.accepted(answer);
                    if (warm) {
                      latencies.add(System.nanoTime() - intended);
                    }
                    answered.release();
                  });
        });
    int count = Pace.count(COMMANDS_A_SECOND, terms.warmUp(), terms.time());
    if (!answered.tryAcquire(count, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException(answered.availablePermits() + " of " + count + " accepted");
    }
    return latencies;
  }
}
