package org.yardmaster.protocol.model;

import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;

/// All that a slave needs to know to run a build, but for the values of its secrets, which are
/// named here and travel beside it. Fixed when the build starts: no reconfig changes a running
/// build.
///
/// `properties` reach every step as environment variables `YARD_<NAME>`, with `YARD_BUILDER`,
/// `YARD_BUILD` and `YARD_REQUEST`. A slave that has not heard its master for `lease` stops the
/// build by itself. `logLimit` is in bytes, for all steps together. `locks` are those of its
/// builder, which the farm holds for it; a step asks for its own.
public record BuildOrder(
    BuildId build,
    RequestId request,
    String builder,
    SortedMap<String, String> properties,
    SortedMap<String, String> env,
    SortedSet<String> secrets,
    List<LockUse> locks,
    List<Step> steps,
    Duration lease,
    long logLimit) {

  public BuildOrder {
    properties = Sorted.map(properties);
    env = Sorted.map(env);
    secrets = Sorted.set(secrets);
    locks = List.copyOf(locks);
    steps = List.copyOf(steps);
  }
}
