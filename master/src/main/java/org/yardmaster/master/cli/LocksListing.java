package org.yardmaster.master.cli;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.LockState;
import org.yardmaster.protocol.model.WaitReason.LockHolder;

/// The locks: what there is of each, who has it and who waits for it.
final class LocksListing {
  private LocksListing() {}

  /// A lock. `slave` is empty for one of the whole farm.
  record Row(
      String lock,
      Optional<String> slave,
      int capacity,
      List<Holder> holders,
      List<Waiter> waiters) {}

  /// A build, or one of its steps (from 1), that has `count`; all of it where that is empty.
  record Holder(long build, Optional<Integer> step, Optional<Integer> count) {}

  /// A request, or the running build of one, that wants `count`; all of it where that is empty.
  record Waiter(long request, Optional<Long> build, Optional<Integer> count) {}

  static List<Row> rows(List<LockState> locks) {
    return locks.stream().map(LocksListing::row).toList();
  }

  private static Row row(LockState lock) {
    return new Row(
        lock.lock(),
        lock.slave(),
        lock.capacity(),
        lock.holders().stream()
            .map(h -> new Holder(h.build().value(), h.step().map(step -> step + 1), h.count()))
            .toList(),
        lock.waiters().stream()
            .map(w -> new Waiter(w.request().value(), w.build().map(BuildId::value), w.count()))
            .toList());
  }

  static String text(List<LockState> locks) {
    if (locks.isEmpty()) {
      return "This farm has no lock in use; name some in farm.yaml.\n";
    }
    Table table = new Table("LOCK", "ON", ">OF", "HELD BY", "WAITED FOR BY");
    for (LockState lock : locks) {
      table.row(
          lock.lock(),
          lock.slave().orElse("the farm"),
          Integer.toString(lock.capacity()),
          lock.holders().stream().map(LocksListing::words).collect(Collectors.joining(", ")),
          lock.waiters().stream().map(LocksListing::words).collect(Collectors.joining(", ")));
    }
    return table.toString();
  }

  private static String words(LockHolder holder) {
    return holder.build()
        + holder.step().map(step -> " step " + (step + 1)).orElse("")
        + amount(holder.count());
  }

  private static String words(LockState.Waiter waiter) {
    return waiter.request()
        + waiter.build().map(build -> " (" + build + ")").orElse("")
        + amount(waiter.count());
  }

  private static String amount(Optional<Integer> count) {
    return count.map(number -> number == 1 ? "" : " x" + number).orElse(" alone");
  }
}
