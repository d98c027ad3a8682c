package org.yardmaster.master.slaves;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.yardmaster.master.keys.SecretValues;
import org.yardmaster.protocol.model.BuildOrder;
import org.yardmaster.protocol.model.SecretSource;

/// Finds the values of the secrets an order names, at the moment it is sent: they are stored
/// nowhere.
public final class BuildSecrets {
  private final SecretValues values;
  private final Supplier<SortedMap<String, SecretSource>> sources;

  /// @param sources where the configuration in force says each secret is; asked on the loop's
  ///   thread
  public BuildSecrets(SecretValues values, Supplier<SortedMap<String, SecretSource>> sources) {
    this.values = values;
    this.sources = sources;
  }

  /// The values, or what keeps them from being known.
  record Found(SortedMap<String, String> values, Optional<String> problem) {}

  Found of(BuildOrder order) {
    if (order.secrets().isEmpty()) {
      return new Found(new TreeMap<>(), Optional.empty());
    }
    SecretValues.Found found = values.find(order.secrets(), sources.get());
    return new Found(
        found.values(),
        found.problems().isEmpty()
            ? Optional.empty()
            : Optional.of(String.join("; ", found.problems())));
  }
}
