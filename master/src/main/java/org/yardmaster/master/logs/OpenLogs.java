package org.yardmaster.master.logs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yardmaster.protocol.model.BuildId;

/// Keeps the files of the logs that were used last open, and no more than a given number of them,
/// besides those that are being used this instant.
final class OpenLogs {
  private static final int INITIAL_CAPACITY = 64;
  private static final float LOAD_FACTOR = 0.75f;

  private final Path top;
  private final int limit;

  /// Least recently used first.
  private final LinkedHashMap<LogName, Entry> entries =
      new LinkedHashMap<>(INITIAL_CAPACITY, LOAD_FACTOR, true);

  OpenLogs(Path top, int limit) {
    this.top = top;
    this.limit = limit;
  }

  /// What is done with a file.
  @FunctionalInterface
  interface Use<T> {
    T of(LogFile file) throws IOException;
  }

  private static final class Entry {
    final LogFile file;
    int users;
    boolean forgotten;

    Entry(LogFile file) {
      this.file = file;
    }
  }

  /// Uses the file of a log, on the caller's thread.
  <T> T with(LogName name, Use<T> use) throws IOException {
    Entry entry = acquire(name);
    try {
      return use.of(entry.file);
    } finally {
      close(release(entry));
    }
  }

  private synchronized Entry acquire(LogName name) {
    Entry entry = entries.computeIfAbsent(name, key -> new Entry(new LogFile(top, key)));
    entry.users++;
    return entry;
  }

  /// Returns the files that nobody needs open any more.
  private synchronized List<LogFile> release(Entry entry) {
    List<LogFile> surplus = new ArrayList<>();
    entry.users--;
    if (entry.forgotten && entry.users == 0) {
      surplus.add(entry.file);
    }
    Iterator<Entry> eldest = entries.values().iterator();
    while (entries.size() > limit && eldest.hasNext()) {
      Entry candidate = eldest.next();
      if (candidate.users == 0) {
        eldest.remove();
        surplus.add(candidate.file);
      }
    }
    return surplus;
  }

  /// Whether the file of a log is among those that may be open.
  synchronized boolean holds(LogName name) {
    return entries.containsKey(name);
  }

  /// Closes the files of a build; one that is in use, as soon as it no longer is.
  void forget(BuildId build) throws IOException {
    close(take(build));
  }

  private synchronized List<LogFile> take(BuildId build) {
    List<LogFile> idle = new ArrayList<>();
    Iterator<Map.Entry<LogName, Entry>> all = entries.entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<LogName, Entry> next = all.next();
      if (next.getKey().build().equals(build)) {
        all.remove();
        leave(next.getValue(), idle);
      }
    }
    return idle;
  }

  void closeAll() throws IOException {
    close(takeAll());
  }

  private synchronized List<LogFile> takeAll() {
    List<LogFile> idle = new ArrayList<>();
    entries.values().forEach(entry -> leave(entry, idle));
    entries.clear();
    return idle;
  }

  private static void leave(Entry entry, List<LogFile> idle) {
    entry.forgotten = true;
    if (entry.users == 0) {
      idle.add(entry.file);
    }
  }

  private static void close(List<LogFile> files) throws IOException {
    for (LogFile file : files) {
      file.close();
    }
  }

  /// How many files may be open now, for the tests.
  synchronized int count() {
    return entries.size();
  }
}
