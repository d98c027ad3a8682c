package org.yardmaster.master.alerts;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Remembers through a restart which hook has been told what: a file of lines `NUMBER STATE HOOK`,
/// and `NUMBER forget` once nobody will ask again. Each line is synced before the call returns.
///
/// A file that cannot be written costs at worst that a hook is told again after a restart. Safe for
/// any thread; questions never wait for the disk.
final class ToldFile {
  private static final Logger LOG = LoggerFactory.getLogger(ToldFile.class);
  private static final String FORGET = "forget";

  /// Lines beyond twice what is needed, after which the file is written anew.
  private static final int SPARE_LINES = 500;

  private final Path file;
  private final Object writing = new Object();
  private final TreeMap<Long, Set<String>> told = new TreeMap<>();
  private int lines;

  private ToldFile(Path file) {
    this.file = file;
  }

  static ToldFile open(Path file) throws IOException {
    ToldFile opened = new ToldFile(file);
    if (Files.exists(file)) {
      Files.readAllLines(file).forEach(opened::learn);
    }
    opened.rewrite();
    return opened;
  }

  private void learn(String line) {
    String[] words = line.split(" ", 2);
    if (words.length == 2 && words[0].matches("-?\\d{1,18}")) {
      long number = Long.parseLong(words[0]);
      if (words[1].equals(FORGET)) {
        told.remove(number);
      } else {
        remember(number, words[1]);
      }
    }
  }

  private void remember(long number, String fact) {
    told.computeIfAbsent(number, _ -> new LinkedHashSet<>()).add(fact);
  }

  /// Whether a hook has been told this.
  boolean has(Alert alert, String hook) {
    synchronized (told) {
      Set<String> facts = told.get(alert.incident().number());
      return facts != null && facts.contains(fact(alert, hook));
    }
  }

  /// Incidents of which some hook has been told something and that are not forgotten, by number.
  SortedSet<Long> numbers() {
    synchronized (told) {
      return new TreeSet<>(told.keySet());
    }
  }

  /// A hook has been told this.
  void add(Alert alert, String hook) {
    long number = alert.incident().number();
    synchronized (told) {
      remember(number, fact(alert, hook));
    }
    append(number, fact(alert, hook));
  }

  /// Nobody will ask of this incident again.
  void forget(long number) {
    boolean known;
    synchronized (told) {
      known = told.remove(number) != null;
    }
    if (known) {
      append(number, FORGET);
    }
  }

  private static String fact(Alert alert, String hook) {
    return alert.state().code() + " " + hook;
  }

  private void append(long number, String fact) {
    synchronized (writing) {
      try {
        write(List.of(number + " " + fact), file, StandardOpenOption.APPEND);
        lines++;
        if (lines > 2 * size() + SPARE_LINES) {
          rewrite();
        }
      } catch (IOException e) {
        LOG.warn(
            "alerts: {} cannot be written ({}); after a restart a hook may be told again",
            file,
            e.getMessage());
      }
    }
  }

  private int size() {
    synchronized (told) {
      return told.values().stream().mapToInt(Set::size).sum();
    }
  }

  private void rewrite() throws IOException {
    List<String> all;
    synchronized (told) {
      all =
          told.entrySet().stream()
              .flatMap(e -> e.getValue().stream().map(fact -> e.getKey() + " " + fact))
              .toList();
    }
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    write(all, fresh, StandardOpenOption.TRUNCATE_EXISTING);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    lines = all.size();
  }

  private static void write(Collection<String> lines, Path to, StandardOpenOption how)
      throws IOException {
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(line).append('\n'));
    try (FileChannel channel =
        FileChannel.open(to, StandardOpenOption.CREATE, StandardOpenOption.WRITE, how)) {
      ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }
}
