package org.yardmaster.master.farm;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yardmaster.protocol.message.FarmChange;
import org.yardmaster.protocol.model.Build;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.BuildOrder;
import org.yardmaster.protocol.model.Builder;
import org.yardmaster.protocol.model.BuilderId;
import org.yardmaster.protocol.model.FarmSettings;
import org.yardmaster.protocol.model.FinishedBuild;
import org.yardmaster.protocol.model.FinishedRequest;
import org.yardmaster.protocol.model.Incident;
import org.yardmaster.protocol.model.OrderKey;
import org.yardmaster.protocol.model.Pause;
import org.yardmaster.protocol.model.PauseScope;
import org.yardmaster.protocol.model.Request;
import org.yardmaster.protocol.model.RequestId;
import org.yardmaster.protocol.model.Schedule;
import org.yardmaster.protocol.model.Slave;
import org.yardmaster.protocol.model.SlaveId;

/// All rows of the farm, and the memory of what was done to them: every write is noted as a
/// [Change] for the store and as a touch for [Dispatch], so that nobody who changes a row has to
/// think of whom that may concern.
final class Rows {
  private final TreeMap<RequestId, Request> requests = new TreeMap<>();
  private final TreeSet<OrderKey> order = new TreeSet<>();
  private final TreeMap<BuildId, Build> builds = new TreeMap<>();
  private final TreeMap<BuildId, BuildOrder> orders = new TreeMap<>();
  private final TreeMap<BuilderId, TreeSet<BuildId>> buildsOfBuilder = new TreeMap<>();
  private final TreeMap<SlaveId, TreeSet<BuildId>> buildsOfSlave = new TreeMap<>();
  private final TreeMap<BuilderId, Builder> builders = new TreeMap<>();
  private final TreeMap<String, BuilderId> builderNames = new TreeMap<>();
  private final TreeMap<SlaveId, Slave> slaves = new TreeMap<>();
  private final TreeMap<String, SlaveId> slaveNames = new TreeMap<>();
  private final TreeMap<SlaveId, String> secrets = new TreeMap<>();
  private final TreeMap<String, Change.User> users = new TreeMap<>();
  private final TreeMap<PauseScope, Pause> pauses = new TreeMap<>();
  private final TreeMap<BuildId, LostBuild> lost = new TreeMap<>();
  private final TreeMap<String, Schedule> schedules = new TreeMap<>();
  private final TreeMap<Long, Incident> incidents = new TreeMap<>();
  private final TreeMap<Integer, TreeSet<OrderKey>> orderOfPriority = new TreeMap<>();
  private ConfigVersion config;
  private Counters counters;

  private final List<Change> changes = new ArrayList<>();
  private Touched touched = new Touched();

  /// Rows that were written since they were last taken, each once, in the order of writing.
  static final class Touched {
    final Set<RequestId> requests = new LinkedHashSet<>();
    final Set<BuildId> builds = new LinkedHashSet<>();
    final Set<BuilderId> builders = new LinkedHashSet<>();
    final Set<SlaveId> slaves = new LinkedHashSet<>();
    final Set<PauseScope> pauses = new LinkedHashSet<>();
    final Set<String> schedules = new LinkedHashSet<>();
    boolean config;

    boolean isEmpty() {
      return requests.isEmpty()
          && builds.isEmpty()
          && builders.isEmpty()
          && slaves.isEmpty()
          && pauses.isEmpty()
          && schedules.isEmpty()
          && !config;
    }
  }

  Rows(FarmSnapshot snapshot) {
    counters = snapshot.counters();
    config = snapshot.config();
    snapshot.builders().forEach(this::keep);
    snapshot.slaves().forEach(this::keep);
    secrets.putAll(snapshot.secrets());
    users.putAll(snapshot.users());
    snapshot.pauses().forEach(this::keep);
    snapshot.requests().forEach(this::keep);
    snapshot.builds().forEach(this::keep);
    orders.putAll(snapshot.orders());
    snapshot.lost().forEach(this::keepLost);
    snapshot.schedules().forEach(this::keep);
    snapshot.incidents().forEach(this::keep);
    touched.config = true;
    changes.clear();
  }

  FarmSnapshot snapshot() {
    return new FarmSnapshot(
        counters,
        config,
        List.copyOf(builders.values()),
        List.copyOf(slaves.values()),
        secrets,
        users,
        List.copyOf(pauses.values()),
        List.copyOf(requests.values()),
        List.copyOf(builds.values()),
        orders,
        List.copyOf(lost.values()),
        List.copyOf(schedules.values()),
        List.copyOf(incidents.values()));
  }

  // What was done.

  List<Change> takeChanges() {
    List<Change> taken = List.copyOf(changes);
    changes.clear();
    return taken;
  }

  Touched takeTouched() {
    Touched taken = touched;
    touched = new Touched();
    return taken;
  }

  private void shown(FarmChange change) {
    changes.add(new Change.Shown(change));
  }

  // Requests.

  Optional<Request> request(RequestId id) {
    return Optional.ofNullable(requests.get(id));
  }

  SortedMap<RequestId, Request> requests() {
    return Collections.unmodifiableSortedMap(requests);
  }

  /// All requests that have not ended, running ones too, in the farm's order.
  NavigableSet<OrderKey> order() {
    return Collections.unmodifiableNavigableSet(order);
  }

  /// The same of one priority.
  NavigableSet<OrderKey> order(int priority) {
    return Collections.unmodifiableNavigableSet(
        orderOfPriority.getOrDefault(priority, new TreeSet<>()));
  }

  void keep(Request request) {
    Request old = requests.put(request.id(), request);
    if (old != null) {
      leaveOrder(old);
    }
    OrderKey key = request.order();
    order.add(key);
    orderOfPriority.computeIfAbsent(request.priority(), _ -> new TreeSet<>()).add(key);
    touched.requests.add(request.id());
    shown(new FarmChange.RequestKept(request));
  }

  void end(FinishedRequest finished) {
    Request request = finished.request();
    Request old = requests.remove(request.id());
    if (old != null) {
      leaveOrder(old);
    }
    touched.requests.add(request.id());
    shown(new FarmChange.RequestEnded(finished));
  }

  private void leaveOrder(Request old) {
    OrderKey key = old.order();
    order.remove(key);
    TreeSet<OrderKey> peers = orderOfPriority.get(old.priority());
    if (peers != null && peers.remove(key) && peers.isEmpty()) {
      orderOfPriority.remove(old.priority());
    }
  }

  /// A cancelled request comes back out of history.
  void restore(Request request) {
    changes.add(new Change.HistoryForgotten(request.id()));
    keep(request);
  }

  // Builds.

  Optional<Build> build(BuildId id) {
    return Optional.ofNullable(builds.get(id));
  }

  Optional<BuildOrder> orderOf(BuildId id) {
    return Optional.ofNullable(orders.get(id));
  }

  SortedMap<BuildId, Build> builds() {
    return Collections.unmodifiableSortedMap(builds);
  }

  SortedSet<BuildId> buildsOf(BuilderId builder) {
    return Collections.unmodifiableSortedSet(buildsOfBuilder.getOrDefault(builder, none()));
  }

  SortedSet<BuildId> buildsOf(SlaveId slave) {
    return Collections.unmodifiableSortedSet(buildsOfSlave.getOrDefault(slave, none()));
  }

  private static TreeSet<BuildId> none() {
    return new TreeSet<>();
  }

  /// Writes a new build and what its slave is told of it.
  void begin(Build build, BuildOrder order) {
    keep(build);
    orders.put(build.id(), order);
    changes.add(new Change.BuildOrdered(build.id(), order));
  }

  void keep(Build build) {
    builds.put(build.id(), build);
    buildsOfBuilder.computeIfAbsent(build.builder(), _ -> new TreeSet<>()).add(build.id());
    buildsOfSlave.computeIfAbsent(build.slave(), _ -> new TreeSet<>()).add(build.id());
    touch(build);
    shown(new FarmChange.BuildKept(build));
  }

  void end(FinishedBuild finished) {
    remove(finished.build());
    shown(new FarmChange.BuildEnded(finished));
  }

  /// Forgets a build that never began.
  void drop(Build build) {
    remove(build);
    shown(new FarmChange.BuildGone(build.id()));
  }

  private void remove(Build build) {
    builds.remove(build.id());
    orders.remove(build.id());
    TreeSet<BuildId> ofBuilder = buildsOfBuilder.get(build.builder());
    if (ofBuilder != null && ofBuilder.remove(build.id()) && ofBuilder.isEmpty()) {
      buildsOfBuilder.remove(build.builder());
    }
    TreeSet<BuildId> ofSlave = buildsOfSlave.get(build.slave());
    if (ofSlave != null && ofSlave.remove(build.id()) && ofSlave.isEmpty()) {
      buildsOfSlave.remove(build.slave());
    }
    touch(build);
  }

  private void touch(Build build) {
    touched.builds.add(build.id());
    touched.builders.add(build.builder());
    touched.slaves.add(build.slave());
  }

  // Builds that count as lost, and of which their slave has not spoken since.

  Optional<LostBuild> lostBuild(BuildId id) {
    return Optional.ofNullable(lost.get(id));
  }

  List<LostBuild> lostBuildsOf(SlaveId slave) {
    return lost.values().stream().filter(known -> known.build().slave().equals(slave)).toList();
  }

  void keepLost(LostBuild known) {
    lost.put(known.build().id(), known);
    changes.add(new Change.LostKept(known));
  }

  void forgetLost(BuildId id) {
    if (lost.remove(id) != null) {
      changes.add(new Change.LostGone(id));
    }
  }

  // Builders.

  Optional<Builder> builder(BuilderId id) {
    return Optional.ofNullable(builders.get(id));
  }

  Optional<Builder> builderNamed(String name) {
    return Optional.ofNullable(builderNames.get(name)).flatMap(this::builder);
  }

  SortedMap<BuilderId, Builder> builders() {
    return Collections.unmodifiableSortedMap(builders);
  }

  void keep(Builder builder) {
    builders.put(builder.id(), builder);
    builderNames.put(builder.name(), builder.id());
    touched.builders.add(builder.id());
    shown(new FarmChange.BuilderKept(builder));
  }

  // Slaves.

  Optional<Slave> slave(SlaveId id) {
    return Optional.ofNullable(slaves.get(id));
  }

  Optional<Slave> slaveNamed(String name) {
    return Optional.ofNullable(slaveNames.get(name)).flatMap(this::slave);
  }

  SortedMap<SlaveId, Slave> slaves() {
    return Collections.unmodifiableSortedMap(slaves);
  }

  /// All slaves, in the order of their names.
  Stream<Slave> slavesByName() {
    return slaveNames.values().stream().map(this::slave).flatMap(Optional::stream);
  }

  Optional<String> secretOf(SlaveId slave) {
    return Optional.ofNullable(secrets.get(slave));
  }

  void keep(Slave slave) {
    slaves.put(slave.id(), slave);
    slaveNames.put(slave.name(), slave.id());
    touched.slaves.add(slave.id());
    shown(new FarmChange.SlaveKept(slave));
  }

  void remove(Slave slave) {
    slaves.remove(slave.id());
    slaveNames.remove(slave.name());
    secrets.remove(slave.id());
    lostBuildsOf(slave.id()).forEach(known -> forgetLost(known.build().id()));
    pause(PauseScope.slave(slave.name()), Optional.empty());
    touched.slaves.add(slave.id());
    shown(new FarmChange.SlaveGone(slave.id()));
  }

  void keepSecret(SlaveId slave, String hash) {
    secrets.put(slave, hash);
    changes.add(new Change.SecretKept(slave, hash));
  }

  // Users.

  Optional<Change.User> user(String name) {
    return Optional.ofNullable(users.get(name));
  }

  SortedMap<String, Change.User> users() {
    return Collections.unmodifiableSortedMap(users);
  }

  void keep(Change.User user) {
    users.put(user.name(), user);
    changes.add(new Change.UserKept(user));
  }

  void removeUser(String name) {
    users.remove(name);
    changes.add(new Change.UserGone(name));
  }

  // Pauses.

  Optional<Pause> pause(PauseScope scope) {
    return Optional.ofNullable(pauses.get(scope));
  }

  void keep(Pause pause) {
    pause(pause.scope(), Optional.of(pause));
  }

  /// Begins, changes or ends the pause of a scope.
  void pause(PauseScope scope, Optional<Pause> pause) {
    Pause old = pause.isPresent() ? pauses.put(scope, pause.get()) : pauses.remove(scope);
    if (old == null && pause.isEmpty()) {
      return;
    }
    touched.pauses.add(scope);
    switch (scope.kind()) {
      case FARM -> {}
      case BUILDER -> touch(touched.builders, builderNames.get(scope.name()));
      case SLAVE -> touch(touched.slaves, slaveNames.get(scope.name()));
    }
    shown(
        pause.isPresent()
            ? new FarmChange.PauseKept(pause.get())
            : new FarmChange.PauseGone(scope));
  }

  private static <T> void touch(Set<T> rows, @Nullable T row) {
    if (row != null) {
      rows.add(row);
    }
  }

  // Schedules.

  Optional<Schedule> schedule(String name) {
    return Optional.ofNullable(schedules.get(name));
  }

  SortedMap<String, Schedule> schedules() {
    return Collections.unmodifiableSortedMap(schedules);
  }

  void keep(Schedule schedule) {
    schedules.put(schedule.name(), schedule);
    touched.schedules.add(schedule.name());
    shown(new FarmChange.ScheduleKept(schedule));
  }

  void removeSchedule(String name) {
    schedules.remove(name);
    touched.schedules.add(name);
    shown(new FarmChange.ScheduleGone(name));
  }

  // Incidents.

  Optional<Incident> incident(long number) {
    return Optional.ofNullable(incidents.get(number));
  }

  SortedMap<Long, Incident> incidents() {
    return Collections.unmodifiableSortedMap(incidents);
  }

  void keep(Incident incident) {
    incidents.put(incident.number(), incident);
    shown(new FarmChange.IncidentKept(incident));
  }

  void remove(Incident incident) {
    incidents.remove(incident.number());
    shown(new FarmChange.IncidentGone(incident.number()));
  }

  // Configuration, counters, audit.

  ConfigVersion config() {
    return config;
  }

  void keep(ConfigVersion version) {
    config = version;
    touched.config = true;
    changes.add(new Change.ConfigKept(version));
    shown(new FarmChange.SettingsKept(settings()));
  }

  FarmSettings settings() {
    return config.config().settings();
  }

  Counters counters() {
    return counters;
  }

  void keep(Counters next) {
    counters = next;
    changes.add(new Change.CountersKept(next));
  }

  void record(CommandRecord command) {
    changes.add(new Change.CommandKept(command));
  }

  void markUndone(long command, long by) {
    changes.add(new Change.CommandUndone(command, by));
  }
}
