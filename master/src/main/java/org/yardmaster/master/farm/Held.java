package org.yardmaster.master.farm;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.WaitReason;

/// Who holds how much of one lock: builds, and steps of builds. To ask what is left costs the same
/// however many there are.
final class Held {

  /// A build, or one of its steps. The build itself comes before its steps.
  private record Holder(BuildId build, int step) implements Comparable<Holder> {
    private static final int NONE = -1;

    static Holder of(BuildId build, Optional<Integer> step) {
      return new Holder(build, step.orElse(NONE));
    }

    @Override
    public int compareTo(Holder other) {
      int byBuild = build.compareTo(other.build);
      return byBuild != 0 ? byBuild : Integer.compare(step, other.step);
    }

    WaitReason.LockHolder told(Optional<Integer> count) {
      return new WaitReason.LockHolder(
          build, step == NONE ? Optional.empty() : Optional.of(step), count);
    }
  }

  private final TreeMap<Holder, Optional<Integer>> holders = new TreeMap<>();

  /// What those hold together who hold a part.
  private int used;

  /// How many hold all of it.
  private int alone;

  /// @param count how much; empty for all of it
  void put(BuildId build, Optional<Integer> step, Optional<Integer> count) {
    Optional<Integer> before = holders.put(Holder.of(build, step), count);
    if (before != null) {
      count(before, -1);
    }
    count(count, 1);
  }

  /// The build and its steps hold nothing of it any more.
  void remove(BuildId build) {
    SortedMap<Holder, Optional<Integer>> its =
        holders.subMap(Holder.of(build, Optional.empty()), new Holder(build, Integer.MAX_VALUE));
    its.values().forEach(count -> count(count, -1));
    its.clear();
  }

  private void count(Optional<Integer> count, int times) {
    used += times * count.orElse(0);
    alone += count.isEmpty() ? times : 0;
  }

  boolean isEmpty() {
    return holders.isEmpty();
  }

  int size() {
    return holders.size();
  }

  /// Whether so much is left of what there is; empty: all of it, held by nobody.
  boolean leaves(Optional<Integer> count, int capacity) {
    return isEmpty() || (alone == 0 && count.isPresent() && used + count.get() <= capacity);
  }

  /// All who hold it, in the order of the builds.
  List<WaitReason.LockHolder> told() {
    List<WaitReason.LockHolder> told = new ArrayList<>();
    holders.forEach((holder, count) -> told.add(holder.told(count)));
    return told;
  }
}
