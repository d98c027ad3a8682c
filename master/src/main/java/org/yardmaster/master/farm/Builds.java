package org.yardmaster.master.farm;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.yardmaster.protocol.model.Build;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.BuildOrder;
import org.yardmaster.protocol.model.BuildResult;
import org.yardmaster.protocol.model.Builder;
import org.yardmaster.protocol.model.BuilderDefinition;
import org.yardmaster.protocol.model.FarmSettings;
import org.yardmaster.protocol.model.FinishedBuild;
import org.yardmaster.protocol.model.FinishedRequest;
import org.yardmaster.protocol.model.Outcome;
import org.yardmaster.protocol.model.Request;
import org.yardmaster.protocol.model.RequestId;
import org.yardmaster.protocol.model.Slave;
import org.yardmaster.protocol.model.SlaveId;
import org.yardmaster.protocol.model.Sorted;
import org.yardmaster.protocol.model.Step;
import org.yardmaster.protocol.model.StepAction;

/// Begins and ends builds: what a start and each kind of end mean for the request behind it.
final class Builds {
  private final Rows rows;
  private final Locks locks;
  private final Losses losses;
  private final List<Decision> decisions;

  Builds(Rows rows, Locks locks, Losses losses, List<Decision> decisions) {
    this.rows = rows;
    this.locks = locks;
    this.losses = losses;
    this.decisions = decisions;
  }

  /// Claims a queued request for a slave and has its build started there.
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
            Sorted.set(List.of()),
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
    rows.keep(build, Optional.of(order));
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
      rows.keep(build.wanting(new Build.Wanted(step, now, false)), Optional.empty());
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
    rows.keep(
        build.wanting(new Build.Wanted(wanted.step(), wanted.since(), true)), Optional.empty());
    decisions.add(new Decision.StartStep(build.slave(), build.id(), wanted.step()));
  }

  private void countOvertaking(Request request, List<Wish> wishes) {
    for (RequestId id : locks.overtakenBy(request.order(), wishes)) {
      Request other = rows.request(id).orElseThrow();
      rows.keep(other.withOvertaken(other.overtaken() + 1));
    }
  }

  /// Asks the slave again for what it may not have received.
  void tellAgain(Build build) {
    if (build.stop().isPresent()) {
      Build.StopAsked stop = build.stop().get();
      decisions.add(new Decision.StopBuild(build.slave(), build.id(), stop.by(), stop.reason()));
    }
  }

  /// The slave has ended the build, and waits for our word that its result is recorded.
  void finish(Build build, BuildResult result, Instant now) {
    boolean lost = result.outcome() == Outcome.TRANSIENT && build.stop().isEmpty();
    end(build, result, lost, now);
    decisions.add(new Decision.ConfirmBuild(build.slave(), build.id()));
  }

  /// The build is gone without a result of its own.
  void lose(Build build, String why, Instant now) {
    boolean lost = build.stop().isEmpty();
    Outcome outcome = lost ? Outcome.TRANSIENT : Outcome.STOPPED;
    end(build, new BuildResult(outcome, build.finished(), why), lost, now);
    decisions.add(new Decision.CloseLog(build.id()));
  }

  /// The build counts as lost because its slave was not heard for so long: what the slave has to
  /// say of it in the end may still be wanted.
  void giveUp(Build build, String why, Instant now) {
    lose(build, why, now);
    if (build.stop().isEmpty() && rows.slave(build.slave()).isPresent()) {
      rows.keepLost(build);
    }
  }

  private void end(Build build, BuildResult result, boolean lost, Instant now) {
    Request request = rows.request(build.request()).orElseThrow();
    Builder builder = rows.builder(build.builder()).orElseThrow();
    Slave slave = rows.slave(build.slave()).orElseThrow();
    rows.end(new FinishedBuild(build, builder.name(), slave.name(), result, now));
    rows.keep(builder.withLast(new Builder.Last(build.id(), result.outcome(), now, build.slave())));
    Outcome outcome = outcomeOfRequest(build, result);
    if (outcome == Outcome.TRANSIENT) {
      Request queued = request.queuedAgain(true);
      rows.keep(lost ? losses.of(queued, slave, now) : queued);
    } else {
      end(request, build, builder, slave, outcome, result, now);
    }
    if (lost) {
      losses.blame(slave, request.id(), now);
    } else if (isByItself(result)) {
      losses.trust(slave, now);
    }
    rows.slave(slave.id()).ifPresent(s -> removeIfDone(s, now));
  }

  private void end(
      Request request,
      Build build,
      Builder builder,
      Slave slave,
      Outcome outcome,
      BuildResult result,
      Instant now) {
    losses.forgive(request, now);
    rows.end(
        new FinishedRequest(
            request,
            builder.name(),
            outcome,
            now,
            Duration.between(request.submittedAt(), build.startedAt()),
            slave.name(),
            build.stop().map(Build.StopAsked::by).orElse(""),
            result.detail()));
  }

  private static boolean isByItself(BuildResult result) {
    return result.outcome() == Outcome.SUCCESS || result.outcome() == Outcome.FAILURE;
  }

  /// A slave that is heard again after its lease tells how a build ended that was given up. While
  /// the request was not started again, that counts; later it is on record only.
  void finishLate(Build lost, BuildResult result, Instant now) {
    rows.forgetLost(lost.id());
    decisions.add(new Decision.ConfirmBuild(lost.slave(), lost.id()));
    if (!isByItself(result)) {
      return;
    }
    Builder builder = rows.builder(lost.builder()).orElseThrow();
    Slave slave = rows.slave(lost.slave()).orElseThrow();
    Optional<Request> waiting =
        rows.request(lost.request())
            .filter(request -> request.build().isEmpty() && request.attempts() == lost.attempt());
    BuildResult kept =
        waiting.isPresent()
            ? result
            : new BuildResult(
                Outcome.SUPERSEDED,
                result.steps(),
                "ended as " + result.outcome() + ", after its request had been started again");
    rows.end(new FinishedBuild(lost, builder.name(), slave.name(), kept, now));
    waiting.ifPresent(request -> {
      rows.keep(builder.withLast(new Builder.Last(lost.id(), result.outcome(), now, slave.id())));
      end(request, lost, builder, slave, result.outcome(), result, now);
    });
    losses.trust(slave, now);
  }

  /// A build that ended for a reason outside itself is wanted still, unless a person asked for its
  /// end.
  private static Outcome outcomeOfRequest(Build build, BuildResult result) {
    return switch (result.outcome()) {
      case SUCCESS, FAILURE -> result.outcome();
      case STOPPED, TRANSIENT, CANCELLED, SUPERSEDED ->
          build.stop().isPresent() ? Outcome.STOPPED : Outcome.TRANSIENT;
    };
  }

  /// The slave never began the build: as if it had not been started.
  void undoClaim(Build build, Instant now) {
    Request request = rows.request(build.request()).orElseThrow();
    rows.drop(build);
    rows.keep(request.queuedAgain(false));
    removeIfDone(rows.slave(build.slave()).orElseThrow(), now);
  }

  /// A slave that nobody names any more goes when its last build is over.
  void removeIfDone(Slave slave, Instant now) {
    if (slave.retired() && rows.buildsOf(slave.id()).isEmpty()) {
      losses.forget(slave, now);
      rows.remove(slave);
      decisions.add(
          new Decision.DetachSlave(
              slave.id(), "slave " + slave.name() + ": removed from the farm"));
    }
  }
}
