package org.yardmaster.master.slaves;

import java.util.ArrayList;
import java.util.List;
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

/// Takes build output to disk on threads of its own, in order within a build, and grants slaves
/// credit for more.
public final class LogIntake implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LogIntake.class);

  /// Bytes of one step's log that may be under way.
  private static final long CREDIT = 1 << 20;

  private static final int THREADS = 4;

  private final BuildLogs logs;
  private final List<ExecutorService> writers = new ArrayList<>();

  public LogIntake(BuildLogs logs) {
    this.logs = logs;
    for (int i = 0; i < THREADS; i++) {
      writers.add(
          Executors.newSingleThreadExecutor(Thread.ofPlatform().name("log-writer-" + i).factory()));
    }
  }

  /// Writes a chunk; `answer` gets what to tell the slave, `broken` why it cannot be a good one.
  void take(SlaveFrame.LogChunk chunk, Consumer<LogStored> answer, Consumer<String> broken) {
    on(
        chunk.build(),
        () -> {
          try {
            Stored stored = logs.append(chunk.build(), chunk.step(), chunk.offset(), chunk.bytes());
            answer.accept(told(chunk.build(), chunk.step(), stored));
            if (!stored.taking()) {
              tellWhenTaking(chunk.build(), chunk.step(), answer);
            }
          } catch (IllegalArgumentException e) {
            broken.accept(String.valueOf(e.getMessage()));
          }
        });
  }

  private void tellWhenTaking(BuildId build, int step, Consumer<LogStored> answer) {
    logs.whenTaking()
        .thenRun(() -> on(build, () -> answer.accept(told(build, step, logs.length(build, step)))))
        .exceptionally(e -> {
          LOG.warn("log of {}: {}", build, e.getMessage());
          return null;
        });
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
        () ->
            result
                .steps()
                .forEach(step ->
                    logs.finish(build, step.index(), step.logBytes())
                        .thenAccept(stored -> answer.accept(told(build, step.index(), stored)))
                        .exceptionally(e -> {
                          LOG.error("log of {}, step {}: {}", build, step.index(), e.getMessage());
                          return null;
                        })));
  }

  /// A build is lost: its logs are complete as they stand.
  void close(BuildId build) {
    on(
        build,
        () ->
            logs.finishAsTheyAre(build)
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
