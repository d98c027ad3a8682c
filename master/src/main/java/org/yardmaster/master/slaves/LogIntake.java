package org.yardmaster.master.slaves;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yardmaster.master.logs.BuildLogs;
import org.yardmaster.master.logs.LogThreads;
import org.yardmaster.master.logs.Stored;
import org.yardmaster.master.store.StoreException;
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
  private final Function<BuildId, Optional<SlaveId>> past;
  private final List<ExecutorService> writers = new ArrayList<>();

  /// Logs of which nothing is taken now, and who wants to hear when that ends: the last one asked.
  private final Map<Log, Consumer<LogStored>> waiting = new ConcurrentHashMap<>();

  private final LogLimits limits = new LogLimits();

  private record Log(BuildId build, int step) {}

  /// @param past tells which slave a build ran on that has ended; empty if nobody knows it any
  ///   more. It may throw, and is asked on a writer's thread
  public LogIntake(BuildLogs logs, Function<BuildId, Optional<SlaveId>> past) {
    this.logs = logs;
    this.past = past;
    ThreadFactory threads = LogThreads.named("log-writer-");
    for (int i = 0; i < THREADS; i++) {
      writers.add(Executors.newSingleThreadExecutor(threads));
    }
  }

  /// A build runs on this slave, and may have so many bytes of output.
  public void expect(BuildId build, SlaveId slave, long limit) {
    limits.expect(build, slave, limit);
  }

  /// Writes a chunk from this slave; `answer` gets what to tell the slave, `broken` why it cannot
  /// be a good one, or why it cannot be taken now.
  void take(
      SlaveId slave,
      SlaveFrame.LogChunk chunk,
      Consumer<LogStored> answer,
      Consumer<String> broken) {
    on(
        chunk.build(),
        () -> {
          try {
            take(slave, chunk, answer);
          } catch (IllegalArgumentException | StoreException e) {
            broken.accept(String.valueOf(e.getMessage()));
          }
        });
  }

  private void take(SlaveId slave, SlaveFrame.LogChunk chunk, Consumer<LogStored> answer) {
    Log log = new Log(chunk.build(), chunk.step());
    switch (claim(slave, log.build())) {
      case OTHERS ->
          throw new IllegalArgumentException(
              "log of %s, step %d: output sent by %s, but the build is not its own"
                  .formatted(log.build(), log.step(), slave));
      case NONE ->
          answer.accept(unwanted(log.build(), log.step(), chunk.offset() + chunk.bytes().length));
      case OWN -> write(slave, log, chunk, answer);
    }
  }

  private void write(
      SlaveId slave, Log log, SlaveFrame.LogChunk chunk, Consumer<LogStored> answer) {
    if (limits.owner(log.build()).isEmpty()) {
      Stored stored = logs.length(log.build(), log.step());
      if (stored.synced()) {
        answer.accept(told(log.build(), log.step(), stored));
        return;
      }
      limits.expectRest(log.build(), slave);
    }
    limits
        .problem(chunk)
        .ifPresent(problem -> {
          throw new IllegalArgumentException(problem);
        });
    tell(log, logs.append(log.build(), log.step(), chunk.offset(), chunk.bytes()), answer);
  }

  /// What a slave has to do with the output of a build.
  private enum Claim {
    OWN,
    OTHERS,
    /// Ended long ago and forgotten, or on another slave (it may be this one, before it was removed
    /// from the farm and let in again), or never given to anybody.
    NONE
  }

  private Claim claim(SlaveId slave, BuildId build) {
    return limits
        .owner(build)
        .map(owner -> owner.equals(slave) ? Claim.OWN : Claim.OTHERS)
        .orElseGet(
            () -> past.apply(build).filter(slave::equals).isPresent() ? Claim.OWN : Claim.NONE);
  }

  /// Nobody will read it: the slave need not keep it.
  private static LogStored unwanted(BuildId build, int step, long length) {
    return new LogStored(build, step, length, CREDIT, true);
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

  /// This slave says that a build has ended, and how long each of its logs is; `answer` hears of
  /// each that is safe. Of a build that printed nothing there is nothing to say, and its slave does
  /// not wait for it.
  void finish(SlaveId slave, BuildId build, BuildResult result, Consumer<LogStored> answer) {
    if (printedNothing(slave, build, result)) {
      limits.forget(build);
      return;
    }
    on(
        build,
        () -> {
          try {
            switch (claim(slave, build)) {
              case OTHERS -> LOG.warn("log of {}: {} cannot end it", build, slave);
              case NONE ->
                  result
                      .steps()
                      .forEach(s -> answer.accept(unwanted(build, s.index(), s.logBytes())));
              case OWN -> finishOwn(slave, build, result, answer);
            }
          } catch (IllegalArgumentException | StoreException e) {
            LOG.error("log of {}: its end cannot be taken: {}", build, e.getMessage());
          }
        });
  }

  private boolean printedNothing(SlaveId slave, BuildId build, BuildResult result) {
    return limits.nothingCame(build, slave)
        && result.steps().stream()
            .allMatch(step -> step.logBytes() == 0 && !logs.inUse(build, step.index()));
  }

  private void finishOwn(
      SlaveId slave, BuildId build, BuildResult result, Consumer<LogStored> answer) {
    limits.expectRest(build, slave);
    CompletableFuture<?>[] steps =
        result.steps().stream()
            .map(step -> finish(build, step, answer))
            .toArray(CompletableFuture[]::new);
    var _ = CompletableFuture.allOf(steps).thenRun(() -> limits.forget(build));
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

  /// This slave does not run a build that it was to run.
  void forget(SlaveId slave, BuildId build) {
    on(build, () -> limits.owner(build).filter(slave::equals).ifPresent(_ -> limits.forget(build)));
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

  /// Completed as soon as the logs of all builds that ran on this slave are whole or closed.
  CompletableFuture<Void> whenWhole(SlaveId slave) {
    return limits.whenNone(slave);
  }

  /// A number that changes as long as output of this slave comes.
  long sent(SlaveId slave) {
    return limits.sent(slave);
  }

  /// Nothing more comes from this slave: those of its logs that are not whole end as they are.
  void closeAll(SlaveId slave) {
    limits.of(slave).forEach(this::close);
  }

  /// Nothing comes from this slave now: the logs of its builds that have ended end as they are.
  /// What it brings after all is taken.
  void closeOwed(SlaveId slave) {
    limits.owedBy(slave).forEach(this::close);
  }

  /// A build of this slave had ended before this life of the master.
  ///
  /// @param mayCome whether the slave, if it owes a part of its logs, is expected to bring it; else
  ///   they end as they are
  public void endedBefore(BuildId build, SlaveId slave, boolean mayCome) {
    on(
        build,
        () -> {
          if (!mayCome) {
            close(build);
          } else {
            limits.expectRest(build, slave);
            if (!logs.grows(build)) {
              limits.forget(build);
            }
          }
        });
  }

  private void on(BuildId build, Runnable work) {
    writers.get((int) (build.value() % THREADS)).execute(work);
  }

  @Override
  public void close() {
    writers.forEach(ExecutorService::close);
  }
}
