package org.yardmaster.master.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;

/// What the figures were measured on.
final class Machine {
  private static final int SYNCS = 300;

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
    all.put("load", load());
    return all;
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
