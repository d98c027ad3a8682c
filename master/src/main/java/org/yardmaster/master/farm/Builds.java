package org.yardmaster.master.farm;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.yardmaster.protocol.model.Build;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.BuildOrder;
import org.yardmaster.protocol.model.Builder;
import org.yardmaster.protocol.model.BuilderDefinition;
import org.yardmaster.protocol.model.FarmSettings;
import org.yardmaster.protocol.model.Request;
import org.yardmaster.protocol.model.RequestId;
import org.yardmaster.protocol.model.Slave;
import org.yardmaster.protocol.model.SlaveId;
import org.yardmaster.protocol.model.Step;
import org.yardmaster.protocol.model.StepAction;

/// Begins builds, and their steps that wait for locks.
final class Builds {
  private final Rows rows;
  private final Locks locks;
  private final List<Decision> decisions;

  Builds(Rows rows, Locks locks, List<Decision> decisions) {
    this.rows = rows;
    this.locks = locks;
    this.decisions = decisions;
  }

  /// Claims a queued request, and those that ride along with it, for a slave and has the build
  /// started there.
  void start(Dispatch.Match match, Instant now) {
    Request request = rows.request(match.request()).orElseThrow();
    Slave slave = rows.slave(match.slave()).orElseThrow();
    Builder builder = rows.builder(request.builder()).orElseThrow();
    BuildId id = nextId(now);
    countOvertaking(request, locks.wishes(builder.definition().locks(), Optional.of(slave.id())));
    Request started = request.started(id);
    BuildOrder order = order(id, started, builder);
    Build build =
        new Build(
            id,
            request.id(),
            match.riders(),
            builder.id(),
            slave.id(),
            slave.contact().startId(),
            started.attempts(),
            now,
            order.steps().stream().map(Step::name).toList(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    rows.keep(started);
    match.riders().forEach(rider -> rows.keep(rows.request(rider).orElseThrow().started(id)));
    rows.begin(build, order);
    decisions.add(new Decision.StartBuild(slave.id(), build.slaveStart(), order));
  }

  private BuildId nextId(Instant now) {
    Counters counters = rows.counters();
    rows.keep(counters.afterBuild(now));
    return new BuildId(counters.build());
  }

  /// The recipe as it is now, for this request: from here on no reconfig changes it.
  private BuildOrder order(BuildId id, Request request, Builder builder) {
    BuilderDefinition recipe = builder.definition();
    FarmSettings settings = rows.config().config().settings();
    return new BuildOrder(
        id,
        request.id(),
        builder.name(),
        request.properties(),
        recipe.env(),
        recipe.secrets(),
        recipe.locks(),
        recipe.steps().stream().map(step -> atRevision(step, request)).toList(),
        settings.lease(),
        settings.logLimit());
  }

  /// A request may ask for another `branch` or `revision` than the recipe's.
  private static Step atRevision(Step step, Request request) {
    if (!(step.action() instanceof StepAction.GitCheckout(var url, var branch, var revision))) {
      return step;
    }
    Optional<String> otherBranch = Optional.ofNullable(request.properties().get("branch"));
    Optional<String> otherRevision = Optional.ofNullable(request.properties().get("revision"));
    return step.withAction(
        new StepAction.GitCheckout(
            url,
            otherBranch.or(() -> branch),
            otherRevision.or(() -> otherBranch.isPresent() ? Optional.empty() : revision)));
  }

  /// A build that runs on `slave`; nothing if it is over, or runs elsewhere.
  Optional<Build> running(BuildId id, SlaveId slave) {
    return rows.build(id).filter(build -> build.slave().equals(slave));
  }

  /// A step asks for its locks; a step that has them already is told again.
  void wantLocks(Build build, int step, Instant now) {
    Optional<Build.Wanted> known = build.wants().filter(wanted -> wanted.step() == step);
    if (known.isEmpty()) {
      rows.keep(build.wanting(new Build.Wanted(step, now, false)));
    } else if (known.get().granted()) {
      decisions.add(new Decision.StartStep(build.slave(), build.id(), step));
    }
  }

  /// Gives a waiting step its locks.
  void startStep(Build build, List<Wish> wishes) {
    Build.Wanted wanted = build.wants().orElseThrow();
    Request request = rows.request(build.request()).orElseThrow();
    countOvertaking(request, wishes);
    if (request.overtaken() > 0) {
      rows.keep(request.withOvertaken(0));
    }
    rows.keep(build.wanting(new Build.Wanted(wanted.step(), wanted.since(), true)));
    decisions.add(new Decision.StartStep(build.slave(), build.id(), wanted.step()));
  }

  private void countOvertaking(Request request, List<Wish> wishes) {
    for (RequestId id : locks.overtakenBy(request.order(), wishes)) {
      Request other = rows.request(id).orElseThrow();
      rows.keep(other.withOvertaken(other.overtaken() + 1));
    }
  }

  // Riding along.

  /// Whether a request runs in a build that others of its builder share, or may.
  boolean ridesAlong(Request request) {
    return request
        .build()
        .flatMap(rows::build)
        .filter(build ->
            !build.riders().isEmpty()
                || rows.builder(request.builder()).orElseThrow().definition().rideAlong())
        .isPresent();
  }

  /// Takes those of the requests that run out of their builds. A build that nobody would be left on
  /// is stopped instead, and they end with it.
  ///
  /// @return the builds that are stopped
  List<BuildId> leave(List<Request> requests, String by, String reason, Instant now) {
    TreeMap<BuildId, TreeSet<RequestId>> leaving = new TreeMap<>();
    for (Request request : requests) {
      request
          .build()
          .ifPresent(
              build -> leaving.computeIfAbsent(build, _ -> new TreeSet<>()).add(request.id()));
    }
    List<BuildId> stopped = new ArrayList<>();
    leaving.forEach((id, ids) -> {
      Build build = rows.build(id).orElseThrow();
      TreeSet<RequestId> staying = new TreeSet<>(build.requests());
      staying.removeAll(ids);
      if (staying.isEmpty()) {
        stop(build, by, reason, now);
        stopped.add(id);
      } else {
        RequestId leader = staying.contains(build.request()) ? build.request() : staying.first();
        staying.remove(leader);
        rows.keep(build.carrying(leader, staying));
      }
    });
    return stopped;
  }

  /// Notes that somebody wants the build ended, and tells its slave.
  void stop(Build build, String by, String reason, Instant now) {
    Build stopping = build.stopping(new Build.StopAsked(by, now, reason));
    rows.keep(stopping);
    tellAgain(stopping);
  }

  /// Asks the slave again for what it may not have received.
  void tellAgain(Build build) {
    if (build.stop().isPresent()) {
      Build.StopAsked stop = build.stop().get();
      decisions.add(new Decision.StopBuild(build.slave(), build.id(), stop.by(), stop.reason()));
    }
  }
}
