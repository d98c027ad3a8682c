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
import org.yardmaster.protocol.model.Slave;
import org.yardmaster.protocol.model.SlaveId;
import org.yardmaster.protocol.model.Step;
import org.yardmaster.protocol.model.StepAction;

/// Begins and ends builds: what a start and each kind of end mean for the request behind it.
final class Builds {
  private final Rows rows;
  private final List<Decision> decisions;

  Builds(Rows rows, List<Decision> decisions) {
    this.rows = rows;
    this.decisions = decisions;
  }

  /// Claims a queued request for a slave and has its build started there.
  void start(Dispatch.Match match, Instant now) {
    Request request = rows.request(match.request()).orElseThrow();
    Slave slave = rows.slave(match.slave()).orElseThrow();
    Builder builder = rows.builder(request.builder()).orElseThrow();
    BuildId id = nextId();
    Request started = request.started(id);
    BuildOrder order = order(id, started, builder);
    Build build =
        new Build(
            id,
            request.id(),
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
            Optional.empty());
    rows.keep(started);
    rows.keep(build, Optional.of(order));
    decisions.add(new Decision.StartBuild(slave.id(), build.slaveStart(), order));
  }

  private BuildId nextId() {
    Counters counters = rows.counters();
    rows.keep(counters.afterBuild());
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

  /// Asks the slave again for what it may not have received.
  void tellAgain(Build build) {
    if (build.stop().isPresent()) {
      Build.StopAsked stop = build.stop().get();
      decisions.add(new Decision.StopBuild(build.slave(), build.id(), stop.by(), stop.reason()));
    }
  }

  /// The slave has ended the build, and waits for our word that its result is recorded.
  void finish(Build build, BuildResult result, Instant now) {
    end(build, result, now);
    decisions.add(new Decision.ConfirmBuild(build.slave(), build.id()));
  }

  /// The build is gone without a result of its own.
  void lose(Build build, String why, Instant now) {
    Outcome outcome = build.stop().isPresent() ? Outcome.STOPPED : Outcome.TRANSIENT;
    end(build, new BuildResult(outcome, build.finished(), why), now);
    decisions.add(new Decision.CloseLog(build.id()));
  }

  private void end(Build build, BuildResult result, Instant now) {
    Request request = rows.request(build.request()).orElseThrow();
    Builder builder = rows.builder(build.builder()).orElseThrow();
    Slave slave = rows.slave(build.slave()).orElseThrow();
    rows.end(new FinishedBuild(build, builder.name(), slave.name(), result, now));
    rows.keep(builder.withLast(new Builder.Last(build.id(), result.outcome(), now, build.slave())));
    Outcome outcome = outcomeOfRequest(build, result);
    if (outcome == Outcome.TRANSIENT) {
      rows.keep(request.queuedAgain(true));
    } else {
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
    removeIfDone(slave);
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
  void undoClaim(Build build) {
    Request request = rows.request(build.request()).orElseThrow();
    rows.drop(build);
    rows.keep(request.queuedAgain(false));
    removeIfDone(rows.slave(build.slave()).orElseThrow());
  }

  /// A slave that nobody names any more goes when its last build is over.
  void removeIfDone(Slave slave) {
    if (slave.retired() && rows.buildsOf(slave.id()).isEmpty()) {
      rows.remove(slave);
      decisions.add(
          new Decision.DetachSlave(
              slave.id(), "slave " + slave.name() + ": removed from the farm"));
    }
  }
}
