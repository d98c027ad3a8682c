package org.yardmaster.console.farm;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import org.jspecify.annotations.Nullable;
import org.yardmaster.protocol.message.FarmChange;
import org.yardmaster.protocol.model.Build;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.Builder;
import org.yardmaster.protocol.model.BuilderId;
import org.yardmaster.protocol.model.Contact;
import org.yardmaster.protocol.model.FarmSettings;
import org.yardmaster.protocol.model.Incident;
import org.yardmaster.protocol.model.Pause;
import org.yardmaster.protocol.model.PauseScope;
import org.yardmaster.protocol.model.Request;
import org.yardmaster.protocol.model.RequestId;
import org.yardmaster.protocol.model.Schedule;
import org.yardmaster.protocol.model.Slave;
import org.yardmaster.protocol.model.SlaveId;

/// The farm's rows and counts as last told. Lives on the FX thread.
public final class FarmModel {
  private final SortedMap<RequestId, Request> requests = new TreeMap<>();
  private final SortedMap<BuildId, Build> builds = new TreeMap<>();
  private final SortedMap<SlaveId, Slave> slaves = new TreeMap<>();
  private final SortedMap<BuilderId, Builder> builders = new TreeMap<>();
  private final SortedMap<PauseScope, Pause> pauses = new TreeMap<>();
  private final SortedMap<String, Schedule> schedules = new TreeMap<>();
  private final SortedMap<Long, Incident> incidents = new TreeMap<>();
  private FarmSettings settings = FarmSettings.defaults();
  private final SortedMap<SlaveId, SortedMap<BuildId, Build>> bySlave = new TreeMap<>();
  private final List<FarmObserver> observers = new ArrayList<>();

  private final ReadOnlyIntegerWrapper queued = new ReadOnlyIntegerWrapper();
  private final ReadOnlyIntegerWrapper shelved = new ReadOnlyIntegerWrapper();
  private final ReadOnlyIntegerWrapper running = new ReadOnlyIntegerWrapper();
  private final ReadOnlyIntegerWrapper connected = new ReadOnlyIntegerWrapper();
  private final ReadOnlyIntegerWrapper slaveCount = new ReadOnlyIntegerWrapper();
  private int queuedNow;
  private int shelvedNow;
  private int connectedNow;

  /// Lets `observer` follow. It is first told all rows there are.
  public void observe(FarmObserver observer) {
    List<FarmChange> all = rows();
    observer.begins(all.size());
    observer.cleared();
    all.forEach(observer::changed);
    observer.ends();
    observers.add(observer);
  }

  /// Forgets all rows: a snapshot follows.
  public void clear() {
    requests.clear();
    builds.clear();
    slaves.clear();
    builders.clear();
    pauses.clear();
    schedules.clear();
    incidents.clear();
    bySlave.clear();
    queuedNow = 0;
    shelvedNow = 0;
    connectedNow = 0;
    observers.forEach(FarmObserver::cleared);
    count();
  }

  /// Takes over a batch of changes.
  public void apply(List<FarmChange> changes) {
    observers.forEach(observer -> observer.begins(changes.size()));
    for (FarmChange change : changes) {
      Optional<Slave> freed =
          change instanceof FarmChange.BuildGone(BuildId id)
              ? build(id).flatMap(build -> slave(build.slave()))
              : Optional.empty();
      take(change);
      tell(change);
      freed.ifPresent(slave -> tell(new FarmChange.SlaveKept(slave)));
    }
    count();
    observers.forEach(FarmObserver::ends);
  }

  private void tell(FarmChange change) {
    observers.forEach(observer -> observer.changed(change));
  }

  private void take(FarmChange change) {
    switch (change) {
      case FarmChange.RequestKept(Request request) -> keep(request);
      case FarmChange.RequestEnded ended -> drop(ended.request().request().id());
      case FarmChange.BuildKept(Build build) -> {
        builds.put(build.id(), build);
        bySlave.computeIfAbsent(build.slave(), _ -> new TreeMap<>()).put(build.id(), build);
      }
      case FarmChange.BuildEnded ended -> drop(ended.build().build().id());
      case FarmChange.BuildGone(BuildId id) -> drop(id);
      case FarmChange.SlaveKept(Slave slave) -> {
        connectedNow += isConnected(slave) - isConnected(slaves.put(slave.id(), slave));
      }
      case FarmChange.SlaveGone(SlaveId id) -> connectedNow -= isConnected(slaves.remove(id));
      case FarmChange.BuilderKept(Builder builder) -> builders.put(builder.id(), builder);
      case FarmChange.PauseKept(Pause pause) -> pauses.put(pause.scope(), pause);
      case FarmChange.PauseGone(PauseScope scope) -> pauses.remove(scope);
      case FarmChange.ScheduleKept(Schedule schedule) -> schedules.put(schedule.name(), schedule);
      case FarmChange.ScheduleGone(String name) -> schedules.remove(name);
      case FarmChange.IncidentKept(Incident incident) -> incidents.put(incident.number(), incident);
      case FarmChange.IncidentGone(long number) -> incidents.remove(number);
      case FarmChange.SettingsKept(FarmSettings now) -> settings = now;
    }
  }

  private void keep(Request request) {
    Request before = requests.put(request.id(), request);
    queuedNow += isQueued(request) - isQueued(before);
    shelvedNow += isShelved(request) - isShelved(before);
  }

  private void drop(BuildId id) {
    Build build = builds.remove(id);
    SortedMap<BuildId, Build> here = build == null ? null : bySlave.get(build.slave());
    if (here != null) {
      here.remove(id);
    }
  }

  private void drop(RequestId id) {
    Request before = requests.remove(id);
    queuedNow -= isQueued(before);
    shelvedNow -= isShelved(before);
  }

  private static int isQueued(@Nullable Request request) {
    return request != null && request.build().isEmpty() && request.shelved().isEmpty() ? 1 : 0;
  }

  private static int isShelved(@Nullable Request request) {
    return request != null && request.build().isEmpty() && request.shelved().isPresent() ? 1 : 0;
  }

  private static int isConnected(@Nullable Slave slave) {
    return slave != null && slave.contact().state() == Contact.State.CONNECTED ? 1 : 0;
  }

  private void count() {
    queued.set(queuedNow);
    shelved.set(shelvedNow);
    running.set(builds.size());
    connected.set(connectedNow);
    slaveCount.set(slaves.size());
  }

  private List<FarmChange> rows() {
    List<FarmChange> all = new ArrayList<>();
    builders.values().forEach(row -> all.add(new FarmChange.BuilderKept(row)));
    slaves.values().forEach(row -> all.add(new FarmChange.SlaveKept(row)));
    requests.values().forEach(row -> all.add(new FarmChange.RequestKept(row)));
    builds.values().forEach(row -> all.add(new FarmChange.BuildKept(row)));
    pauses.values().forEach(row -> all.add(new FarmChange.PauseKept(row)));
    schedules.values().forEach(row -> all.add(new FarmChange.ScheduleKept(row)));
    incidents.values().forEach(row -> all.add(new FarmChange.IncidentKept(row)));
    all.add(new FarmChange.SettingsKept(settings));
    return all;
  }

  public Optional<Request> request(RequestId id) {
    return Optional.ofNullable(requests.get(id));
  }

  public Optional<Build> build(BuildId id) {
    return Optional.ofNullable(builds.get(id));
  }

  public Optional<Slave> slave(SlaveId id) {
    return Optional.ofNullable(slaves.get(id));
  }

  public Optional<Builder> builder(BuilderId id) {
    return Optional.ofNullable(builders.get(id));
  }

  public Optional<Pause> pause(PauseScope scope) {
    return Optional.ofNullable(pauses.get(scope));
  }

  public SortedMap<BuildId, Build> builds() {
    return Collections.unmodifiableSortedMap(builds);
  }

  public SortedMap<SlaveId, Slave> slaves() {
    return Collections.unmodifiableSortedMap(slaves);
  }

  public SortedMap<BuilderId, Builder> builders() {
    return Collections.unmodifiableSortedMap(builders);
  }

  public SortedMap<RequestId, Request> requests() {
    return Collections.unmodifiableSortedMap(requests);
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

  /// What runs on a slave, oldest build first.
  public List<Build> buildsOn(SlaveId slave) {
    SortedMap<BuildId, Build> here = bySlave.get(slave);
    return here == null ? List.of() : List.copyOf(here.values());
  }

  /// The name of a builder, or its number where the farm does not know it any more.
  public String builderName(BuilderId id) {
    Builder builder = builders.get(id);
    return builder == null ? id.toString() : builder.name();
  }

  /// The name of a slave, or its number where the farm does not know it any more.
  public String slaveName(SlaveId id) {
    Slave slave = slaves.get(id);
    return slave == null ? id.toString() : slave.name();
  }

  /// How many requests wait to start; those on the shelf do not.
  public ReadOnlyIntegerProperty queuedProperty() {
    return queued.getReadOnlyProperty();
  }

  /// How many requests are on the shelf.
  public ReadOnlyIntegerProperty shelvedProperty() {
    return shelved.getReadOnlyProperty();
  }

  public ReadOnlyIntegerProperty runningProperty() {
    return running.getReadOnlyProperty();
  }

  public ReadOnlyIntegerProperty connectedProperty() {
    return connected.getReadOnlyProperty();
  }

  public ReadOnlyIntegerProperty slaveCountProperty() {
    return slaveCount.getReadOnlyProperty();
  }
}
