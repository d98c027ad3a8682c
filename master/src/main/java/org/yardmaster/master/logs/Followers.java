package org.yardmaster.master.logs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Who waits for more of which log. Being woken ends the waiting.
final class Followers {
  private final Map<LogName, List<Runnable>> waiting = new HashMap<>();

  synchronized void add(LogName name, Runnable wake) {
    waiting.computeIfAbsent(name, _ -> new ArrayList<>()).add(wake);
  }

  synchronized void remove(LogName name, Runnable wake) {
    waiting.computeIfPresent(
        name,
        (_, wakes) -> {
          wakes.remove(wake);
          return wakes.isEmpty() ? null : wakes;
        });
  }

  void wake(LogName name) {
    take(name).forEach(Runnable::run);
  }

  private synchronized List<Runnable> take(LogName name) {
    return Optional.ofNullable(waiting.remove(name)).orElseGet(List::of);
  }

  synchronized int count() {
    return waiting.values().stream().mapToInt(List::size).sum();
  }
}
