package org.yardmaster.master.farm;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import org.yardmaster.protocol.model.Build;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.BuildOrder;
import org.yardmaster.protocol.model.Builder;
import org.yardmaster.protocol.model.FarmConfig;
import org.yardmaster.protocol.model.Pause;
import org.yardmaster.protocol.model.Request;
import org.yardmaster.protocol.model.Slave;
import org.yardmaster.protocol.model.SlaveId;
import org.yardmaster.protocol.model.Sorted;

/// Everything the farm knows, and all it needs to go on: what recovery, the twin, simulations and
/// forecasts begin with. Two farms with equal snapshots decide alike. Lists are in order of their
/// ids (pauses: of their scopes).
public record FarmSnapshot(
    Counters counters,
    ConfigVersion config,
    List<Builder> builders,
    List<Slave> slaves,
    SortedMap<SlaveId, String> secrets,
    SortedMap<String, Change.User> users,
    List<Pause> pauses,
    List<Request> requests,
    List<Build> builds,
    SortedMap<BuildId, BuildOrder> orders) {

  public FarmSnapshot {
    builders = List.copyOf(builders);
    slaves = List.copyOf(slaves);
    secrets = Sorted.map(secrets);
    users = Sorted.map(users);
    pauses = List.copyOf(pauses);
    requests = List.copyOf(requests);
    builds = List.copyOf(builds);
    orders = Sorted.map(orders);
  }

  /// A farm with nothing in it, as a new data folder holds.
  public static FarmSnapshot empty() {
    return new FarmSnapshot(
        Counters.first(),
        new ConfigVersion(0, "", Instant.EPOCH, FarmConfig.empty(), ""),
        List.of(),
        List.of(),
        Collections.emptySortedMap(),
        Collections.emptySortedMap(),
        List.of(),
        List.of(),
        List.of(),
        Collections.emptySortedMap());
  }
}
