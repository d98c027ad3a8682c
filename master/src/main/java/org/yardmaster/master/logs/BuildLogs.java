package org.yardmaster.master.logs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.yardmaster.master.disk.FreeSpace;
import org.yardmaster.protocol.message.Reply;
import org.yardmaster.protocol.model.BuildId;

/// The output of all builds, by build, step and offset.
///
/// Safe for any thread but the loop's: [#append], [#read] and [#delete] use the disk on the
/// caller's thread, which is one of I/O. Syncing, and reading for those who were woken, happen on
/// the background executor. Numbers that no log can have throw `IllegalArgumentException`: the peer
/// that sent them is a bad one.
public final class BuildLogs implements AutoCloseable {
  /// The most that one reading gives.
  public static final int MAX_PART = 1 << 20;

  private static final Pattern GROWING = Pattern.compile("step-(\\d{2,4})\\.part");

  private final Path top;
  private final OpenLogs open;
  private final Intake intake;
  private final Setbacks setbacks;
  private final Deadlines deadlines;
  private final Executor background;
  private final Followers followers = new Followers();
  private final ConcurrentMap<LogName, Finish> finishes = new ConcurrentHashMap<>();

  /// A log that is whole as soon as it has `length` bytes; or, if `cut`, that ends as it is.
  private record Finish(long length, boolean cut, CompletableFuture<Stored> answer) {
    static Finish at(long length) {
      return new Finish(length, false, new CompletableFuture<>());
    }

    static Finish asItIs() {
      return new Finish(0, true, new CompletableFuture<>());
    }

    /// What a slave tells goes before what was done for want of its word; of two words of it, the
    /// one that asks for less.
    Finish then(Finish next) {
      return cut || next.length < length ? new Finish(next.length, next.cut, answer) : this;
    }

    boolean isMetBy(LogFile.Extent extent) {
      return cut || extent.state() == LogFile.State.WHOLE || extent.length() >= length;
    }
  }

  /// Logs live under `top`, which exists. At most `openFiles` files stay open. `reserve` is the
  /// number of bytes of `free` disk below which no output is taken: choose it above that of the
  /// farm, so that output stops before the farm does.
  public BuildLogs(
      Path top,
      int openFiles,
      FreeSpace free,
      LongSupplier reserve,
      Deadlines deadlines,
      Executor background) {
    this.top = top;
    this.open = new OpenLogs(top, openFiles);
    this.intake = new Intake(free, reserve, deadlines);
    this.setbacks = new Setbacks(deadlines);
    this.deadlines = deadlines;
    this.background = background;
  }

  /// Adds output. What is there already is ignored, and so is what lies behind a gap: the answer's
  /// length is where to go on. Synced from time to time only; a crash of this process loses none of
  /// it all the same. A log that cannot be written takes nothing for a while, and costs no other.
  public Stored append(BuildId build, int step, long offset, byte[] bytes) {
    LogName name = new LogName(build, step);
    if (offset < 0) {
      throw new IllegalArgumentException(
          "log of %s, step %d: offset %d is negative".formatted(build, step, offset));
    }
    if (!intake.isOpen() || setbacks.holds(build)) {
      return length(name, false);
    }
    try {
      LogFile.Extent extent = open.with(name, file -> file.append(offset, bytes));
      setbacks.succeeded(build);
      followers.wake(name);
      completeIfWhole(name, extent);
      return stored(extent, true);
    } catch (ClosedByInterruptException e) {
      throw new UncheckedIOException(e);
    } catch (IOException e) {
      setbacks.failed(build, e);
      return length(name, false);
    }
  }

  /// Of a log that cannot be looked at there is nothing: the slave sends it from its beginning.
  private Stored length(LogName name, boolean taking) {
    try {
      return stored(open.with(name, LogFile::extent), taking);
    } catch (IOException e) {
      setbacks.failed(name.build(), e);
      return new Stored(0, false, false);
    }
  }

  private static Stored stored(LogFile.Extent extent, boolean taking) {
    return new Stored(extent.length(), extent.state() == LogFile.State.WHOLE, taking);
  }

  /// The step has ended with `length` bytes of output. The answer comes when all of them are here
  /// and safe on disk, under the name of a whole log; nothing can be added from then on. If there
  /// are more than `length`, the slave lost a part of what it had sent before: the log is complete
  /// as it is; and so it is if it was said to be shorter before. If it ended as it is for want of
  /// the rest, the answer is that it is not synced: its slave still has to keep that. A log without
  /// output leaves nothing on disk: that it is complete, the step's result says.
  public CompletableFuture<Stored> finish(BuildId build, int step, long length) {
    return finish(new LogName(build, step), Finish.at(length));
  }

  private CompletableFuture<Stored> finish(LogName name, Finish wanted) {
    Finish finish = finishes.merge(name, wanted, Finish::then);
    lookWhetherWhole(name);
    return finish.answer.copy();
  }

  private void lookWhetherWhole(LogName name) {
    try {
      completeIfWhole(name, open.with(name, LogFile::extent));
    } catch (IOException e) {
      tryAgain(name.build(), e, () -> lookWhetherWhole(name));
    }
  }

  private void tryAgain(BuildId build, IOException failure, Runnable work) {
    setbacks.failed(build, failure);
    var _ = setbacks.end(build).thenRunAsync(work, background);
  }

  private void completeIfWhole(LogName name, LogFile.Extent extent) {
    Finish finish = finishes.get(name);
    if (finish != null && finish.isMetBy(extent)) {
      background.execute(() -> complete(name, finish));
    }
  }

  private void complete(LogName name, Finish finish) {
    try {
      long length = open.with(name, finish.cut ? LogFile::cut : LogFile::complete);
      setbacks.succeeded(name.build());
      followers.wake(name);
      if (finishes.remove(name, finish)) {
        finish.answer.complete(new Stored(length, !finish.cut, true));
      } else {
        lookWhetherWhole(name);
      }
    } catch (IOException e) {
      // A log that could not be synced is gone, and comes again when its slave connects anew.
      tryAgain(name.build(), e, () -> lookWhetherWhole(name));
    }
  }

  /// The build is lost: its logs that are not whole end as they are, and those who follow them come
  /// to the end. If its slave is heard after all, what it has more is taken, until [#finish].
  public CompletableFuture<Void> finishAsTheyAre(BuildId build) {
    try {
      return CompletableFuture.allOf(
          unfinished(build)
              .map(name -> finish(name, Finish.asItIs()))
              .toArray(CompletableFuture[]::new));
    } catch (IOException e) {
      CompletableFuture<Void> finished = new CompletableFuture<>();
      tryAgain(
          build,
          e,
          () -> {
            var _ = finishAsTheyAre(build).thenAccept(finished::complete);
          });
      return finished;
    }
  }

  /// Those that grow, and those of which the end is waited for.
  private Stream<LogName> unfinished(BuildId build) throws IOException {
    return Stream.concat(
            growingSteps(build).stream().map(step -> new LogName(build, step)),
            finishes.keySet().stream().filter(name -> name.build().equals(build)))
        .distinct();
  }

  private List<Integer> growingSteps(BuildId build) throws IOException {
    Path directory = LogName.directory(top, build);
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(file -> GROWING.matcher(String.valueOf(file.getFileName())))
          .filter(Matcher::matches)
          .map(matcher -> Integer.valueOf(matcher.group(1)))
          .sorted()
          .toList();
    }
  }

  /// Whether more output of a build may come, as far as the disk tells.
  public boolean grows(BuildId build) {
    try {
      return !growingSteps(build).isEmpty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Whether somebody may just be reading a log, or writing to it.
  public boolean inUse(BuildId build, int step) {
    return open.holds(new LogName(build, step));
  }

  /// What there is of a log.
  public Stored length(BuildId build, int step) {
    return length(new LogName(build, step), intake.isOpen() && !setbacks.holds(build));
  }

  /// A part of a log from `offset`, or, where that is negative, from so many bytes before its end:
  /// as much as there is, up to `max` bytes and [#MAX_PART]. A log nobody has written to yet is
  /// empty and not complete.
  public Reply.LogPart read(BuildId build, int step, long offset, int max) {
    return read(new LogName(build, step), offset, max);
  }

  private Reply.LogPart read(LogName name, long offset, int max) {
    if (max < 0) {
      throw new IllegalArgumentException(
          "log of %s, step %d: %d bytes wanted".formatted(name.build(), name.step(), max));
    }
    return with(name, file -> file.read(offset, Math.min(max, MAX_PART)));
  }

  /// Like [#read], but where there is nothing to give yet the answer waits until there is, or the
  /// log is complete, or `patience` has passed.
  public CompletableFuture<Reply.LogPart> follow(
      BuildId build, int step, long offset, int max, Duration patience) {
    LogName name = new LogName(build, step);
    Reply.LogPart now = read(name, offset, max);
    if (now.bytes().length > 0 || now.complete()) {
      return CompletableFuture.completedFuture(now);
    }
    CompletableFuture<Reply.LogPart> answer = new CompletableFuture<>();
    Runnable wake = () -> answer.completeAsync(() -> read(name, offset, max), background);
    followers.add(name, wake);
    Runnable callOff = deadlines.after(patience, wake);
    wakeIfMore(name, now, wake);
    return answer.whenComplete((_, _) -> {
      followers.remove(name, wake);
      callOff.run();
    });
  }

  /// Between the first look and the waiting something may have come.
  private void wakeIfMore(LogName name, Reply.LogPart seen, Runnable wake) {
    LogFile.Extent extent = extent(name);
    if (extent.length() > seen.length() || extent.state() != LogFile.State.GROWING) {
      wake.run();
    }
  }

  /// Completed while output of a build is taken, else as soon as it is again: the time to give its
  /// slave new credit.
  public CompletableFuture<Void> whenTaking(BuildId build) {
    return intake.whenOpen().thenCompose(_ -> setbacks.end(build));
  }

  /// Removes all logs of a build that has ended.
  public void delete(BuildId build) {
    Path directory = LogName.directory(top, build);
    try {
      open.forget(build);
      for (Path path : deepestFirst(directory)) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> deepestFirst(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> paths = Files.walk(directory)) {
      return paths.sorted(Comparator.reverseOrder()).toList();
    }
  }

  private LogFile.Extent extent(LogName name) {
    return with(name, LogFile::extent);
  }

  private <T> T with(LogName name, OpenLogs.Use<T> use) {
    try {
      return open.with(name, use);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// How many readers wait and how many files may be open.
  Load load() {
    return new Load(followers.count(), open.count(), finishes.size());
  }

  /// What this holds in memory.
  record Load(int followers, int openFiles, int finishes) {}

  /// Closes the files. Nothing is synced: what counts was when its log was finished.
  @Override
  public void close() {
    try {
      open.closeAll();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
