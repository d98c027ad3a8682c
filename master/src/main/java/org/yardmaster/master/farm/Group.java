package org.yardmaster.master.farm;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.LockUse;
import org.yardmaster.protocol.model.OrderKey;
import org.yardmaster.protocol.model.RequestId;
import org.yardmaster.protocol.model.SlaveId;
import org.yardmaster.protocol.model.Sorted;

/// The requests that the same slaves may run and that want the same locks: the first ready one of
/// each line, and those slaves that are free.
final class Group extends Waiting {
  final Needs needs;
  private final Locks locks;
  private final BooleanSupplier farmMayStart;
  private final SortedSet<LockKey> lockKeys;
  private final TreeSet<OrderKey> heads = new TreeSet<>();

  /// Free slaves; those of them whose own locks are free; and the others, fewest holders first.
  private final TreeSet<Free> free = new TreeSet<>();

  private final TreeSet<Free> open = new TreeSet<>();
  private final TreeSet<Locked> locked = new TreeSet<>();
  private final Map<SlaveId, Locked> lockedAs = new TreeMap<>();
  private int lines;

  /// How many slaves of the farm could run its requests if they were there and idle.
  int members;

  /// As which of its requests it stands among those that can start.
  @Nullable OrderKey startableAs;

  /// A free slave on which so many hold locks that are wanted.
  private record Locked(int holders, Free slave) implements Comparable<Locked> {
    @Override
    public int compareTo(Locked other) {
      return holders != other.holders
          ? Integer.compare(holders, other.holders)
          : slave.compareTo(other.slave);
    }
  }

  Group(Needs needs, Locks locks, BooleanSupplier farmMayStart) {
    this.needs = needs;
    this.locks = locks;
    this.farmMayStart = farmMayStart;
    lockKeys =
        Sorted.set(needs.locks().stream().map(LockUse::lock).map(LockKey::anywhere).toList());
  }

  /// Those it waits for, wherever.
  SortedSet<LockKey> locks() {
    return lockKeys;
  }

  /// The first of its requests, if there is one and the farm has a slave that could run it.
  Optional<OrderKey> firstPossible() {
    return heads.isEmpty() || members == 0 ? Optional.empty() : Optional.of(heads.first());
  }

  /// The first of its requests, if there is one and a slave and all locks for it.
  Optional<OrderKey> firstStartable() {
    return heads.isEmpty() || best(null).isEmpty() ? Optional.empty() : Optional.of(heads.first());
  }

  /// The slave with the lowest share of its places in use; `warm`, if it will do, among equals.
  Optional<Free> best(@Nullable Free warm) {
    TreeSet<Free> able = able();
    if (able.isEmpty() || !mayTake(Optional.empty())) {
      return Optional.empty();
    }
    for (Free slave : able) {
      if (mayTake(Optional.of(slave.id()))) {
        return Optional.of(warm != null && isAsGood(warm, slave) ? warm : slave);
      }
    }
    return Optional.empty();
  }

  private boolean isAsGood(Free warm, Free first) {
    return warm.compareShare(first) == 0
        && able().contains(warm)
        && mayTake(Optional.of(warm.id()));
  }

  /// Free slaves whose own locks are free.
  private TreeSet<Free> able() {
    return !lockKeys.isEmpty() && locks.anyOnSlaves(needs.locks()) ? open : free;
  }

  private boolean mayTake(Optional<SlaveId> slave) {
    return lockKeys.isEmpty() || locks.mayTake(heads.first(), locks.wishes(needs.locks(), slave));
  }

  void join() {
    lines++;
  }

  void leave() {
    lines--;
  }

  boolean deserted() {
    return lines == 0;
  }

  /// A line's first ready request is now `head` where it was `old`.
  void replaceHead(@Nullable OrderKey old, @Nullable OrderKey head) {
    if (old != null) {
      heads.remove(old);
    }
    if (head != null) {
      heads.add(head);
    }
  }

  /// A slave is now free as `now` where it was as `old`, and its locks may have changed.
  void replaceFree(@Nullable Free old, @Nullable Free now) {
    if (old != null) {
      free.remove(old);
      open.remove(old);
      Locked known = lockedAs.remove(old.id());
      if (known != null) {
        locked.remove(known);
      }
    }
    if (now != null) {
      free.add(now);
      place(now);
    }
  }

  private void place(Free slave) {
    if (!lockKeys.isEmpty() && locks.anyOnSlaves(needs.locks())) {
      List<Wish> own =
          locks.wishes(needs.locks(), Optional.of(slave.id())).stream()
              .filter(wish -> wish.lock().slave().isPresent())
              .toList();
      if (locks.areFree(own)) {
        open.add(slave);
      } else {
        Locked known = new Locked(locks.holders(own), slave);
        locked.add(known);
        lockedAs.put(slave.id(), known);
      }
    }
  }

  /// The configuration's locks have changed.
  void placeAllAgain() {
    open.clear();
    locked.clear();
    lockedAs.clear();
    free.forEach(this::place);
  }

  // What it waits for, where that is locks only.

  @Override
  Optional<OrderKey> first() {
    return heads.isEmpty() || free.isEmpty() || !farmMayStart.getAsBoolean()
        ? Optional.empty()
        : Optional.of(heads.first());
  }

  @Override
  List<Wish> wishes() {
    return locks.wishes(needs.locks(), candidate());
  }

  @Override
  Map<RequestId, Optional<BuildId>> waiters() {
    TreeMap<RequestId, Optional<BuildId>> waiters = new TreeMap<>();
    first()
        .filter(_ -> startableAs == null)
        .ifPresent(key -> waiters.put(key.id(), Optional.empty()));
    return waiters;
  }

  /// The slave on which it is about to start, where the slaves' own locks matter.
  private Optional<SlaveId> candidate() {
    if (!open.isEmpty()) {
      return Optional.of(open.first().id());
    }
    return locked.isEmpty() ? Optional.empty() : Optional.of(locked.first().slave.id());
  }
}
