package org.yardmaster.slave.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends processes for good: asks them with TERM, after a grace makes them with KILL, and looks
/// again until none is left.
final class ProcessTree {
  private static final Logger log = LoggerFactory.getLogger(ProcessTree.class);
  private static final Duration AFTER_KILL = Duration.ofSeconds(20);

  private final MarkedProcesses marked;
  private final Duration grace;

  ProcessTree(MarkedProcesses marked, Duration grace) {
    this.marked = marked;
    this.grace = grace;
  }

  /// All that belongs to a step: the descendants of its process, and whatever carries its mark.
  Set<ProcessHandle> of(ProcessHandle root, ProcessMark mark) {
    Set<ProcessHandle> all = new LinkedHashSet<>();
    if (marked.alive(root)) {
      all.add(root);
    }
    root.descendants().filter(marked::alive).forEach(all::add);
    all.addAll(marked.find(mark));
    return all;
  }

  /// Ends all that `find` finds, again and again until it finds none.
  ///
  /// @return how many processes were ended; those that even KILL cannot end are left, and logged
  int end(Supplier<? extends Set<ProcessHandle>> find) throws InterruptedException {
    long termUntil = System.nanoTime() + grace.toNanos();
    long giveUpAt = termUntil + AFTER_KILL.toNanos();
    Set<ProcessHandle> asked = new LinkedHashSet<>();
    Wait wait = new Wait();
    while (true) {
      // Once more than seems needed: a process may be born while the list is made.
      Set<ProcessHandle> living = find.get();
      if (living.isEmpty() && find.get().isEmpty()) {
        return asked.size();
      }
      long now = System.nanoTime();
      if (now - giveUpAt > 0) {
        log.warn("processes {}: still there {} after KILL; left alone", pids(living), AFTER_KILL);
        return asked.size();
      }
      signal(living, asked, now - termUntil >= 0);
      wait.once();
    }
  }

  private static void signal(Set<ProcessHandle> living, Set<ProcessHandle> asked, boolean force) {
    for (ProcessHandle process : living) {
      boolean isNew = asked.add(process);
      if (force) {
        process.destroyForcibly();
      } else if (isNew) {
        process.destroy();
      }
    }
  }

  private static List<Long> pids(Set<ProcessHandle> processes) {
    List<Long> pids = new ArrayList<>();
    processes.forEach(p -> pids.add(p.pid()));
    return pids;
  }

  /// The end of a process that is no child of ours cannot be waited for, only looked for: soon at
  /// first, then seldom.
  private static final class Wait {
    private long millis = 2;

    void once() throws InterruptedException {
      Thread.sleep(millis);
      millis = Math.min(100, millis * 2);
    }
  }
}
