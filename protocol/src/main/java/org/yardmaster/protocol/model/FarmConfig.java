package org.yardmaster.protocol.model;

import java.util.SortedMap;

/// A whole configuration of the farm, checked: builders, slaves, secrets and settings by name.
public record FarmConfig(
    SortedMap<String, BuilderDefinition> builders,
    SortedMap<String, SlaveDefinition> slaves,
    SortedMap<String, SecretSource> secrets,
    FarmSettings settings) {

  public FarmConfig {
    builders = Sorted.map(builders);
    slaves = Sorted.map(slaves);
    secrets = Sorted.map(secrets);
  }

  /// A farm with nothing in it.
  public static FarmConfig empty() {
    return new FarmConfig(
        Sorted.map(java.util.Collections.emptySortedMap()),
        Sorted.map(java.util.Collections.emptySortedMap()),
        Sorted.map(java.util.Collections.emptySortedMap()),
        FarmSettings.defaults());
  }
}
