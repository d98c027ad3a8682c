package org.yardmaster.master.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.yardmaster.protocol.model.LockDefinition;
import org.yardmaster.protocol.model.LockUse;

/// The locks that a builder or a step wants, each with its place in the file: a plain name is all
/// of a lock, alone; a mapping counts.
final class LockUses {
  private final List<Item> items = new ArrayList<>();

  /// `at` is where the lock is named, `countAt` where its count stands.
  private record Item(LockUse use, Value at, Optional<Value> countAt) {}

  static LockUses none() {
    return new LockUses();
  }

  static LockUses read(Value list) {
    LockUses read = new LockUses();
    list.items().forEach(read::add);
    return read;
  }

  private void add(Value item) {
    if (item.isText()) {
      item.name().ifPresent(name -> add(new Item(LockUse.exclusive(name), item, Optional.empty())));
      return;
    }
    item.section(Keys.LOCK_USE).ifPresent(use -> add(item, use));
  }

  private void add(Value item, Section use) {
    Optional<Value> name = use.get("name");
    if (name.isEmpty()) {
      item.problem("no 'name'; write which lock");
    }
    Optional<Value> count = use.get("count");
    Optional<Integer> counted = count.flatMap(Value::count);
    name.flatMap(Value::name)
        .ifPresent(lock ->
            add(
                new Item(
                    new LockUse(lock, counted),
                    new Value(item.context(), name.get().node()),
                    count)));
  }

  private void add(Item item) {
    if (find(item.use().lock()).isPresent()) {
      item.at().problem("'" + item.use().lock() + "' for the second time; take one out");
      return;
    }
    items.add(item);
  }

  private Optional<Item> find(String lock) {
    return items.stream().filter(item -> item.use().lock().equals(lock)).findFirst();
  }

  List<LockUse> uses() {
    return items.stream().map(Item::use).toList();
  }

  /// Reports the locks that the farm does not have, or not so much of.
  void compareWith(List<LockDefinition> locks) {
    for (Item item : items) {
      locks.stream()
          .filter(lock -> lock.name().equals(item.use().lock()))
          .findFirst()
          .ifPresentOrElse(lock -> compare(item, lock), () -> unknown(item, locks));
    }
  }

  private static void unknown(Item item, List<LockDefinition> locks) {
    String name = item.use().lock();
    List<String> known = locks.stream().map(LockDefinition::name).toList();
    item.at().problem("unknown lock '" + name + "'" + Suggestion.orKnown(name, known));
  }

  private static void compare(Item item, LockDefinition lock) {
    item.use()
        .count()
        .filter(count -> count > lock.capacity())
        .ifPresent(count ->
            item.countAt()
                .orElse(item.at())
                .problem(
                    "%d is more than lock %s has; write %d or less"
                        .formatted(count, lock.name(), lock.capacity())));
  }

  /// Reports what a step may not ask for while its build holds the `held` locks: one of them again,
  /// or one that stands before them, because two builds could then wait for each other for ever.
  void compareWith(LockUses held, List<LockDefinition> order) {
    List<String> names = order.stream().map(LockDefinition::name).toList();
    Optional<String> last =
        held.items.stream()
            .map(item -> item.use().lock())
            .filter(names::contains)
            .max((a, b) -> Integer.compare(names.indexOf(a), names.indexOf(b)));
    for (Item item : items) {
      String lock = item.use().lock();
      if (held.find(lock).isPresent()) {
        item.at().problem("the builder holds '" + lock + "' already; take one out");
      } else if (names.contains(lock)
          && last.filter(before -> names.indexOf(lock) < names.indexOf(before)).isPresent()) {
        item.at()
            .problem(
                "lock '%s' stands before '%s', which the builder holds; write it behind that in the file's 'locks'"
                    .formatted(lock, last.get()));
      }
    }
  }
}
