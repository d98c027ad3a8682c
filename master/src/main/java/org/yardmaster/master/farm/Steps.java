package org.yardmaster.master.farm;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.yardmaster.protocol.model.Build;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.BuildOrder;
import org.yardmaster.protocol.model.Contact;
import org.yardmaster.protocol.model.OrderKey;
import org.yardmaster.protocol.model.Request;
import org.yardmaster.protocol.model.RequestId;
import org.yardmaster.protocol.model.Slave;

/// Knows which steps of running builds wait for their locks, and which of them may have them now. A
/// step of a slave that is not heard waits on: it could not be told.
final class Steps {

  /// Steps that want the same of the same locks, in the order of their requests.
  private static final class Line extends Waiting {
    final TreeMap<OrderKey, BuildId> steps = new TreeMap<>();
    final List<Wish> wishes;
    final List<LockKey> locks;

    /// As which of its steps it stands among those that may start.
    @Nullable OrderKey grantableAs;

    Line(List<Wish> wishes) {
      this.wishes = wishes;
      this.locks = wishes.stream().map(Wish::lock).distinct().toList();
    }

    @Override
    Optional<OrderKey> first() {
      return steps.isEmpty() ? Optional.empty() : Optional.of(steps.firstKey());
    }

    @Override
    List<Wish> wishes() {
      return wishes;
    }

    @Override
    Map<RequestId, Optional<BuildId>> waiters() {
      TreeMap<RequestId, Optional<BuildId>> waiters = new TreeMap<>();
      steps.forEach((key, build) -> waiters.put(key.id(), Optional.of(build)));
      return waiters;
    }
  }

  /// In which line a build stands, and where.
  private record Standing(Line line, OrderKey key) {}

  private final Rows rows;
  private final Locks locks;
  private final TreeMap<BuildId, Standing> standing = new TreeMap<>();
  private final TreeMap<String, Line> lines = new TreeMap<>();
  private final TreeMap<OrderKey, Line> grantable = new TreeMap<>();

  Steps(Rows rows, Locks locks) {
    this.rows = rows;
    this.locks = locks;
  }

  /// Looks again at every row that was written, and, if the configuration was, at all.
  void refresh(Rows.Touched touched) {
    if (touched.config) {
      List.copyOf(standing.keySet()).forEach(this::refresh);
    }
    touched.builds.forEach(this::refresh);
    touched.slaves.forEach(slave -> rows.buildsOf(slave).forEach(this::refresh));
    touched.requests.forEach(
        id -> rows.request(id).flatMap(Request::build).ifPresent(this::refresh));
  }

  private void refresh(BuildId id) {
    Standing old = standing.remove(id);
    if (old != null) {
      old.line.steps.remove(old.key);
      changed(old.line);
    }
    rows.build(id).filter(this::waits).ifPresent(this::stand);
  }

  private boolean waits(Build build) {
    return build.wants().filter(wanted -> !wanted.granted()).isPresent()
        && build.stop().isEmpty()
        && rows.slave(build.slave()).filter(slave -> hears(slave, build)).isPresent();
  }

  private static boolean hears(Slave slave, Build build) {
    return slave.contact().state() == Contact.State.CONNECTED
        && slave.contact().startId().equals(build.slaveStart());
  }

  private void stand(Build build) {
    List<Wish> wishes = wishes(build);
    Line line = lines.get(wishes.toString());
    if (line == null) {
      line = new Line(wishes);
      lines.put(wishes.toString(), line);
      locks.join(line, line.locks);
    }
    OrderKey key = rows.request(build.request()).orElseThrow().order();
    line.steps.put(key, build.id());
    standing.put(build.id(), new Standing(line, key));
    changed(line);
  }

  /// What the step wants that the build waits for.
  private List<Wish> wishes(Build build) {
    BuildOrder order = rows.orderOf(build.id()).orElseThrow();
    int step = build.wants().orElseThrow().step();
    return locks.wishes(order.steps().get(step).locks(), Optional.of(build.slave()));
  }

  private void changed(Line line) {
    locks.touch(line.locks);
    if (line.steps.isEmpty()) {
      locks.leave(line, line.locks);
      lines.remove(line.wishes.toString());
    }
    if (line.locks.isEmpty() || line.steps.isEmpty()) {
      index(line);
    }
  }

  /// Looks again at those who want locks that have changed: the last step of looking again.
  void settle(SortedSet<LockKey> changedLocks) {
    for (LockKey lock : changedLocks) {
      for (Waiting waiting : locks.waitingFor(lock)) {
        if (waiting instanceof Line line) {
          index(line);
        }
      }
    }
  }

  private void index(Line line) {
    if (line.grantableAs != null) {
      // Its first step may stand there for another line by now.
      grantable.remove(line.grantableAs, line);
    }
    line.grantableAs = line.first().filter(key -> locks.mayTake(key, line.wishes)).orElse(null);
    if (line.grantableAs != null) {
      grantable.put(line.grantableAs, line);
    }
  }

  /// The first step, in the order of the requests, that may start now.
  Optional<OrderKey> next() {
    return grantable.isEmpty() ? Optional.empty() : Optional.of(grantable.firstKey());
  }

  /// The build of [#next()].
  Build build() {
    Map.Entry<OrderKey, Line> first = grantable.firstEntry();
    return rows.build(first.getValue().steps.firstEntry().getValue()).orElseThrow();
  }

  /// What the step of [#next()] takes.
  List<Wish> wishes() {
    return grantable.firstEntry().getValue().wishes;
  }
}
