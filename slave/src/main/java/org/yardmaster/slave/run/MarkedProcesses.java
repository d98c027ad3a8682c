package org.yardmaster.slave.run;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// Finds processes by the mark in their environment, as Linux shows it under `/proc`. Elsewhere it
/// finds none.
///
/// Reading every environment of a busy machine after each short step would cost more than the step.
/// So for a step that ended soon only processes younger than it are looked at: the kernel gives
/// pids upwards, and so fast it cannot have gone all the way round.
final class MarkedProcesses {
  private static final File PROC = new File("/proc");

  /// More processes and threads than any machine makes in a second.
  private static final long PIDS_PER_SECOND = 100_000;

  /// So few pids are tried one by one; to find which of more are alive, they are listed.
  private static final long FEW = 64;

  /// How often to look, a millisecond apart, at a process that shows no environment: for a moment
  /// one that is becoming another program does not, and one that is about to be gone.
  private static final int LOOKS = 50;

  private static final long A_MILLI = 1_000_000;

  /// A bit of a process's flags: it is a thread of the kernel and never has an environment.
  private static final long KERNEL_THREAD = 0x0020_0000;

  private final boolean linux = new File(PROC, "self/environ").canRead();
  private final long pidMax = linux ? number("sys/kernel/pid_max", 0) : 0;
  private final long self = ProcessHandle.current().pid();

  /// The pids given after `first` until `last` was given; they may go round.
  private record Younger(long first, long last, long pidMax) {
    private long count() {
      return last >= first ? last - first : pidMax - first + last;
    }

    private boolean contains(long pid) {
      return last >= first ? pid > first && pid <= last : pid > first || pid <= last;
    }

    private LongStream all() {
      return LongStream.rangeClosed(1, count()).map(i -> (first + i - 1) % pidMax + 1);
    }
  }

  /// What a look at a process says of it. Unclear is one that shows no environment just now.
  private enum Sight {
    MARKED,
    UNCLEAR,
    OTHER
  }

  /// All living processes with the mark.
  List<ProcessHandle> find(ProcessMark mark) {
    byte[] text = text(mark);
    List<ProcessHandle> found = new ArrayList<>();
    List<Long> pids = living().boxed().toList();
    for (int looks = 0; looks < LOOKS && !pids.isEmpty(); looks++) {
      if (looks > 0) {
        LockSupport.parkNanos(A_MILLI);
      }
      Looked looked = look(pids, text);
      looked
          .marked()
          .forEach(
              pid -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).ifPresent(found::add));
      pids = looked.unclear();
    }
    return found;
  }

  /// Whether a process with the mark lives that was started after process `pid`, which was started
  /// `ago`.
  boolean anyYounger(ProcessMark mark, long pid, Duration ago) throws InterruptedException {
    if (!linux || ago.toMillis() * PIDS_PER_SECOND / 1000 >= pidMax) {
      return !find(mark).isEmpty();
    }
    byte[] text = text(mark);
    long seen = pid;
    List<Long> unclear = List.of();
    // One that started another may be gone before it is looked at, so those born meanwhile are
    // looked at too.
    for (int looks = 0; looks < LOOKS; looks++) {
      long last = number("loadavg", 4);
      Looked looked =
          look(Stream.concat(unclear.stream(), since(seen, last).boxed()).toList(), text);
      if (!looked.marked().isEmpty()) {
        return true;
      }
      unclear = looked.unclear();
      if (!unclear.isEmpty()) {
        Thread.sleep(1);
      } else if (last == seen) {
        return false;
      }
      seen = last;
    }
    return !find(mark).isEmpty();
  }

  private LongStream since(long first, long last) {
    Younger younger = new Younger(first, last, pidMax);
    return younger.count() <= FEW ? younger.all() : living().filter(younger::contains);
  }

  /// Whether the process can still do anything: a zombie that nobody collects cannot.
  boolean alive(ProcessHandle process) {
    return process.isAlive() && !(linux && zombie(process.pid()));
  }

  private static byte[] text(ProcessMark mark) {
    return mark.text().getBytes(StandardCharsets.ISO_8859_1);
  }

  private LongStream living() {
    if (!linux) {
      return LongStream.empty();
    }
    String[] names = PROC.list((_, name) -> Character.isDigit(name.charAt(0)));
    if (names == null) {
      throw new IllegalStateException("processes: /proc cannot be listed");
    }
    return Arrays.stream(names).mapToLong(Long::parseLong);
  }

  /// What was seen of some processes.
  private record Looked(List<Long> marked, List<Long> unclear) {}

  private Looked look(List<Long> pids, byte[] mark) {
    Looked looked = new Looked(new ArrayList<>(), new ArrayList<>());
    for (long pid : pids) {
      switch (look(pid, mark)) {
        case MARKED -> looked.marked().add(pid);
        case UNCLEAR -> looked.unclear().add(pid);
        case OTHER -> {}
      }
    }
    return looked;
  }

  /// A process that is gone, or is somebody else's, does not count. That is asked first: many are,
  /// and an exception for each costs more than all else.
  private Sight look(long pid, byte[] mark) {
    File file = new File(PROC, pid + "/environ");
    if (pid == self || !file.canRead()) {
      return Sight.OTHER;
    }
    byte[] environment = environment(file);
    boolean marked = contains(environment, mark);
    if (environment.length > 0 && !marked) {
      return Sight.OTHER;
    }
    try {
      Stat stat = Stat.of(pid);
      if (stat.zombie() || stat.ofKernel()) {
        return Sight.OTHER;
      }
      return marked ? Sight.MARKED : Sight.UNCLEAR;
    } catch (IOException _) {
      return Sight.OTHER;
    }
  }

  /// Empty if the process has none just now.
  private static byte[] environment(File file) {
    try {
      return read(file);
    } catch (IOException _) {
      return new byte[0];
    }
  }

  private static boolean contains(byte[] text, byte[] part) {
    for (int i = 0; i <= text.length - part.length; i++) {
      if (text[i] == part[0] && Arrays.equals(text, i, i + part.length, part, 0, part.length)) {
        return true;
      }
    }
    return false;
  }

  private static boolean zombie(long pid) {
    try {
      return Stat.of(pid).zombie();
    } catch (IOException _) {
      return true;
    }
  }

  /// What the kernel says of a process (see proc(5)): its state, one letter, and its flags.
  private record Stat(char state, long flags) {
    static Stat of(long pid) throws IOException {
      String stat = new String(read(new File(PROC, pid + "/stat")), StandardCharsets.ISO_8859_1);
      // Its name is in parentheses and may hold anything; the state follows, the flags are sixth
      // behind that.
      String[] words = stat.substring(stat.lastIndexOf(')') + 2).split(" ", 8);
      return new Stat(words[0].charAt(0), Long.parseLong(words[6]));
    }

    boolean zombie() {
      return state == 'Z' || state == 'X';
    }

    boolean ofKernel() {
      return (flags & KERNEL_THREAD) != 0;
    }
  }

  /// A word of a file under `/proc`. The youngest pid is the last one of `loadavg`.
  private static long number(String file, int word) {
    try {
      String text = new String(read(new File(PROC, file)), StandardCharsets.ISO_8859_1);
      return Long.parseLong(text.strip().split(" ", -1)[word]);
    } catch (IOException e) {
      throw new IllegalStateException("processes: /proc/" + file + " cannot be read", e);
    }
  }

  /// Not by [java.nio.file.Files]: it reads a file that tells no length byte by byte at first, of
  /// which some of these give one only.
  private static byte[] read(File file) throws IOException {
    try (FileInputStream in = new FileInputStream(file)) {
      return in.readAllBytes();
    }
  }
}
