package org.yardmaster.master.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.yardmaster.master.farm.ConfigVersion;
import org.yardmaster.protocol.model.Build;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.BuildOrder;
import org.yardmaster.protocol.model.LockDefinition;
import org.yardmaster.protocol.model.LockUse;
import org.yardmaster.protocol.model.RequestId;

/// What really runs in the simulated world, whatever anybody believes.
final class Reality {
  private static final int WHOLE_BUILD = -1;

  private final Map<BuildId, BuildOrder> running = new TreeMap<>();

  /// Whose build each is.
  private final Map<BuildId, SortedSet<RequestId>> carried = new TreeMap<>();

  private final Map<BuildId, String> begun = new TreeMap<>();
  private final Map<Part, Use> using = new TreeMap<>();

  /// Under which configuration the farm gave each build and step its locks.
  private final Map<Part, Long> granted = new TreeMap<>();

  private final TreeMap<Long, List<LockDefinition>> configs = new TreeMap<>();

  /// A build, or one of its steps.
  private record Part(BuildId build, int step) implements Comparable<Part> {
    @Override
    public int compareTo(Part other) {
      int byBuild = build.compareTo(other.build);
      return byBuild != 0 ? byBuild : Integer.compare(step, other.step);
    }
  }

  /// The locks of processes that run.
  private record Use(Part part, String machine, List<LockUse> locks, long config) {

    Optional<LockUse> of(String lock) {
      return locks.stream().filter(use -> use.lock().equals(lock)).findFirst();
    }
  }

  // What the farm decided.

  void inForce(ConfigVersion config) {
    configs.put(config.version(), config.config().locks());
  }

  /// The farm has started a build.
  void started(BuildId build, ConfigVersion config) {
    granted.putIfAbsent(new Part(build, WHOLE_BUILD), config.version());
  }

  /// The farm has given a step its locks.
  void granted(BuildId build, int step, ConfigVersion config) {
    granted.putIfAbsent(new Part(build, step), config.version());
  }

  /// The farm has written whose build it is: somebody may have left it.
  void carries(Build build) {
    carried.put(build.id(), Judge.requestsOf(build));
  }

  // What happens.

  /// Processes of a build begin somewhere.
  void begins(BuildOrder order, String machine, String where) {
    String before = begun.put(order.build(), where);
    if (before != null) {
      throw new AssertionError(order.build() + " begins on " + where + ", and began on " + before);
    }
    for (BuildId build : running.keySet()) {
      SortedSet<RequestId> both = new TreeSet<>(of(build));
      both.retainAll(of(order.build()));
      if (!both.isEmpty()) {
        throw new AssertionError(
            "%s runs twice: as %s on %s and as %s on %s"
                .formatted(both, build, begun.get(build), order.build(), where));
      }
    }
    running.put(order.build(), order);
    takes(new Part(order.build(), WHOLE_BUILD), machine, order.locks());
  }

  private SortedSet<RequestId> of(BuildId build) {
    return Objects.requireNonNull(carried.get(build), "what begins was started");
  }

  /// No process of the build is left.
  void ends(BuildId build) {
    running.remove(build);
    using.keySet().removeIf(part -> part.build.equals(build));
  }

  void stepBegins(BuildOrder order, int step, String machine) {
    takes(new Part(order.build(), step), machine, order.steps().get(step).locks());
  }

  void stepEnds(BuildId build, int step) {
    using.remove(new Part(build, step));
  }

  // Locks.

  private void takes(Part part, String machine, List<LockUse> locks) {
    if (locks.isEmpty()) {
      return;
    }
    @Nullable Long config = granted.get(part);
    Judge.that(config != null, "who begins was given its locks", part);
    Use use = new Use(part, machine, locks, config == null ? 0 : config);
    locks.forEach(lock -> mayTake(use, lock));
    using.put(part, use);
  }

  /// Compares with those who were given the same lock, as far as it was one lock all the time.
  private void mayTake(Use mine, LockUse lock) {
    List<LockUse> together = new ArrayList<>(List.of(lock));
    int capacity = 0;
    List<Use> others = new ArrayList<>();
    for (Use other : using.values()) {
      Optional<LockUse> there = other.of(lock.lock());
      int most = there.isEmpty() ? 0 : capacity(mine, other, lock.lock());
      if (there.isPresent() && most > 0) {
        together.add(there.get());
        others.add(other);
        capacity = Math.max(capacity, most);
      }
    }
    if (!others.isEmpty()) {
      boolean alone = together.stream().anyMatch(use -> use.count().isEmpty());
      int used = together.stream().mapToInt(use -> use.count().orElse(0)).sum();
      Judge.that(
          !alone && used <= capacity,
          "nothing runs beyond the capacity of a lock",
          mine + " " + others);
    }
  }

  /// The most that the lock had while both were given it; 0 where it was not the same lock.
  private int capacity(Use one, Use other, String name) {
    long from = Math.min(one.config, other.config);
    long to = Math.max(one.config, other.config);
    int most = 0;
    boolean onSlaves = false;
    for (List<LockDefinition> locks : configs.subMap(from, true, to, true).values()) {
      Optional<LockDefinition> lock = locks.stream().filter(l -> l.name().equals(name)).findFirst();
      if (lock.isEmpty()) {
        return 0;
      }
      boolean slave = lock.get().scope() == LockDefinition.Scope.SLAVE;
      if (most > 0 && slave != onSlaves) {
        return 0;
      }
      onSlaves = slave;
      most = Math.max(most, lock.get().capacity());
    }
    return onSlaves && !one.machine.equals(other.machine) ? 0 : most;
  }
}
