package org.yardmaster.master.farm;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.yardmaster.protocol.message.FarmChange;
import org.yardmaster.protocol.model.Build;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.BuildOrder;
import org.yardmaster.protocol.model.Builder;
import org.yardmaster.protocol.model.BuilderId;
import org.yardmaster.protocol.model.FinishedBuild;
import org.yardmaster.protocol.model.FinishedRequest;
import org.yardmaster.protocol.model.OrderKey;
import org.yardmaster.protocol.model.Pause;
import org.yardmaster.protocol.model.PauseScope;
import org.yardmaster.protocol.model.Request;
import org.yardmaster.protocol.model.RequestId;
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
  private ConfigVersion config;
  private Counters counters;

  private final List<Change> changes = new ArrayList<>();
  private Touched touched = new Touched();

  /// Rows that were written since they were last taken.
  static final class Touched {
    final SortedSet<RequestId> requests = new TreeSet<>();
    final SortedSet<BuildId> builds = new TreeSet<>();
    final SortedSet<BuilderId> builders = new TreeSet<>();
    final SortedSet<SlaveId> slaves = new TreeSet<>();
    final SortedSet<PauseScope> pauses = new TreeSet<>();

    boolean isEmpty() {
      return requests.isEmpty()
          && builds.isEmpty()
          && builders.isEmpty()
          && slaves.isEmpty()
          && pauses.isEmpty();
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
    snapshot.builds().forEach(build -> keep(build, Optional.empty()));
    orders.putAll(snapshot.orders());
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
        orders);
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

  void keep(Request request) {
    Request old = requests.put(request.id(), request);
    if (old != null) {
      order.remove(old.order());
    }
    order.add(request.order());
    touched.requests.add(request.id());
    shown(new FarmChange.RequestKept(request));
  }

  void end(FinishedRequest finished) {
    Request request = finished.request();
    Request old = requests.remove(request.id());
    if (old != null) {
      order.remove(old.order());
    }
    touched.requests.add(request.id());
    shown(new FarmChange.RequestEnded(finished));
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

  /// Writes a build; with its order when it is new.
  void keep(Build build, Optional<BuildOrder> ordered) {
    builds.put(build.id(), build);
    buildsOfBuilder.computeIfAbsent(build.builder(), _ -> new TreeSet<>()).add(build.id());
    buildsOfSlave.computeIfAbsent(build.slave(), _ -> new TreeSet<>()).add(build.id());
    touch(build);
    shown(new FarmChange.BuildKept(build));
    ordered.ifPresent(told -> {
      orders.put(build.id(), told);
      changes.add(new Change.BuildOrdered(build.id(), told));
    });
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

  private static <T> void touch(SortedSet<T> rows, @Nullable T row) {
    if (row != null) {
      rows.add(row);
    }
  }

  // Configuration, counters, audit.

  ConfigVersion config() {
    return config;
  }

  void keep(ConfigVersion version) {
    config = version;
    changes.add(new Change.ConfigKept(version));
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
