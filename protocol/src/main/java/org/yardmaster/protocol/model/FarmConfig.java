package org.yardmaster.protocol.model;

import java.util.List;
import java.util.SortedMap;

/// A whole configuration of the farm, checked: builders, slaves, secrets and settings by name.
/// Locks are in the order in which they may be taken.
public record FarmConfig(
    SortedMap<String, BuilderDefinition> builders,
    SortedMap<String, SlaveDefinition> slaves,
    SortedMap<String, SecretSource> secrets,
    List<LockDefinition> locks,
    SortedMap<String, ScheduleDefinition> schedules,
    SortedMap<String, AlertHook> alerts,
    FarmSettings settings) {

  public FarmConfig {
    builders = Sorted.map(builders);
    slaves = Sorted.map(slaves);
    secrets = Sorted.map(secrets);
    locks = List.copyOf(locks);
    schedules = Sorted.map(schedules);
    alerts = Sorted.map(alerts);
  }

  /// A configuration of builders and slaves only.
  public static FarmConfig of(
      SortedMap<String, BuilderDefinition> builders, SortedMap<String, SlaveDefinition> slaves) {
    FarmConfig none = empty();
    return new FarmConfig(
        builders,
        slaves,
        none.secrets(),
        none.locks(),
        none.schedules(),
        none.alerts(),
        none.settings());
  }

  /// The same with other settings.
  public FarmConfig with(FarmSettings other) {
    return new FarmConfig(builders, slaves, secrets, locks, schedules, alerts, other);
  }

  /// A farm with nothing in it.
  public static FarmConfig empty() {
    return new FarmConfig(
        Sorted.map(java.util.Collections.emptySortedMap()),
        Sorted.map(java.util.Collections.emptySortedMap()),
        Sorted.map(java.util.Collections.emptySortedMap()),
        List.of(),
        Sorted.map(java.util.Collections.emptySortedMap()),
        Sorted.map(java.util.Collections.emptySortedMap()),
        FarmSettings.defaults());
  }
}
