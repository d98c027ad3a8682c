package org.yardmaster.master.cli;

import java.util.List;
import java.util.Optional;
import org.yardmaster.protocol.log.LogLines;
import org.yardmaster.protocol.message.Query;
import org.yardmaster.protocol.message.Reply;
import org.yardmaster.protocol.model.Build;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.FinishedBuild;
import org.yardmaster.protocol.model.StepResult;

/// Reads the log of one build, step by step, as far as it is there or, following, to its end.
final class LogReader {
  private static final int MOST_BYTES = 256 << 10;

  private final Attached attached;
  private final BuildWatch watch;
  private final BuildId build;
  private final LogPrinter printer;
  private final boolean follow;

  LogReader(
      Attached attached, BuildWatch watch, BuildId build, LogPrinter printer, boolean follow) {
    this.attached = attached;
    this.watch = watch;
    this.build = build;
    this.printer = printer;
    this.follow = follow;
  }

  /// A build that has ended.
  static Optional<FinishedBuild> ended(Attached attached, BuildId id) {
    return attached.ask(new Query.OneBuild(id), Reply.Builds.class).builds().stream().findFirst();
  }

  /// Prints all steps that have an output.
  void all(List<String> names) {
    for (int i = 0; i < names.size(); i++) {
      if (hasBegun(i)) {
        printer.step(i + 1, names.size(), names.get(i));
        if (!read(i)) {
          return;
        }
      }
    }
  }

  /// Prints one step, counted from 0.
  void one(int step) {
    if (hasBegun(step)) {
      read(step);
    }
  }

  /// Whether a step has begun; following, waits until it has or never will.
  private boolean hasBegun(int step) {
    Optional<Build> running = watch.running(build);
    while (running.isPresent()) {
      Optional<StepResult> result = result(running.get().finished(), step);
      if (result.isPresent()) {
        return result.get().end() != StepResult.End.SKIPPED;
      }
      if (running.get().current().filter(at -> at == step).isPresent()) {
        return true;
      }
      if (!follow) {
        return false;
      }
      running = watch.changedFrom(running, build);
    }
    return length(step) > 0;
  }

  /// Reads on until there is no more.
  ///
  /// @return false if nobody reads what is printed
  private boolean read(int step) {
    LogLines lines = LogLines.fromStart(line -> printer.print(step + 1, line));
    long offset = 0;
    while (true) {
      Optional<Reply.LogPart> part = part(step, offset);
      if (part.isPresent()) {
        byte[] bytes = part.get().bytes();
        lines.accept(bytes);
        offset += bytes.length;
        if (!printer.flush()) {
          return false;
        }
        if (isEnd(part.get(), step, offset)) {
          return true;
        }
      }
    }
  }

  /// What comes next; empty where the line was lost and is there again.
  private Optional<Reply.LogPart> part(int step, long offset) {
    try {
      return Optional.of(
          attached.ask(
              new Query.ReadLog(build, step, offset, MOST_BYTES, follow), Reply.LogPart.class));
    } catch (Failure e) {
      if (follow && e.code() == ExitCode.NO_MASTER) {
        watch.awaitLine();
        return Optional.empty();
      }
      throw e;
    }
  }

  private boolean isEnd(Reply.LogPart part, int step, long offset) {
    if (offset < part.length()) {
      return false;
    }
    if (part.complete() || !follow) {
      return true;
    }
    return part.bytes().length == 0 && watch.running(build).isEmpty() && offset >= length(step);
  }

  /// How long the log of a step of a build that has ended is.
  private long length(int step) {
    return ended(attached, build)
        .flatMap(ended -> result(ended.result().steps(), step))
        .map(StepResult::logBytes)
        .orElse(0L);
  }

  private static Optional<StepResult> result(List<StepResult> steps, int step) {
    return steps.stream().filter(each -> each.index() == step).findFirst();
  }
}
