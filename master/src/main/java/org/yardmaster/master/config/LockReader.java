package org.yardmaster.master.config;

import java.util.Optional;
import org.yardmaster.protocol.model.LockDefinition;
import org.yardmaster.protocol.model.LockDefinition.Scope;

/// Reads one lock: where it counts, and how much of it there is.
final class LockReader {
  private LockReader() {}

  static LockDefinition read(String name, Value value) {
    Optional<Section> lock = value.isNothing() ? Optional.empty() : value.section(Keys.LOCK);
    return new LockDefinition(
        name,
        lock.flatMap(section -> section.get("per")).flatMap(LockReader::scope).orElse(Scope.FARM),
        lock.flatMap(section -> section.get("capacity")).flatMap(Value::count).orElse(1));
  }

  private static Optional<Scope> scope(Value value) {
    Optional<String> text = value.text();
    return text.flatMap(word ->
        switch (word) {
          case "farm" -> Optional.of(Scope.FARM);
          case "slave" -> Optional.of(Scope.SLAVE);
          default -> {
            value.problem("'" + word + "' is neither farm nor slave; write one of them");
            yield Optional.empty();
          }
        });
  }
}
