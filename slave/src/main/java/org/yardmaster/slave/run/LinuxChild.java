package org.yardmaster.slave.run;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.yardmaster.protocol.log.LogLine;

/// A child of this process, started and waited for by the C library. Its two streams and its end
/// are waited for at once, by the thread that started it; nothing but its end interrupts that.
final class LinuxChild implements Child {
  private static final int BUFFER = 8 * 1024;
  private static final int FOR_EVER = -1;
  private static final int LOOK_MILLIS = 20;
  private static final int NONE = -1;

  /// What is waited for: standard output, standard error, the end.
  private static final int END = 2;

  /// A `struct pollfd`: the file, what to wait for, what there is.
  private static final int POLLFD_BYTES = 8;

  private static final int EVENTS = 4;
  private static final int RESULTS = 6;
  private static final short POLLIN = 1;

  private static final List<LogLine.Source> SOURCES =
      List.of(LogLine.Source.STDOUT, LogLine.Source.STDERR);

  /// As Java takes names of files: in its locale. A service often has none, and Java takes that for
  /// ASCII, though what it is told is not.
  private static final Charset CHARSET = charset(System.getProperty("sun.jnu.encoding", "UTF-8"));

  private final Libc libc;
  private final Arena arena = Arena.ofConfined();
  private final MemorySegment state = arena.allocate(Libc.STATE);
  private final MemorySegment buffer = arena.allocate(BUFFER);
  private final MemorySegment files = arena.allocate(3L * POLLFD_BYTES, Libc.INT.byteAlignment());
  private int pid = NONE;
  private @Nullable ProcessHandle handle;
  private boolean collected;

  private LinuxChild(Libc libc) {
    this.libc = libc;
    for (int which = 0; which <= END; which++) {
      waitFor(which, NONE);
    }
  }

  private static Charset charset(String name) {
    Charset ofLocale = Charset.isSupported(name) ? Charset.forName(name) : StandardCharsets.UTF_8;
    return ofLocale.equals(StandardCharsets.US_ASCII) ? StandardCharsets.UTF_8 : ofLocale;
  }

  /// Empty if it cannot be started so.
  static Optional<Child> start(Libc libc, List<String> argv, List<String> variables, Path folder)
      throws IOException {
    LinuxChild child = new LinuxChild(libc);
    boolean started = false;
    try {
      started = child.begin(argv, variables, folder);
    } finally {
      if (!started) {
        child.close();
      }
    }
    return started ? Optional.of(child) : Optional.empty();
  }

  private boolean begin(List<String> argv, List<String> variables, Path folder) throws IOException {
    int output = pipe(0);
    int errors = pipe(1);
    try {
      // Where this process began without its standard files, a pipe may have one's number.
      if (output > END && errors > END) {
        pid =
            libc.spawn(
                arena, texts(argv), texts(variables), text(folder.toString()), output, errors);
      }
    } finally {
      close(output);
      close(errors);
    }
    if (pid == NONE) {
      return false;
    }
    int end = libc.pidfdOpen(pid);
    if (end == NONE) {
      libc.kill(pid, Libc.SIGKILL);
      collect(0);
      throw new IOException(argv.getFirst() + ": no file is left to wait for its end with");
    }
    waitFor(END, end);
    handle = ProcessHandle.of(pid).orElseThrow();
    return true;
  }

  /// Makes a pipe that is read from as this stream. Answers with its other end.
  private int pipe(int stream) {
    MemorySegment ends = arena.allocate(Libc.INT, 2);
    if (!libc.pipe(ends)) {
      return NONE;
    }
    waitFor(stream, ends.getAtIndex(Libc.INT, 0));
    return ends.getAtIndex(Libc.INT, 1);
  }

  private MemorySegment texts(List<String> texts) {
    MemorySegment addresses = arena.allocate(Libc.POINTER, texts.size() + 1L);
    for (int i = 0; i < texts.size(); i++) {
      addresses.setAtIndex(Libc.POINTER, i, text(texts.get(i)));
    }
    return addresses;
  }

  private MemorySegment text(String text) {
    return arena.allocateFrom(text, CHARSET);
  }

  private void waitFor(int which, int file) {
    files.set(Libc.INT, (long) which * POLLFD_BYTES, file);
    files.set(Libc.SHORT, (long) which * POLLFD_BYTES + EVENTS, POLLIN);
  }

  private int file(int which) {
    return files.get(Libc.INT, (long) which * POLLFD_BYTES);
  }

  private boolean ready(int which) {
    return file(which) != NONE && files.get(Libc.SHORT, (long) which * POLLFD_BYTES + RESULTS) != 0;
  }

  @Override
  public ProcessHandle handle() {
    if (handle == null) {
      throw new IllegalStateException("process: not started");
    }
    return handle;
  }

  @Override
  public int await(Output output) {
    boolean ended = false;
    while (!ended) {
      if (libc.poll(state, files, END + 1, FOR_EVER)) {
        take(output);
        ended = ready(END);
      }
    }
    return collect(0);
  }

  @Override
  public boolean takeRest(Output output, BooleanSupplier over, Duration grace) {
    Optional<Long> giveUpAt = Optional.empty();
    while (file(0) != NONE || file(1) != NONE) {
      if (giveUpAt.isEmpty() && over.getAsBoolean()) {
        giveUpAt = Optional.of(System.nanoTime() + grace.toNanos());
      }
      long left =
          giveUpAt.map(at -> (at - System.nanoTime()) / 1_000_000).orElse((long) LOOK_MILLIS);
      if (left < 0) {
        return false;
      }
      if (libc.poll(state, files, END, Math.toIntExact(left))) {
        take(output);
      }
    }
    return true;
  }

  private void take(Output output) {
    for (int stream = 0; stream < END; stream++) {
      if (ready(stream)) {
        int count = libc.read(state, file(stream), buffer);
        if (count > 0) {
          byte[] bytes = buffer.asSlice(0, count).toArray(ValueLayout.JAVA_BYTE);
          output.take(SOURCES.get(stream), bytes, count);
        } else if (count == 0) {
          giveUp(stream);
        }
      }
    }
  }

  private void giveUp(int which) {
    close(file(which));
    waitFor(which, NONE);
  }

  private void close(int file) {
    if (file != NONE) {
      libc.close(file);
    }
  }

  /// Its exit code, as a shell tells it.
  private int collect(int options) {
    MemorySegment status = arena.allocate(Libc.INT);
    collected = libc.waitpid(state, pid, status, options);
    int told = status.get(Libc.INT, 0);
    int signal = told & 0x7f;
    return signal == 0 ? (told >> 8) & 0xff : 128 + signal;
  }

  @Override
  public void close() {
    for (int which = 0; which <= END; which++) {
      giveUp(which);
    }
    if (pid != NONE && !collected) {
      collect(Libc.WNOHANG);
    }
    arena.close();
  }
}
