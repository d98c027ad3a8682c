package org.yardmaster.protocol.client;

import java.util.Collections;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.yardmaster.protocol.message.FarmChange;
import org.yardmaster.protocol.model.Build;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.Builder;
import org.yardmaster.protocol.model.BuilderId;
import org.yardmaster.protocol.model.FarmSettings;
import org.yardmaster.protocol.model.Incident;
import org.yardmaster.protocol.model.OrderKey;
import org.yardmaster.protocol.model.Pause;
import org.yardmaster.protocol.model.PauseScope;
import org.yardmaster.protocol.model.Request;
import org.yardmaster.protocol.model.RequestId;
import org.yardmaster.protocol.model.Schedule;
import org.yardmaster.protocol.model.Slave;
import org.yardmaster.protocol.model.SlaveId;

/// The farm's rows as this client has heard them. Belongs to one thread, the client's owner; its
/// maps are views that change with it.
public final class FarmView {
  private final SortedMap<RequestId, Request> requests = new TreeMap<>();
  private final NavigableMap<OrderKey, Request> order = new TreeMap<>();
  private final SortedMap<BuildId, Build> builds = new TreeMap<>();
  private final SortedMap<SlaveId, Slave> slaves = new TreeMap<>();
  private final SortedMap<BuilderId, Builder> builders = new TreeMap<>();
  private final SortedMap<PauseScope, Pause> pauses = new TreeMap<>();
  private final SortedMap<String, Schedule> schedules = new TreeMap<>();
  private final SortedMap<Long, Incident> incidents = new TreeMap<>();
  private FarmSettings settings = FarmSettings.defaults();

  /// Requests that have not ended.
  public SortedMap<RequestId, Request> requests() {
    return Collections.unmodifiableSortedMap(requests);
  }

  /// The same requests in the farm's total order, running ones among them.
  public NavigableMap<OrderKey, Request> order() {
    return Collections.unmodifiableNavigableMap(order);
  }

  /// Running builds.
  public SortedMap<BuildId, Build> builds() {
    return Collections.unmodifiableSortedMap(builds);
  }

  public SortedMap<SlaveId, Slave> slaves() {
    return Collections.unmodifiableSortedMap(slaves);
  }

  public SortedMap<BuilderId, Builder> builders() {
    return Collections.unmodifiableSortedMap(builders);
  }

  public SortedMap<PauseScope, Pause> pauses() {
    return Collections.unmodifiableSortedMap(pauses);
  }

  /// Schedules by name.
  public SortedMap<String, Schedule> schedules() {
    return Collections.unmodifiableSortedMap(schedules);
  }

  /// Incidents by number, also some that are over.
  public SortedMap<Long, Incident> incidents() {
    return Collections.unmodifiableSortedMap(incidents);
  }

  /// The settings in force.
  public FarmSettings settings() {
    return settings;
  }

  /// The builder of this name, retired or not.
  public Optional<Builder> builder(String name) {
    return builders.values().stream().filter(b -> b.name().equals(name)).findFirst();
  }

  /// The slave of this name.
  public Optional<Slave> slave(String name) {
    return slaves.values().stream().filter(s -> s.name().equals(name)).findFirst();
  }

  void clear() {
    requests.clear();
    order.clear();
    builds.clear();
    slaves.clear();
    builders.clear();
    pauses.clear();
    schedules.clear();
    incidents.clear();
  }

  void apply(FarmChange change) {
    switch (change) {
      case FarmChange.RequestKept kept -> keep(kept.request());
      case FarmChange.RequestEnded ended -> forget(ended.request().request().id());
      case FarmChange.BuildKept kept -> builds.put(kept.build().id(), kept.build());
      case FarmChange.BuildEnded ended -> builds.remove(ended.build().build().id());
      case FarmChange.BuildGone gone -> builds.remove(gone.build());
      case FarmChange.SlaveKept kept -> slaves.put(kept.slave().id(), kept.slave());
      case FarmChange.SlaveGone gone -> slaves.remove(gone.slave());
      case FarmChange.BuilderKept kept -> builders.put(kept.builder().id(), kept.builder());
      case FarmChange.PauseKept kept -> pauses.put(kept.pause().scope(), kept.pause());
      case FarmChange.PauseGone gone -> pauses.remove(gone.scope());
      case FarmChange.ScheduleKept kept -> schedules.put(kept.schedule().name(), kept.schedule());
      case FarmChange.ScheduleGone gone -> schedules.remove(gone.name());
      case FarmChange.IncidentKept kept -> incidents.put(kept.incident().number(), kept.incident());
      case FarmChange.IncidentGone gone -> incidents.remove(gone.number());
      case FarmChange.SettingsKept kept -> settings = kept.settings();
    }
  }

  private void keep(Request request) {
    forget(request.id());
    requests.put(request.id(), request);
    order.put(request.order(), request);
  }

  private void forget(RequestId id) {
    Request old = requests.remove(id);
    if (old != null) {
      order.remove(old.order());
    }
  }
}
