package org.yardmaster.master.simulation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yardmaster.master.farm.FarmSnapshot;
import org.yardmaster.protocol.model.Build;
import org.yardmaster.protocol.model.BuildOrder;
import org.yardmaster.protocol.model.LockDefinition;
import org.yardmaster.protocol.model.LockUse;
import org.yardmaster.protocol.model.OrderKey;
import org.yardmaster.protocol.model.RequestId;
import org.yardmaster.protocol.model.SlaveId;
import org.yardmaster.protocol.model.WaitReason;

/// The locks of a whole farm at one moment, found by looking at everything: who holds what, who
/// waits for nothing else, and for whom what is kept.
final class PlainLocks {

  /// A lock of the farm, or the one on a slave.
  record Where(String lock, Optional<SlaveId> slave) {}

  /// So much of a lock, or all of it.
  record Want(Where where, Optional<Integer> count) {}

  /// Who lacks nothing but locks. Of those that want `alike`, only the first counts.
  record Waiter(OrderKey key, List<Object> alike, List<Want> wants, int overtaken) {}

  private final FarmSnapshot farm;
  private final List<String> names;
  private final Map<String, LockDefinition> definitions = new HashMap<>();
  private final Map<Where, List<WaitReason.LockHolder>> holders = new HashMap<>();
  private List<Waiter> waiters = List.of();

  PlainLocks(FarmSnapshot farm) {
    this.farm = farm;
    List<LockDefinition> locks = farm.config().config().locks();
    locks.forEach(lock -> definitions.put(lock.name(), lock));
    names = locks.stream().map(LockDefinition::name).toList();
    farm.builds().forEach(this::addHolds);
  }

  private void addHolds(Build build) {
    BuildOrder order = farm.orders().get(build.id());
    addHolds(build, Optional.empty(), order.locks());
    if (build.wants().isPresent() && build.wants().get().granted()) {
      int step = build.wants().get().step();
      addHolds(build, Optional.of(step), order.steps().get(step).locks());
    }
  }

  private void addHolds(Build build, Optional<Integer> step, List<LockUse> uses) {
    for (LockUse use : uses) {
      where(use, Optional.of(build.slave()))
          .ifPresent(where ->
              holders
                  .computeIfAbsent(where, _ -> new ArrayList<>())
                  .add(new WaitReason.LockHolder(build.id(), step, use.count())));
    }
  }

  private Optional<Where> where(LockUse use, Optional<SlaveId> slave) {
    @Nullable LockDefinition lock = definitions.get(use.lock());
    if (lock == null) {
      return Optional.empty();
    }
    if (lock.scope() == LockDefinition.Scope.FARM) {
      return Optional.of(new Where(use.lock(), Optional.empty()));
    }
    return slave.map(id -> new Where(use.lock(), Optional.of(id)));
  }

  /// What these uses mean on a slave, in the order of the configuration's list.
  List<Want> wants(List<LockUse> uses, Optional<SlaveId> slave) {
    List<Want> wants = new ArrayList<>();
    for (String name : names) {
      for (LockUse use : uses) {
        if (use.lock().equals(name)) {
          where(use, slave).ifPresent(where -> wants.add(new Want(where, use.count())));
        }
      }
    }
    return wants;
  }

  List<WaitReason.LockHolder> holders(Where where) {
    return holders.getOrDefault(where, List.of());
  }

  int capacity(Where where) {
    return definitions.get(where.lock).capacity();
  }

  boolean isFree(Want want) {
    List<WaitReason.LockHolder> there = holders(want.where);
    if (there.isEmpty()) {
      return true;
    }
    boolean alone =
        want.count.isEmpty() || there.stream().anyMatch(holder -> holder.count().isEmpty());
    int used = there.stream().mapToInt(holder -> holder.count().orElse(0)).sum();
    return !alone && used + want.count.orElseThrow() <= capacity(want.where);
  }

  // Who waits.

  /// From now on these wait.
  void waiting(List<Waiter> all) {
    Map<List<Object>, Waiter> first = new HashMap<>();
    for (Waiter waiter : all) {
      first.merge(waiter.alike, waiter, (a, b) -> a.key.compareTo(b.key) < 0 ? a : b);
    }
    waiters = first.values().stream().sorted(Comparator.comparing(Waiter::key)).toList();
  }

  boolean mayTake(OrderKey key, List<Want> wants) {
    return wants.stream().allMatch(want -> isFree(want) && keptFor(want.where, key).isEmpty());
  }

  /// Who was overtaken often enough, stands before `key`, and is about to take the lock.
  Optional<RequestId> keptFor(Where where, OrderKey key) {
    int most = farm.config().config().settings().overtakes();
    return before(key)
        .filter(waiter -> waiter.overtaken >= most && isAboutToTake(waiter, where))
        .map(waiter -> waiter.key.id())
        .findFirst();
  }

  private Stream<Waiter> before(OrderKey key) {
    return waiters.stream().filter(waiter -> waiter.key.compareTo(key) < 0);
  }

  private boolean isAboutToTake(Waiter waiter, Where where) {
    for (Want want : waiter.wants) {
      if (want.where.equals(where)) {
        return true;
      }
      if (!isFree(want) || keptFor(want.where, waiter.key).isPresent()) {
        return false;
      }
    }
    return false;
  }

  /// Of each lock that is taken, the first that stands before `key` and was about to take it.
  TreeSet<RequestId> overtakenBy(OrderKey key, List<Want> wants) {
    TreeSet<RequestId> overtaken = new TreeSet<>();
    for (Want want : wants) {
      before(key)
          .filter(waiter -> isAboutToTake(waiter, want.where))
          .findFirst()
          .ifPresent(waiter -> overtaken.add(waiter.key.id()));
    }
    return overtaken;
  }

  /// How much of each lock is held, for a look from outside.
  Map<String, List<WaitReason.LockHolder>> all() {
    Map<String, List<WaitReason.LockHolder>> all = new TreeMap<>();
    holders.forEach((where, there) -> all.put(where.toString(), there));
    return all;
  }
}
