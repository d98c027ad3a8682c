package org.yardmaster.console.memory;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.StringProperty;

/// How the views of one master were left: filters, columns, sorting. A view takes it over when it
/// is made and notes each change; [Memory] brings it to disk. Lives on the FX thread.
public final class ViewMemory {
  private final SortedMap<String, String> noted;

  /// With what was noted before.
  public ViewMemory(Map<String, String> noted) {
    this.noted = new TreeMap<>(noted);
  }

  /// Of views that nobody has changed yet.
  public ViewMemory() {
    this(Map.of());
  }

  /// All there is to be remembered.
  public SortedMap<String, String> noted() {
    return Collections.unmodifiableSortedMap(noted);
  }

  public Optional<String> get(String name) {
    return Optional.ofNullable(noted.get(name));
  }

  /// Notes a value; "" forgets it.
  public void note(String name, String value) {
    if (value.isEmpty()) {
      noted.remove(name);
    } else {
      noted.put(name, value);
    }
  }

  /// Sets the property as it was left, and notes what becomes of it.
  public void follow(String name, StringProperty property) {
    get(name).ifPresent(property::set);
    property.subscribe(now -> note(name, now));
  }

  /// Sets the property as it was left, and notes what becomes of it.
  public void follow(String name, BooleanProperty property) {
    get(name).map(Boolean::valueOf).ifPresent(property::set);
    property.subscribe(now -> note(name, String.valueOf(now)));
  }
}
