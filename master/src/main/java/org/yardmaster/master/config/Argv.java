package org.yardmaster.master.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads a program and its arguments: a list of text, the first not blank.
final class Argv {
  private Argv() {}

  static Optional<List<String>> read(Value value) {
    List<Value> items = value.items();
    List<String> argv = new ArrayList<>();
    items.forEach(item -> item.text().ifPresent(argv::add));
    if (argv.size() < items.size()) {
      return Optional.empty();
    }
    if (!argv.isEmpty() && argv.getFirst().isBlank()) {
      items.getFirst().problem("the program's name is empty; write it as the first of the list");
      return Optional.empty();
    }
    if (argv.isEmpty() && value.kind().equals("a list")) {
      value.problem("an empty list; write the program and its arguments");
    }
    return argv.isEmpty() ? Optional.empty() : Optional.of(argv);
  }
}
