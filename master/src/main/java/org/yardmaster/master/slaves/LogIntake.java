package org.yardmaster.master.slaves;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yardmaster.master.logs.BuildLogs;
import org.yardmaster.master.logs.Stored;
import org.yardmaster.protocol.message.SlaveFrame;
import org.yardmaster.protocol.message.SlaveFrame.LogStored;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.BuildResult;
import org.yardmaster.protocol.model.SlaveId;
import org.yardmaster.protocol.model.StepResult;

/// Takes build output to disk on threads of its own, in order within a build, and grants slaves
/// credit for more.
public final class LogIntake implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LogIntake.class);

  /// Bytes of one step's log that may be under way.
  private static final long CREDIT = 1 << 20;

  /// So few that the farm's own threads get their turn.
  private static final int THREADS = 2;

  private final BuildLogs logs;
  private final List<ExecutorService> writers = new ArrayList<>();

  /// Logs of which nothing is taken now, and who wants to hear when that ends: the last one asked.
  private final Map<Log, Consumer<LogStored>> waiting = new ConcurrentHashMap<>();

  private final LogLimits limits = new LogLimits();

  private record Log(BuildId build, int step) {}

  public LogIntake(BuildLogs logs) {
    this.logs = logs;
    for (int i = 0; i < THREADS; i++) {
      writers.add(
          Executors.newSingleThreadExecutor(Thread.ofPlatform().name("log-writer-" + i).factory()));
    }
  }

  /// A build runs on this slave, and may have so many bytes of output.
  public void expect(BuildId build, SlaveId slave, long limit) {
    limits.expect(build, slave, limit);
  }

  /// Writes a chunk from this slave; `answer` gets what to tell the slave, `broken` why it cannot
  /// be a good one.
  void take(
      SlaveId slave,
      SlaveFrame.LogChunk chunk,
      Consumer<LogStored> answer,
      Consumer<String> broken) {
    on(
        chunk.build(),
        () -> {
          Optional<String> problem = limits.problem(slave, chunk);
          if (problem.isPresent()) {
            broken.accept(problem.get());
            return;
          }
          try {
            Stored stored = logs.append(chunk.build(), chunk.step(), chunk.offset(), chunk.bytes());
            tell(new Log(chunk.build(), chunk.step()), stored, answer);
          } catch (IllegalArgumentException e) {
            broken.accept(String.valueOf(e.getMessage()));
          }
        });
  }

  /// Tells the slave how far its log is; where nothing is taken now, again when it is.
  private void tell(Log log, Stored stored, Consumer<LogStored> answer) {
    answer.accept(told(log.build(), log.step(), stored));
    if (!stored.taking() && waiting.put(log, answer) == null) {
      var _ = logs.whenTaking(log.build()).thenRun(() -> on(log.build(), () -> tellAgain(log)));
    }
  }

  private void tellAgain(Log log) {
    Consumer<LogStored> answer = waiting.remove(log);
    if (answer != null) {
      tell(log, logs.length(log.build(), log.step()), answer);
    }
  }

  private static LogStored told(BuildId build, int step, Stored stored) {
    return new LogStored(
        build, step, stored.length(), stored.taking() ? CREDIT : 0, stored.synced());
  }

  /// A build has ended and its result tells how long each log is; `answer` hears of each that is
  /// safe.
  void finish(BuildId build, BuildResult result, Consumer<LogStored> answer) {
    on(
        build,
        () -> {
          CompletableFuture<?>[] steps =
              result.steps().stream()
                  .map(step -> finish(build, step, answer))
                  .toArray(CompletableFuture[]::new);
          var _ = CompletableFuture.allOf(steps).thenRun(() -> limits.forget(build));
        });
  }

  private CompletableFuture<Void> finish(
      BuildId build, StepResult step, Consumer<LogStored> answer) {
    return logs.finish(build, step.index(), step.logBytes())
        .thenAccept(stored -> answer.accept(told(build, step.index(), stored)))
        .exceptionally(e -> {
          LOG.error("log of {}, step {}: {}", build, step.index(), e.getMessage());
          return null;
        });
  }

  /// A build is lost: its logs are complete as they stand.
  void close(BuildId build) {
    on(
        build,
        () ->
            logs.finishAsTheyAre(build)
                .thenRun(() -> limits.forget(build))
                .exceptionally(e -> {
                  LOG.error("log of {}: {}", build, e.getMessage());
                  return null;
                }));
  }

  private void on(BuildId build, Runnable work) {
    writers.get((int) (build.value() % THREADS)).execute(work);
  }

  @Override
  public void close() {
    writers.forEach(ExecutorService::close);
  }
}
