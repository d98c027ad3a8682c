package org.yardmaster.master.farm;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.yardmaster.protocol.model.Builder;
import org.yardmaster.protocol.model.BuilderId;
import org.yardmaster.protocol.model.OrderKey;
import org.yardmaster.protocol.model.PauseScope;
import org.yardmaster.protocol.model.Request;
import org.yardmaster.protocol.model.RequestId;
import org.yardmaster.protocol.model.Slave;
import org.yardmaster.protocol.model.SlaveDefinition;
import org.yardmaster.protocol.model.SlaveId;

/// Knows at any moment which request starts next, and where.
///
/// The ready requests of a builder stand in a line, those that keep away from a slave in another.
/// Lines with the same [Needs] share a [Group]: the first request of each, and the slaves that
/// could take one now. Groups that have both stand in `startable`, in the order of their first
/// request: as long as one is there, something starts. All of it is derived from the rows by the
/// [Rules], touched row by touched row, so an event costs what it touches: neither queue nor farm
/// is ever scanned.
final class Dispatch {

  /// A request that may start, the slave that is best for it, and who rides along.
  record Match(RequestId request, SlaveId slave, SortedSet<RequestId> riders) {}

  /// Names a line: of which builder, and which slave its requests keep away from, if any.
  private record LineKey(BuilderId builder, Optional<SlaveId> avoided)
      implements Comparable<LineKey> {
    @Override
    public int compareTo(LineKey other) {
      int byBuilder = builder.compareTo(other.builder);
      return byBuilder != 0 ? byBuilder : SlaveId.NONE_FIRST.compare(avoided, other.avoided);
    }
  }

  /// The ready requests of one line, and what stands for it in its group.
  private static final class Line {
    final TreeSet<OrderKey> ready = new TreeSet<>();
    Group group;
    boolean open;
    @Nullable OrderKey head;

    Line(Group group) {
      this.group = group;
    }
  }

  /// A slave as it was last looked at: the groups that admit it, and how it stands in them while it
  /// is free.
  private record Known(
      String name,
      SlaveDefinition definition,
      boolean retired,
      List<Group> groups,
      @Nullable Free free) {

    boolean isStill(Slave slave) {
      return definition.equals(slave.definition()) && retired == slave.retired();
    }

    Known with(@Nullable Free free) {
      return new Known(name, definition, retired, groups, free);
    }

    Known in(Collection<Group> groups) {
      return new Known(name, definition, retired, List.copyOf(groups), free);
    }

    Known without(Group group) {
      return groups.contains(group)
          ? in(groups.stream().filter(other -> other != group).toList())
          : this;
    }
  }

  /// A ready request: in which line and where.
  private record Ready(LineKey line, OrderKey key, Alike.Wanted wanted) {}

  /// As many are written with every step of the build; more wait for the next one.
  private static final int MOST_RIDERS = 1_000;

  private final Rows rows;
  private final Rules rules;
  private final Locks locks;
  private final TreeMap<LineKey, Line> lines = new TreeMap<>();
  private final Map<Needs, Group> groups = new TreeMap<>();
  private final Map<SlaveId, Known> slaves = new TreeMap<>();
  private final Map<RequestId, Ready> ready = new TreeMap<>();
  private final Alike alike = new Alike();
  private final TreeMap<OrderKey, Group> startable = new TreeMap<>();
  private final TreeSet<OrderKey> waiting = new TreeSet<>();

  Dispatch(Rows rows, Rules rules, Locks locks) {
    this.rows = rows;
    this.rules = rules;
    this.locks = locks;
  }

  /// Looks again at every row that was written.
  void refresh(Rows.Touched touched) {
    if (touched.config) {
      groups.values().forEach(Group::placeAllAgain);
    }
    if (touched.pauses.contains(PauseScope.farm())) {
      groups.values().forEach(group -> locks.touch(group.locks()));
    }
    touched.builders.forEach(this::refreshBuilder);
    touched.slaves.forEach(this::refreshSlave);
    touched.requests.forEach(this::refreshRequest);
  }

  /// Looks again at those who want locks that have changed: the last step of looking again.
  void settle(SortedSet<LockKey> changedLocks) {
    for (LockKey lock : changedLocks) {
      for (Waiting line : locks.waitingFor(lock)) {
        if (line instanceof Group group) {
          index(group);
        }
      }
    }
  }

  private void index(Group group) {
    unindex(group);
    group.startableAs = group.firstStartable().orElse(null);
    if (group.startableAs != null) {
      startable.put(group.startableAs, group);
    }
  }

  /// Its first request may stand there for another group by now: a line has moved to that one.
  private void unindex(Group group) {
    if (group.startableAs != null) {
      startable.remove(group.startableAs, group);
    }
  }

  /// The first request of the farm's order that can start now.
  Optional<OrderKey> next() {
    return startable.isEmpty() || !rules.farmMayStart()
        ? Optional.empty()
        : Optional.of(startable.firstKey());
  }

  /// Where [#next()] starts.
  Match match() {
    Map.Entry<OrderKey, Group> first = startable.firstEntry();
    Request request = rows.request(first.getKey().id()).orElseThrow();
    SlaveId slave = first.getValue().best(warm(request.builder())).orElseThrow().id();
    return new Match(request.id(), slave, riders(request, slave));
  }

  /// Others that want the same and could start there too, where the builder lets them ride along.
  private SortedSet<RequestId> riders(Request request, SlaveId slave) {
    SortedSet<RequestId> riders = new TreeSet<>();
    if (rows.builder(request.builder()).orElseThrow().definition().rideAlong()) {
      for (RequestId id : alike.who(Alike.Wanted.by(request))) {
        if (riders.size() == MOST_RIDERS) {
          break;
        }
        rows.request(id)
            .filter(other -> !other.id().equals(request.id()))
            .filter(other -> !rules.avoided(other).equals(Optional.of(slave)))
            .ifPresent(other -> riders.add(other.id()));
      }
    }
    return riders;
  }

  /// The first request that could start if a slave took it; also one that starts at once.
  Optional<RequestId> firstWaiting() {
    return waiting.isEmpty() || !rules.farmMayStart()
        ? Optional.empty()
        : Optional.of(waiting.first().id());
  }

  /// Whether no slave of the farm could run this builder, even if all were there and idle.
  boolean impossible(BuilderId builder) {
    return line(new LineKey(builder, Optional.empty())).group.members == 0;
  }

  /// The slave that built a builder last, if it is free.
  private @Nullable Free warm(BuilderId builder) {
    return rows.builder(builder)
        .flatMap(Builder::last)
        .map(last -> slaves.get(last.slave()))
        .map(Known::free)
        .orElse(null);
  }

  /// Does something to a group that may change what it could start next. With locks in play that
  /// depends on others too, and is found out last, in [#settle].
  private void change(Group group, Runnable change) {
    group.firstPossible().ifPresent(waiting::remove);
    change.run();
    group.firstPossible().ifPresent(waiting::add);
    if (group.locks().isEmpty()) {
      index(group);
    } else {
      locks.touch(group.locks());
    }
  }

  // Requests.

  private void refreshRequest(RequestId id) {
    Optional<Ready> now =
        rows.request(id)
            .filter(rules::mayStart)
            .map(request ->
                new Ready(
                    new LineKey(request.builder(), rules.avoided(request)),
                    request.order(),
                    Alike.Wanted.by(request)));
    Ready old = ready.get(id);
    if (old != null) {
      line(old.line).ready.remove(old.key);
      ready.remove(id);
      alike.remove(id, old.wanted);
      refreshHead(old.line);
      closeIfDeserted(old.line);
    }
    if (now.isPresent()) {
      openIfAvoiding(now.get().line);
      line(now.get().line).ready.add(now.get().key);
      ready.put(id, now.get());
      alike.add(id, now.get().wanted);
      refreshHead(now.get().line);
    }
  }

  private Line line(LineKey key) {
    Line line = lines.get(key);
    if (line == null) {
      throw new IllegalStateException(key + ": has requests, but was never seen");
    }
    return line;
  }

  private void openIfAvoiding(LineKey key) {
    if (key.avoided.isPresent() && !lines.containsKey(key)) {
      Line ofBuilder = line(new LineKey(key.builder, Optional.empty()));
      Line line = new Line(join(ofBuilder.group.needs.avoiding(key.avoided)));
      line.open = ofBuilder.open;
      lines.put(key, line);
    }
  }

  private void closeIfDeserted(LineKey key) {
    if (key.avoided.isPresent() && line(key).ready.isEmpty()) {
      leave(line(key));
      lines.remove(key);
    }
  }

  // Builders.

  private void refreshBuilder(BuilderId id) {
    LineKey first = new LineKey(id, Optional.empty());
    if (!lines.containsKey(first)) {
      Builder builder = rows.builder(id).orElseThrow();
      lines.put(first, new Line(join(Needs.of(builder.definition(), Optional.empty()))));
    }
    List<LineKey> keys = new ArrayList<>();
    for (LineKey key : lines.tailMap(first).keySet()) {
      if (!key.builder.equals(id)) {
        break;
      }
      keys.add(key);
    }
    keys.forEach(this::refreshLine);
  }

  private void refreshLine(LineKey key) {
    Builder builder = rows.builder(key.builder).orElseThrow();
    Needs needs = Needs.of(builder.definition(), key.avoided);
    Line line = line(key);
    if (!line.group.needs.equals(needs)) {
      leave(line);
      line.group = join(needs);
    }
    line.open = rules.mayStart(builder);
    refreshHead(key);
  }

  private void refreshHead(LineKey key) {
    Line line = line(key);
    OrderKey head = line.open && !line.ready.isEmpty() ? line.ready.first() : null;
    if (Objects.equals(head, line.head)) {
      return;
    }
    change(line.group, () -> line.group.replaceHead(line.head, head));
    line.head = head;
  }

  private Group join(Needs needs) {
    Group group = groups.get(needs);
    if (group == null) {
      group = new Group(needs, locks, rules::farmMayStart);
      groups.put(needs, group);
      locks.join(group, group.locks());
      fill(group);
    }
    group.join();
    return group;
  }

  private void leave(Line line) {
    Group group = line.group;
    change(group, () -> group.replaceHead(line.head, null));
    line.head = null;
    group.leave();
    if (group.deserted()) {
      groups.remove(group.needs);
      locks.leave(group, group.locks());
      unindex(group);
      slaves.replaceAll((_, known) -> known.without(group));
    }
  }

  /// Brings every slave that a new group admits into it.
  private void fill(Group group) {
    slaves.replaceAll((id, known) -> {
      if (!group.needs.admits(id, known.name, known.definition)) {
        return known;
      }
      group.replaceFree(null, known.free);
      group.members += known.retired ? 0 : 1;
      List<Group> more = new ArrayList<>(known.groups);
      more.add(group);
      return known.in(more);
    });
  }

  // Slaves.

  private void refreshSlave(SlaveId id) {
    Known old = slaves.get(id);
    Slave slave = rows.slave(id).orElse(null);
    if (old != null && slave != null && old.isStill(slave)) {
      changeFree(old, slave);
      return;
    }
    if (old != null) {
      dismiss(id, old);
    }
    if (slave != null) {
      admit(slave);
    }
  }

  private void changeFree(Known known, Slave slave) {
    Free old = known.free;
    Free now = freeOf(slave);
    boolean changed = !Objects.equals(old, now);
    for (Group group : known.groups) {
      if (changed || !group.locks().isEmpty()) {
        change(group, () -> group.replaceFree(old, now));
      }
    }
    if (changed) {
      slaves.put(slave.id(), known.with(now));
    }
  }

  private void dismiss(SlaveId id, Known known) {
    for (Group group : known.groups) {
      change(
          group,
          () -> {
            group.replaceFree(known.free, null);
            group.members -= known.retired ? 0 : 1;
          });
    }
    slaves.remove(id);
  }

  private void admit(Slave slave) {
    Known known =
        new Known(
            slave.name(), slave.definition(), slave.retired(), groupsFor(slave), freeOf(slave));
    for (Group group : known.groups) {
      change(
          group,
          () -> {
            group.replaceFree(null, known.free);
            group.members += known.retired ? 0 : 1;
          });
    }
    slaves.put(slave.id(), known);
  }

  private @Nullable Free freeOf(Slave slave) {
    return rules.mayStart(slave)
        ? new Free(
            rows.buildsOf(slave.id()).size(),
            slave.definition().maxBuilds(),
            slave.name(),
            slave.id())
        : null;
  }

  private List<Group> groupsFor(Slave slave) {
    return groups.values().stream()
        .filter(group -> group.needs.admits(slave.id(), slave.name(), slave.definition()))
        .toList();
  }
}
