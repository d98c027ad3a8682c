package org.yardmaster.master.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import org.yardmaster.protocol.model.Sorted;

/// A list of names, each once, that remembers where every one of them stands.
final class NameList {
  private final SortedSet<String> names = new TreeSet<>();
  private final List<Value> items = new ArrayList<>();

  static NameList empty() {
    return new NameList();
  }

  /// Names of slaves or capabilities.
  static NameList read(Value list) {
    return read(list, Value::name);
  }

  /// Names of secrets.
  static NameList ofVariables(Value list) {
    return read(list, Value::variable);
  }

  private static NameList read(Value list, Function<Value, Optional<String>> name) {
    NameList read = new NameList();
    list.items().forEach(item -> name.apply(item).ifPresent(text -> read.add(text, item)));
    return read;
  }

  private void add(String name, Value item) {
    if (!names.add(name)) {
      item.problem("'" + name + "' for the second time; take one out");
      return;
    }
    items.add(item);
  }

  SortedSet<String> names() {
    return Sorted.set(names);
  }

  /// Where the names stand, in the order of the file.
  List<Value> items() {
    return items;
  }
}
