package org.yardmaster.slave.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;

/// Finds processes by the mark in their environment, as Linux shows it under `/proc`. Elsewhere it
/// finds none.
///
/// Reading every environment of a busy machine after each short step would cost more than the step.
/// So for a step that ended soon only processes younger than it are looked at: the kernel gives
/// pids upwards, and so fast it cannot have gone all the way round.
final class MarkedProcesses {
  private static final Path PROC = Path.of("/proc");

  /// More processes and threads than any machine makes in a second.
  private static final long PIDS_PER_SECOND = 100_000;

  private final boolean linux = Files.isReadable(PROC.resolve("self/environ"));
  private final long pidMax = linux ? number(PROC.resolve("sys/kernel/pid_max"), 0) : 0;
  private final long self = ProcessHandle.current().pid();

  /// All living processes with the mark.
  List<ProcessHandle> find(ProcessMark mark) {
    return find(mark, _ -> true);
  }

  /// The living processes with the mark that were started after process `pid`, which was started
  /// `ago`.
  List<ProcessHandle> findYounger(ProcessMark mark, long pid, Duration ago) {
    if (ago.toMillis() * PIDS_PER_SECOND / 1000 >= pidMax) {
      return find(mark);
    }
    long last = lastPid();
    return find(mark, last >= pid ? p -> p > pid && p <= last : p -> p > pid || p <= last);
  }

  /// Whether the process can still do anything: a zombie that nobody collects cannot.
  boolean alive(ProcessHandle process) {
    return process.isAlive() && !(linux && zombie(process.pid()));
  }

  private List<ProcessHandle> find(ProcessMark mark, LongPredicate wanted) {
    List<ProcessHandle> found = new ArrayList<>();
    if (!linux) {
      return found;
    }
    byte[] text = mark.text().getBytes(StandardCharsets.ISO_8859_1);
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path entry : entries) {
        long pid = Long.parseLong(entry.getFileName().toString());
        if (pid != self && wanted.test(pid) && carries(entry, text)) {
          ProcessHandle.of(pid).filter(this::alive).ifPresent(found::add);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      throw new IllegalStateException("processes: /proc cannot be listed", e);
    }
    return found;
  }

  /// A process that is gone, or is somebody else's, does not count.
  private static boolean carries(Path process, byte[] mark) {
    try {
      return contains(Files.readAllBytes(process.resolve("environ")), mark);
    } catch (IOException _) {
      return false;
    }
  }

  private static boolean contains(byte[] text, byte[] part) {
    for (int i = 0; i <= text.length - part.length; i++) {
      int k = 0;
      while (k < part.length && text[i + k] == part[k]) {
        k++;
      }
      if (k == part.length) {
        return true;
      }
    }
    return false;
  }

  /// The state is the letter behind the last parenthesis of `stat` (see proc(5)).
  private static boolean zombie(long pid) {
    try {
      String stat = Files.readString(PROC.resolve(pid + "/stat"), StandardCharsets.ISO_8859_1);
      char state = stat.charAt(stat.lastIndexOf(')') + 2);
      return state == 'Z' || state == 'X';
    } catch (IOException _) {
      return true;
    }
  }

  /// The youngest pid: the last word of `/proc/loadavg`.
  private static long lastPid() {
    return number(PROC.resolve("loadavg"), 4);
  }

  private static long number(Path file, int word) {
    try {
      return Long.parseLong(Files.readString(file).strip().split(" ", -1)[word]);
    } catch (IOException e) {
      throw new IllegalStateException("processes: " + file + " cannot be read", e);
    }
  }
}
