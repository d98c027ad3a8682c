package org.yardmaster.master.config;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.yardmaster.protocol.model.Sorted;

/// Reads the variables that a builder or a step sets.
final class Environment {
  private Environment() {}

  static SortedMap<String, String> none() {
    return Collections.emptySortedMap();
  }

  static SortedMap<String, String> read(Value value) {
    SortedMap<String, String> variables = new TreeMap<>();
    value
        .section()
        .ifPresent(section ->
            section.forEach((key, content) ->
                key.variable()
                    .filter(name -> isFree(key, name))
                    .ifPresent(
                        name -> content.text().ifPresent(text -> variables.put(name, text)))));
    return Sorted.map(variables);
  }

  private static boolean isFree(Value key, String name) {
    if (name.startsWith(Names.FARMS_OWN)) {
      key.problem(
          "'%s' refused: names that begin with %s are the farm's own; take another"
              .formatted(name, Names.FARMS_OWN));
      return false;
    }
    return true;
  }
}
