package org.yardmaster.master.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;

/// What the figures were measured on.
final class Machine {
  private static final int SYNCS = 300;
  private static final int MEMORY = 128 << 20;
  private static final int PAGE = 4096;
  private static final int PROGRAMS = 100;

  private Machine() {}

  /// In words, by what it is; measures the disk under `folder`.
  static SortedMap<String, String> describe(Path folder) throws IOException {
    SortedMap<String, String> all = new TreeMap<>();
    all.put("cores", String.valueOf(Runtime.getRuntime().availableProcessors()));
    all.put("cpu", line("/proc/cpuinfo", "model name"));
    all.put("memory", line("/proc/meminfo", "MemTotal"));
    all.put("jdk", System.getProperty("java.vm.name") + " " + Runtime.version());
    all.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    Latencies sync = syncs(folder);
    all.put(
        "fsync of 4 KiB", "p50 %.2f ms, p99 %.2f ms".formatted(sync.millis(50), sync.millis(99)));
    all.put("new page of memory", "%.1f us".formatted(micros(MEMORY / PAGE, Machine::takeMemory)));
    all.put("program started", "%.1f ms".formatted(micros(PROGRAMS, Machine::runPrograms) / 1000));
    all.put("load", load());
    return all;
  }

  private interface Work {
    void run() throws IOException;
  }

  private static double micros(int pieces, Work work) throws IOException {
    long begin = System.nanoTime();
    work.run();
    return (System.nanoTime() - begin) / 1000.0 / pieces;
  }

  /// Memory that the system has to find, map and clear page by page: some 0.3 us a page on a
  /// machine of one's own, up to a hundred times that on some virtual ones, where each new process
  /// takes hundreds of them.
  private static void takeMemory() {
    ByteBuffer memory = ByteBuffer.allocateDirect(MEMORY);
    for (int i = 0; i < MEMORY; i += PAGE) {
      memory.put(i, (byte) 1);
    }
  }

  private static void runPrograms() throws IOException {
    shell("i=0; while [ $i -lt " + PROGRAMS + " ]; do /bin/true; i=$((i+1)); done");
  }

  /// Runs a script of the shell, and waits for it.
  ///
  /// @throws IOException if it fails
  static void shell(String script) throws IOException {
    Process shell = new ProcessBuilder("sh", "-c", script).inheritIO().start();
    try {
      if (shell.waitFor() != 0) {
        throw new IOException("exit code %d: %s".formatted(shell.exitValue(), script));
      }
    } catch (InterruptedException e) {
      throw new IOException("interrupted: " + script, e);
    }
  }

  /// The load averages at this moment, where the system tells.
  static String load() {
    return first("/proc/loadavg").replaceAll("^(\\S+ \\S+ \\S+).*", "$1");
  }

  private static Latencies syncs(Path folder) throws IOException {
    Latencies latencies = new Latencies();
    try (SyncedFile file = new SyncedFile(folder.resolve("fsync"))) {
      for (int i = 0; i < SYNCS; i++) {
        long begin = System.nanoTime();
        file.append();
        latencies.add(System.nanoTime() - begin);
      }
    }
    return latencies;
  }

  private static String line(String file, String name) throws IOException {
    Path path = Path.of(file);
    if (!Files.exists(path)) {
      return "unknown";
    }
    return Files.readAllLines(path).stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("unknown");
  }

  private static String first(String file) {
    try {
      return Files.readAllLines(Path.of(file)).getFirst();
    } catch (IOException _) {
      return "unknown";
    }
  }
}
