package org.yardmaster.master.logs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yardmaster.master.disk.Directories;
import org.yardmaster.protocol.message.Reply;

/// The file of one step's log. Opened when first used and, after [#close()] or a failure, again;
/// safe for any thread.
final class LogFile {
  /// So many bytes are written at most before they are synced. What the system writes out on its
  /// own, later and more at once, holds up all others that sync, the farm's database first: at 100
  /// MB/s, one commit of a hundred for a quarter of a second.
  private static final long SYNCED_EVERY = 1 << 20;

  private final Path top;
  private final Path directory;
  private final Path growing;
  private final Path whole;
  private final Path cut;

  private @Nullable FileChannel channel;
  private long length;
  private long unsynced;
  private State state = State.GROWING;

  /// How a log ended of which there is no file.
  private Optional<State> endedEmpty = Optional.empty();

  LogFile(Path top, LogName name) {
    this.top = top;
    this.directory = LogName.directory(top, name.build());
    this.growing = name.growing(top);
    this.whole = name.whole(top);
    this.cut = name.cut(top);
  }

  /// Whether more is to come. A log that is CUT is complete as long as nothing comes after all.
  enum State {
    GROWING,
    CUT,
    WHOLE
  }

  /// How much there is, and whether that is all.
  record Extent(long length, State state) {}

  synchronized Extent extent() throws IOException {
    open();
    return new Extent(length, state);
  }

  /// Writes what of `bytes` lies behind the present end. What the file has already is taken for the
  /// same; bytes behind a gap, or behind the end of a whole log, are ignored. One that was cut
  /// grows again.
  synchronized Extent append(long offset, byte[] bytes) throws IOException {
    open();
    long skipped = length - offset;
    if (state != State.WHOLE && skipped >= 0 && skipped < bytes.length) {
      if (state == State.CUT) {
        growAgain();
      }
      write(ByteBuffer.wrap(bytes, (int) skipped, bytes.length - (int) skipped));
    }
    return new Extent(length, state);
  }

  private void growAgain() throws IOException {
    if (endedEmpty.isPresent()) {
      endedEmpty = Optional.empty();
    } else {
      become(State.GROWING, growing);
    }
  }

  private void write(ByteBuffer bytes) throws IOException {
    try {
      FileChannel file = openOrCreate();
      while (bytes.hasRemaining()) {
        int written = file.write(bytes, length);
        length += written;
        unsynced += written;
      }
      if (unsynced >= SYNCED_EVERY) {
        sync(file);
      }
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  /// After a failure it is unknown which bytes the disk has, and no later sync tells: there is no
  /// log then, and its slave sends it from the beginning.
  private void sync(FileChannel file) throws IOException {
    unsynced = 0;
    try {
      file.force(false);
    } catch (ClosedByInterruptException e) {
      throw e;
    } catch (IOException e) {
      close();
      Files.deleteIfExists(growing);
      throw e;
    }
  }

  /// A part from `offset`, or, where that is negative, from so many bytes before the end; never
  /// from behind the end.
  synchronized Reply.LogPart read(long offset, int max) throws IOException {
    Optional<FileChannel> file = open();
    long from = offset < 0 ? Math.max(0, length + offset) : Math.min(offset, length);
    ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(max, length - from));
    while (file.isPresent()
        && bytes.hasRemaining()
        && file.get().read(bytes, from + bytes.position()) >= 0) {}
    return new Reply.LogPart(
        from, Arrays.copyOf(bytes.array(), bytes.position()), length, state != State.GROWING);
  }

  /// Syncs the log at its present length and gives it the name of a whole one. Returns its length.
  /// A log without output gets no file; that it has ended is known as long as this object lives.
  synchronized long complete() throws IOException {
    return end(State.WHOLE, whole);
  }

  /// Like [#complete()], but what comes after all is taken.
  synchronized long cut() throws IOException {
    return end(State.CUT, cut);
  }

  private long end(State end, Path name) throws IOException {
    Optional<FileChannel> file = open();
    if (state == State.WHOLE || state == end) {
      return length;
    }
    if (file.isEmpty()) {
      endedEmpty = Optional.of(end);
      return 0;
    }
    if (state == State.GROWING) {
      sync(file.get());
    }
    become(end, name);
    Directories.sync(directory);
    Directories.sync(directory.resolveSibling("."));
    return length;
  }

  private void become(State next, Path name) throws IOException {
    close();
    Files.move(path(), name, StandardCopyOption.ATOMIC_MOVE);
    state = next;
  }

  private Path path() {
    return switch (state) {
      case GROWING -> growing;
      case CUT -> cut;
      case WHOLE -> whole;
    };
  }

  synchronized void close() throws IOException {
    FileChannel open = channel;
    channel = null;
    if (open != null) {
      open.close();
    }
  }

  /// Opens the file, if there is one, and looks at its length.
  private Optional<FileChannel> open() throws IOException {
    if (channel != null && channel.isOpen()) {
      return Optional.of(channel);
    }
    if (endedEmpty.isPresent()) {
      state = endedEmpty.get();
      return Optional.empty();
    }
    for (State found : List.of(State.WHOLE, State.GROWING, State.CUT)) {
      state = found;
      if (Files.exists(path())) {
        return Optional.of(opened(FileChannel.open(path(), options(found))));
      }
    }
    state = State.GROWING;
    length = 0;
    return Optional.empty();
  }

  private static OpenOption[] options(State state) {
    return state == State.GROWING
        ? new OpenOption[] {StandardOpenOption.READ, StandardOpenOption.WRITE}
        : new OpenOption[] {StandardOpenOption.READ};
  }

  private FileChannel create() throws IOException {
    makeDirectory();
    return opened(
        FileChannel.open(
            growing,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.CREATE_NEW));
  }

  /// Those above the build's own are made for a thousand builds, and saved at once.
  private void makeDirectory() throws IOException {
    Path above = directory.resolveSibling(".").normalize();
    if (!Files.isDirectory(above)) {
      Files.createDirectories(above);
      Directories.syncUpTo(top, above);
    }
    Files.createDirectories(directory);
  }

  private FileChannel opened(FileChannel file) throws IOException {
    channel = file;
    length = file.size();
    return file;
  }

  private FileChannel openOrCreate() throws IOException {
    Optional<FileChannel> file = open();
    return file.isPresent() ? file.get() : create();
  }
}
