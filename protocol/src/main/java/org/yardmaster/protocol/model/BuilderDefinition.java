package org.yardmaster.protocol.model;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;

/// A builder's recipe as the configuration gives it. A git source is the first of its steps.
/// `maxBuilds` is how many of its builds may run at once in the whole farm, empty for any number.
public record BuilderDefinition(
    String description,
    Eligibility eligibility,
    int priority,
    Optional<Integer> maxBuilds,
    SortedMap<String, String> env,
    SortedSet<String> secrets,
    List<Step> steps) {

  public BuilderDefinition {
    env = Sorted.map(env);
    secrets = Sorted.set(secrets);
    steps = List.copyOf(steps);
  }
}
