package org.yardmaster.master.farm;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yardmaster.protocol.model.Build;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.BuildOrder;
import org.yardmaster.protocol.model.LockDefinition;
import org.yardmaster.protocol.model.LockState;
import org.yardmaster.protocol.model.LockUse;
import org.yardmaster.protocol.model.OrderKey;
import org.yardmaster.protocol.model.Request;
import org.yardmaster.protocol.model.RequestId;
import org.yardmaster.protocol.model.Slave;
import org.yardmaster.protocol.model.SlaveId;
import org.yardmaster.protocol.model.WaitReason;

/// Knows who holds what of each lock, and what may be taken of it now.
///
/// A running build holds the locks of its builder from its start to its end, and those of a step
/// from the farm's word until the step has ended. Holds go by a lock's name: a configuration that
/// changes a lock changes what may be granted, not what is held.
///
/// Nobody is overtaken for ever. Who stands first and lacks nothing but locks may be overtaken by
/// later ones that find enough of a lock for themselves, but only so often; then the locks that it
/// is about to take are kept for it. These are, in the order in which locks may be taken, all up to
/// the first that is not free: as everybody takes locks in that order, keeping them cannot close a
/// circle.
final class Locks {

  /// A lock of the configuration, with its number in the order in which locks may be taken.
  private record Known(LockDefinition definition, int number) {}

  private final Rows rows;
  private final TreeMap<String, Known> known = new TreeMap<>();
  private final TreeMap<LockKey, Held> held = new TreeMap<>();
  private final TreeMap<BuildId, List<LockKey>> heldBy = new TreeMap<>();

  /// Who waits for which lock. Who may start on any slave waits for a slave's lock anywhere.
  private final TreeMap<LockKey, List<Waiting>> waiting = new TreeMap<>();

  private final SortedSet<LockKey> changed = new TreeSet<>();

  Locks(Rows rows) {
    this.rows = rows;
  }

  /// Looks again at every row that was written.
  void refresh(Rows.Touched touched) {
    if (touched.config) {
      define();
      rows.builds().keySet().forEach(this::hold);
    } else {
      touched.builds.forEach(this::hold);
    }
  }

  private void define() {
    changed.addAll(waiting.keySet());
    known.clear();
    int number = 0;
    for (LockDefinition lock : rows.config().config().locks()) {
      known.put(lock.name(), new Known(lock, number++));
    }
  }

  private void hold(BuildId id) {
    for (LockKey lock : heldBy.getOrDefault(id, List.of())) {
      Held there = held.get(lock);
      if (there != null) {
        there.remove(id);
        if (there.isEmpty()) {
          held.remove(lock);
        }
      }
      changed.add(lock);
    }
    heldBy.remove(id);
    rows.build(id).ifPresent(this::hold);
  }

  private void hold(Build build) {
    BuildOrder order = rows.orderOf(build.id()).orElse(null);
    if (order == null) {
      return;
    }
    hold(build, Optional.empty(), order.locks());
    build
        .wants()
        .filter(Build.Wanted::granted)
        .ifPresent(wanted ->
            hold(build, Optional.of(wanted.step()), order.steps().get(wanted.step()).locks()));
  }

  private void hold(Build build, Optional<Integer> step, List<LockUse> uses) {
    for (Wish wish : wishes(uses, Optional.of(build.slave()))) {
      held.computeIfAbsent(wish.lock(), _ -> new Held()).put(build.id(), step, wish.count());
      heldBy.computeIfAbsent(build.id(), _ -> new ArrayList<>()).add(wish.lock());
      changed.add(wish.lock());
    }
  }

  // Wishes.

  /// What these uses mean on a slave (without one: as far as they are about locks of the farm), in
  /// the order in which locks may be taken. A lock that the configuration does not have is none.
  List<Wish> wishes(List<LockUse> uses, Optional<SlaveId> slave) {
    return uses.stream()
        .filter(use -> known.containsKey(use.lock()))
        .filter(use -> slave.isPresent() || !isOnSlaves(use))
        .sorted(Comparator.comparingInt(this::number))
        .map(use ->
            new Wish(
                new LockKey(use.lock(), isOnSlaves(use) ? slave : Optional.empty()), use.count()))
        .toList();
  }

  /// Whether any of these locks is one that each slave has for itself.
  boolean anyOnSlaves(List<LockUse> uses) {
    return uses.stream().anyMatch(this::isOnSlaves);
  }

  private boolean isOnSlaves(LockUse use) {
    Known lock = known.get(use.lock());
    return lock != null && lock.definition.scope() == LockDefinition.Scope.SLAVE;
  }

  private int number(LockUse use) {
    Known lock = known.get(use.lock());
    return lock == null ? -1 : lock.number;
  }

  int capacity(LockKey lock) {
    Known found = known.get(lock.name());
    return found == null ? Integer.MAX_VALUE : found.definition.capacity();
  }

  // What is free.

  /// Whether there is enough of a lock. Who wants more of it than it has by now wants all of it.
  boolean isFree(Wish wish) {
    Held there = held.get(wish.lock());
    return there == null || there.leaves(wish.count(), capacity(wish.lock()));
  }

  boolean areFree(List<Wish> wishes) {
    return wishes.stream().allMatch(this::isFree);
  }

  /// How many hold something of these locks.
  int holders(List<Wish> wishes) {
    int count = 0;
    for (Wish wish : wishes) {
      Held there = held.get(wish.lock());
      count += there == null ? 0 : there.size();
    }
    return count;
  }

  /// Who holds how much of a lock, in the order of the builds.
  List<WaitReason.LockHolder> holdersOf(LockKey lock) {
    Held there = held.get(lock);
    return there == null ? List.of() : there.told();
  }

  /// All locks as they stand: in the order in which they may be taken, of those on slaves the ones
  /// that matter now.
  List<LockState> states() {
    List<LockState> states = new ArrayList<>();
    known.values().stream()
        .sorted(Comparator.comparingInt(Known::number))
        .forEach(
            lock -> keys(lock.definition).forEach(key -> states.add(state(key, lock.definition))));
    return states;
  }

  private SortedSet<LockKey> keys(LockDefinition lock) {
    TreeSet<LockKey> keys = new TreeSet<>();
    if (lock.scope() == LockDefinition.Scope.FARM) {
      keys.add(new LockKey(lock.name(), Optional.empty()));
    }
    ofName(held, lock.name()).keySet().forEach(keys::add);
    for (List<Waiting> lines : ofName(waiting, lock.name()).values()) {
      for (Waiting line : lines) {
        if (!line.waiters().isEmpty()) {
          line.wishes().stream()
              .map(Wish::lock)
              .filter(key -> key.name().equals(lock.name()))
              .forEach(keys::add);
        }
      }
    }
    return keys;
  }

  private static <T> SortedMap<LockKey, T> ofName(TreeMap<LockKey, T> map, String name) {
    return map.subMap(LockKey.anywhere(name), LockKey.anywhere(name + '\0'));
  }

  private LockState state(LockKey key, LockDefinition lock) {
    List<LockState.Waiter> waiters = new ArrayList<>();
    for (Waiting line : waitingFor(key)) {
      for (Wish wish : line.wishes()) {
        if (wish.lock().equals(key)) {
          line.waiters()
              .forEach((request, build) ->
                  waiters.add(new LockState.Waiter(request, build, wish.count())));
        }
      }
    }
    Optional<String> slave = key.slave().flatMap(rows::slave).map(Slave::name);
    return new LockState(key.name(), slave, lock.capacity(), holdersOf(key), waiters);
  }

  // Who waits.

  /// From now on these wait for these locks.
  void join(Waiting line, Collection<LockKey> locks) {
    locks.forEach(lock -> waiting.computeIfAbsent(lock, _ -> new ArrayList<>()).add(line));
    changed.addAll(locks);
  }

  void leave(Waiting line, Collection<LockKey> locks) {
    for (LockKey lock : locks) {
      List<Waiting> lines = waiting.get(lock);
      if (lines != null && lines.remove(line) && lines.isEmpty()) {
        waiting.remove(lock);
      }
    }
    changed.addAll(locks);
    changed.addAll(line.wantedNowAndBefore());
  }

  /// Who may want a lock: those that wait for this one, and those that wait for it anywhere.
  List<Waiting> waitingFor(LockKey lock) {
    List<Waiting> here = waiting.getOrDefault(lock, List.of());
    List<Waiting> anywhere =
        lock.slave().isEmpty()
            ? List.of()
            : waiting.getOrDefault(LockKey.anywhere(lock.name()), List.of());
    return Stream.concat(here.stream(), anywhere.stream()).toList();
  }

  /// Somebody who waits for these locks has changed.
  void touch(Collection<LockKey> locks) {
    changed.addAll(locks);
  }

  /// Locks of which something was taken, freed, wanted or kept since this was last asked. Whether
  /// one is kept for somebody depends on those that he takes before it: so with one lock those that
  /// are wanted together with it have changed too, and those that were until now.
  SortedSet<LockKey> takeChanged() {
    SortedSet<LockKey> taken = new TreeSet<>();
    while (!changed.isEmpty()) {
      LockKey lock = changed.removeFirst();
      if (taken.add(lock)) {
        waitingFor(lock).forEach(line -> changed.addAll(line.wantedNowAndBefore()));
      }
    }
    return taken;
  }

  /// Whether who stands at `order` may take all of it now: there is enough, and it is not kept for
  /// another.
  boolean mayTake(OrderKey order, List<Wish> wishes) {
    for (Wish wish : wishes) {
      if (!isFree(wish) || keptFor(wish.lock(), order).isPresent()) {
        return false;
      }
    }
    return true;
  }

  /// For whom before `order` a lock is kept: of several, for the first.
  Optional<RequestId> keptFor(LockKey lock, OrderKey order) {
    int most = rows.settings().overtakes();
    @Nullable OrderKey keeper = null;
    for (Waiting line : waitingFor(lock)) {
      @Nullable OrderKey first = line.first().filter(key -> key.compareTo(order) < 0).orElse(null);
      if (first != null
          && (keeper == null || first.compareTo(keeper) < 0)
          && overtaken(first) >= most
          && isAboutToTake(first, line.wishes(), lock)) {
        keeper = first;
      }
    }
    return Optional.ofNullable(keeper).map(OrderKey::id);
  }

  private int overtaken(OrderKey key) {
    return rows.request(key.id()).map(Request::overtaken).orElse(0);
  }

  /// Whether a lock is among those up to the first that is not free.
  private boolean isAboutToTake(OrderKey order, List<Wish> wishes, LockKey lock) {
    for (Wish wish : wishes) {
      if (wish.lock().equals(lock)) {
        return true;
      }
      if (!isFree(wish) || keptFor(wish.lock(), order).isPresent()) {
        return false;
      }
    }
    return false;
  }

  /// Who is overtaken when `order` takes these locks: of those that wait for each, the first that
  /// stands before it and is about to take it.
  SortedSet<RequestId> overtakenBy(OrderKey order, List<Wish> wishes) {
    SortedSet<RequestId> overtaken = new TreeSet<>();
    for (Wish wish : wishes) {
      waitingFor(wish.lock()).stream()
          .filter(line ->
              line.first()
                  .filter(key -> key.compareTo(order) < 0)
                  .filter(key -> isAboutToTake(key, line.wishes(), wish.lock()))
                  .isPresent())
          .map(line -> line.first().orElseThrow())
          .min(OrderKey::compareTo)
          .ifPresent(key -> overtaken.add(key.id()));
    }
    return overtaken;
  }
}
