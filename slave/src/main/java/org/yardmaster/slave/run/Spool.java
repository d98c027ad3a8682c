package org.yardmaster.slave.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.StepResult;

/// The folder of the builds' logs: `spool/<build>/<step>.log`, each until the master has it.
final class Spool {
  private final Machine machine;
  private final Path folder;
  private final LogSender sender;

  Spool(Machine machine, LogSender sender) {
    this.machine = machine;
    this.folder = machine.data.resolve("spool");
    this.sender = sender;
  }

  static Path file(Path data, BuildId build, int step) {
    return data.resolve("spool").resolve(Long.toString(build.value())).resolve(step + ".log");
  }

  /// A new log for a step that begins; from now on it is sent while it grows.
  StepLog open(BuildId build, int step, Collection<String> secrets, long limit) {
    LogSender.Key key = new LogSender.Key(build, step);
    return new StepLog(
        file(machine.data, build, step),
        secrets,
        limit,
        machine.clock,
        machine.timer,
        length -> sender.grown(key, length));
  }

  /// The step has ended.
  ///
  /// @return the length of its log
  long close(BuildId build, int step, StepLog log) {
    long length = log.close();
    sender.closed(new LogSender.Key(build, step), length);
    return length;
  }

  /// A log that an earlier life closed is sent again from where the master has it. Where a power
  /// failure took some of it, blanks take its place: the master waits for the length it was told.
  void recover(BuildId build, StepResult step) {
    if (step.logBytes() == 0) {
      return;
    }
    try {
      fill(file(machine.data, build, step.index()), step.logBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(build + ": spool of step " + step.index(), e);
    }
    sender.closed(new LogSender.Key(build, step.index()), step.logBytes());
  }

  /// A log that an earlier life did not close is complete as it is, but for the end of a torn line.
  ///
  /// @return its length, 0 if there is none
  long recoverCutShort(BuildId build, int step) {
    Path file = file(machine.data, build, step);
    if (!Files.exists(file)) {
      return 0;
    }
    try {
      long length = endLine(file);
      sender.closed(new LogSender.Key(build, step), length);
      return length;
    } catch (IOException e) {
      throw new UncheckedIOException(build + ": spool of step " + step, e);
    }
  }

  private static long endLine(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      long length = channel.size();
      ByteBuffer last = ByteBuffer.allocate(1);
      if (length > 0 && channel.read(last, length - 1) == 1 && last.get(0) != '\n') {
        channel.write(ByteBuffer.wrap(new byte[] {'\n'}), length);
      }
      return channel.size();
    }
  }

  private static void fill(Path file, long length) throws IOException {
    Files.createDirectories(file.getParent());
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      long missing = length - channel.size();
      if (missing > 0) {
        String blanks = " ".repeat((int) Math.min(missing - 1, 1 << 20)) + "\n";
        byte[] bytes = blanks.getBytes(StandardCharsets.US_ASCII);
        channel.position(channel.size());
        while (channel.size() < length) {
          int part = (int) Math.min(bytes.length, length - channel.size());
          channel.write(ByteBuffer.wrap(bytes, bytes.length - part, part));
        }
      }
    }
  }

  /// Removes the logs of a build, soon: most have none, and that is seen at once.
  void forget(BuildId build) {
    sender.forget(build);
    Path logs = folder.resolve(Long.toString(build.value()));
    if (Files.exists(logs)) {
      machine.threads.execute(() -> delete(logs));
    }
  }

  /// Removes the logs of all builds but these: what a life that was killed left behind.
  void keepOnly(Collection<BuildId> builds) {
    SortedSet<String> kept = new TreeSet<>();
    builds.forEach(build -> kept.add(Long.toString(build.value())));
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> entries = Files.list(folder)) {
      entries
          .filter(e -> !kept.contains(e.getFileName().toString()))
          .toList()
          .forEach(Spool::delete);
    } catch (IOException e) {
      throw new UncheckedIOException("spool: " + folder + " cannot be read", e);
    }
  }

  private static void delete(Path path) {
    if (!Files.exists(path)) {
      return;
    }
    try (Stream<Path> all = Files.walk(path)) {
      List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
      for (Path each : deepestFirst) {
        Files.deleteIfExists(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("spool: " + path + " cannot be deleted", e);
    }
  }
}
