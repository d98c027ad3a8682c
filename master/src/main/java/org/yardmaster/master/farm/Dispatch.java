package org.yardmaster.master.farm;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.yardmaster.protocol.model.Builder;
import org.yardmaster.protocol.model.BuilderId;
import org.yardmaster.protocol.model.Eligibility;
import org.yardmaster.protocol.model.OrderKey;
import org.yardmaster.protocol.model.RequestId;
import org.yardmaster.protocol.model.Slave;
import org.yardmaster.protocol.model.SlaveDefinition;
import org.yardmaster.protocol.model.SlaveId;

/// Knows at any moment which request starts next, and where.
///
/// Builders with the same [Eligibility] share a [Group]: the first ready request of each, and the
/// slaves that could take one now. Groups that have both stand in `startable`, in the order of
/// their first request: as long as one is there, something starts. All of it is derived from the
/// rows by the [Rules], touched row by touched row, so an event costs what it touches: neither
/// queue nor farm is ever scanned.
final class Dispatch {

  /// A request that may start, and the slave that is best for it.
  record Match(RequestId request, SlaveId slave) {}

  /// The ready requests of one builder, and what stands for it in its group.
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

    Known in(Collection<Group> groups) {
      return new Known(name, definition, retired, List.copyOf(groups), free);
    }
  }

  /// A ready request: in which line and where.
  private record Ready(BuilderId builder, OrderKey key) {}

  private final Rows rows;
  private final Rules rules;
  private final Map<BuilderId, Line> lines = new TreeMap<>();
  private final Map<Eligibility, Group> groups = new TreeMap<>();
  private final Map<SlaveId, Known> slaves = new TreeMap<>();
  private final Map<RequestId, Ready> ready = new TreeMap<>();
  private final TreeMap<OrderKey, Group> startable = new TreeMap<>();

  Dispatch(Rows rows, Rules rules) {
    this.rows = rows;
    this.rules = rules;
  }

  /// Looks again at every row that was written.
  void refresh(Rows.Touched touched) {
    touched.builders.forEach(this::refreshBuilder);
    touched.slaves.forEach(this::refreshSlave);
    touched.requests.forEach(this::refreshRequest);
  }

  /// The first request of the farm's order that can start now, with its slave.
  Optional<Match> next() {
    if (startable.isEmpty() || !rules.farmMayStart()) {
      return Optional.empty();
    }
    Map.Entry<OrderKey, Group> first = startable.firstEntry();
    RequestId request = first.getKey().id();
    BuilderId builder = rows.request(request).orElseThrow().builder();
    return Optional.of(new Match(request, first.getValue().best(warm(builder)).id()));
  }

  /// Whether no slave of the farm could run this builder, even if all were there and idle.
  boolean impossible(BuilderId builder) {
    return line(builder).group.members == 0;
  }

  /// The slave that built a builder last, if it is free.
  private @Nullable Free warm(BuilderId builder) {
    return rows.builder(builder)
        .flatMap(Builder::last)
        .map(last -> slaves.get(last.slave()))
        .map(Known::free)
        .orElse(null);
  }

  /// Does something to a group that may change what it could start next.
  private void change(Group group, Runnable change) {
    group.startable().ifPresent(startable::remove);
    change.run();
    group.startable().ifPresent(key -> startable.put(key, group));
  }

  // Requests.

  private void refreshRequest(RequestId id) {
    Optional<Ready> now =
        rows.request(id)
            .filter(rules::mayStart)
            .map(request -> new Ready(request.builder(), request.order()));
    Ready old = ready.get(id);
    if (old != null) {
      line(old.builder).ready.remove(old.key);
      ready.remove(id);
      refreshHead(old.builder);
    }
    if (now.isPresent()) {
      line(now.get().builder).ready.add(now.get().key);
      ready.put(id, now.get());
      refreshHead(now.get().builder);
    }
  }

  private Line line(BuilderId builder) {
    Line line = lines.get(builder);
    if (line == null) {
      throw new IllegalStateException(builder + ": has requests, but was never seen");
    }
    return line;
  }

  // Builders.

  private void refreshBuilder(BuilderId id) {
    Builder builder = rows.builder(id).orElseThrow();
    Eligibility eligibility = builder.definition().eligibility();
    Line line = lines.get(id);
    if (line == null) {
      line = new Line(join(eligibility));
      lines.put(id, line);
    } else if (!line.group.eligibility.equals(eligibility)) {
      leave(id, line);
      line.group = join(eligibility);
    }
    line.open = rules.mayStart(builder);
    refreshHead(id);
  }

  private void refreshHead(BuilderId id) {
    Line line = line(id);
    OrderKey head = line.open && !line.ready.isEmpty() ? line.ready.first() : null;
    change(line.group, () -> line.group.replaceHead(id, line.head, head));
    line.head = head;
  }

  private Group join(Eligibility eligibility) {
    Group group = groups.get(eligibility);
    if (group == null) {
      group = new Group(eligibility);
      groups.put(eligibility, group);
      fill(group);
    }
    group.join();
    return group;
  }

  private void leave(BuilderId id, Line line) {
    Group group = line.group;
    change(group, () -> group.replaceHead(id, line.head, null));
    line.head = null;
    group.leave();
    if (group.deserted()) {
      groups.remove(group.eligibility);
      slaves.replaceAll((_, known) -> known.in(groupsFor(known.name, known.definition)));
    }
  }

  /// Brings every slave that a new group admits into it.
  private void fill(Group group) {
    slaves.replaceAll((_, known) -> {
      if (!group.eligibility.admits(known.name, known.definition)) {
        return known;
      }
      if (known.free != null) {
        group.free.add(known.free);
      }
      group.members += known.retired ? 0 : 1;
      List<Group> more = new ArrayList<>(known.groups);
      more.add(group);
      return known.in(more);
    });
  }

  // Slaves.

  private void refreshSlave(SlaveId id) {
    Known old = slaves.get(id);
    if (old != null) {
      Free gone = old.free;
      if (gone != null) {
        old.groups.forEach(group -> change(group, () -> group.free.remove(gone)));
      }
      old.groups.forEach(group -> group.members -= old.retired ? 0 : 1);
      slaves.remove(id);
    }
    rows.slave(id).ifPresent(slave -> admit(slave, old));
  }

  private void admit(Slave slave, @Nullable Known old) {
    List<Group> admitting =
        old != null && old.definition.equals(slave.definition())
            ? old.groups
            : groupsFor(slave.name(), slave.definition());
    Free free = rules.mayStart(slave) ? free(slave) : null;
    slaves.put(
        slave.id(), new Known(slave.name(), slave.definition(), slave.retired(), admitting, free));
    admitting.forEach(group -> group.members += slave.retired() ? 0 : 1);
    if (free != null) {
      admitting.forEach(group -> change(group, () -> group.free.add(free)));
    }
  }

  private Free free(Slave slave) {
    return new Free(
        rows.buildsOf(slave.id()).size(), slave.definition().maxBuilds(), slave.name(), slave.id());
  }

  private List<Group> groupsFor(String name, SlaveDefinition definition) {
    return groups.values().stream()
        .filter(group -> group.eligibility.admits(name, definition))
        .toList();
  }
}
