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
import org.yardmaster.protocol.model.Incident;
import org.yardmaster.protocol.model.Pause;
import org.yardmaster.protocol.model.Request;
import org.yardmaster.protocol.model.Schedule;
import org.yardmaster.protocol.model.Slave;
import org.yardmaster.protocol.model.SlaveId;
import org.yardmaster.protocol.model.Sorted;

/// Everything the farm knows, and all it needs to go on: what recovery, the twin, simulations and
/// forecasts begin with. Two farms with equal snapshots decide alike. Lists are in order of their
/// ids (pauses: of their scopes). `lost` are builds that count as lost, and of which their slave
/// has not spoken since.
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
    SortedMap<BuildId, BuildOrder> orders,
    List<LostBuild> lost,
    List<Schedule> schedules,
    List<Incident> incidents) {

  public FarmSnapshot {
    builders = List.copyOf(builders);
    slaves = List.copyOf(slaves);
    secrets = Sorted.map(secrets);
    users = Sorted.map(users);
    pauses = List.copyOf(pauses);
    requests = List.copyOf(requests);
    builds = List.copyOf(builds);
    orders = Sorted.map(orders);
    lost = List.copyOf(lost);
    schedules = List.copyOf(schedules);
    incidents = List.copyOf(incidents);
  }

  /// The same farm with other requests and running builds.
  public FarmSnapshot with(List<Request> requests, List<Build> builds) {
    return new FarmSnapshot(
        counters, config, builders, slaves, secrets, users, pauses, requests, builds, orders, lost,
        schedules, incidents);
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
        Collections.emptySortedMap(),
        List.of(),
        List.of(),
        List.of());
  }
}
