package org.yardmaster.protocol.model;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;

/// A builder's recipe as the configuration gives it. A git source is the first of its steps.
/// `maxBuilds` is how many of its builds may run at once in the whole farm, empty for any number.
/// `locks` are held from a build's start to its end. With `rideAlong`, requests with the same
/// properties that could start too join the one that does.
public record BuilderDefinition(
    String description,
    Eligibility eligibility,
    int priority,
    Optional<Integer> maxBuilds,
    SortedMap<String, String> env,
    SortedSet<String> secrets,
    List<LockUse> locks,
    boolean rideAlong,
    List<Step> steps) {

  public BuilderDefinition {
    env = Sorted.map(env);
    secrets = Sorted.set(secrets);
    locks = List.copyOf(locks);
    steps = List.copyOf(steps);
  }
}
