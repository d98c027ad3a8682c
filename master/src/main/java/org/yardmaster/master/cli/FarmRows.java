package org.yardmaster.master.cli;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.yardmaster.protocol.client.FarmView;
import org.yardmaster.protocol.model.Build;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.Builder;
import org.yardmaster.protocol.model.BuilderId;
import org.yardmaster.protocol.model.FarmSettings;
import org.yardmaster.protocol.model.Incident;
import org.yardmaster.protocol.model.Pause;
import org.yardmaster.protocol.model.Request;
import org.yardmaster.protocol.model.RequestId;
import org.yardmaster.protocol.model.Schedule;
import org.yardmaster.protocol.model.Slave;
import org.yardmaster.protocol.model.SlaveId;
import org.yardmaster.protocol.model.Sorted;

/// The farm at one moment, as one person sees it: its rows, the time by the master's clock.
///
/// @param requests in the farm's order, running ones among them
/// @param notice what the master says keeps it from deciding anything
record FarmRows(
    Instant now,
    List<Request> requests,
    SortedMap<BuildId, Build> builds,
    SortedMap<SlaveId, Slave> slaves,
    SortedMap<BuilderId, Builder> builders,
    List<Pause> pauses,
    SortedMap<String, Schedule> schedules,
    List<Incident> incidents,
    FarmSettings settings,
    Optional<String> notice) {

  FarmRows {
    requests = List.copyOf(requests);
    builds = Sorted.map(builds);
    slaves = Sorted.map(slaves);
    builders = Sorted.map(builders);
    pauses = List.copyOf(pauses);
    schedules = Sorted.map(schedules);
    incidents = List.copyOf(incidents);
  }

  /// A copy of what a view shows now.
  static FarmRows of(FarmView view, Instant now, Optional<String> notice) {
    return new FarmRows(
        now,
        List.copyOf(view.order().values()),
        view.builds(),
        view.slaves(),
        view.builders(),
        List.copyOf(view.pauses().values()),
        view.schedules(),
        List.copyOf(view.incidents().values()),
        view.settings(),
        notice);
  }

  /// The requests that wait.
  List<Request> queued() {
    return requests.stream().filter(request -> request.build().isEmpty()).toList();
  }

  /// The waiting requests that are on the shelf.
  List<Request> shelved() {
    return queued().stream().filter(request -> request.shelved().isPresent()).toList();
  }

  Optional<Request> request(RequestId id) {
    return requests.stream().filter(request -> request.id().equals(id)).findFirst();
  }

  /// A running build.
  Optional<Build> build(BuildId id) {
    return Optional.ofNullable(builds.get(id));
  }

  /// The builder of this name.
  Optional<Builder> builder(String name) {
    return builders.values().stream().filter(each -> each.name().equals(name)).findFirst();
  }

  String name(BuilderId id) {
    return Optional.ofNullable(builders.get(id)).map(Builder::name).orElse("builder " + id.value());
  }

  String name(SlaveId id) {
    return Optional.ofNullable(slaves.get(id)).map(Slave::name).orElse("slave " + id.value());
  }

  /// The running builds of a slave.
  List<Build> buildsOn(SlaveId slave) {
    return builds.values().stream().filter(build -> build.slave().equals(slave)).toList();
  }

  /// The running builds of a builder.
  List<Build> buildsOf(BuilderId builder) {
    return builds.values().stream().filter(build -> build.builder().equals(builder)).toList();
  }
}
