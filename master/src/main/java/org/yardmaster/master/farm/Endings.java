package org.yardmaster.master.farm;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.yardmaster.protocol.model.Build;
import org.yardmaster.protocol.model.BuildResult;
import org.yardmaster.protocol.model.Builder;
import org.yardmaster.protocol.model.FinishedBuild;
import org.yardmaster.protocol.model.FinishedRequest;
import org.yardmaster.protocol.model.Outcome;
import org.yardmaster.protocol.model.Request;
import org.yardmaster.protocol.model.RequestId;
import org.yardmaster.protocol.model.Slave;

/// Ends builds: what each kind of end means for the requests behind them.
///
/// | end | when | counts as lost | its log |
/// | --- | --- | --- | --- |
/// | [#finish] | the slave told its result | if that is TRANSIENT and nobody stopped it | ends as told |
/// | [#fail] | the master cannot hand it out | no | closed as it is |
/// | [#lose] | the slave process has it no more | if nobody stopped it | closed as it is |
/// | [#giveUp] | its lease ended in silence | likewise, until [#finishLate] | closed as it is |
/// | [#finishLate] | the result came after all | no more | ends as told |
/// | [#undoClaim] | the slave refused it | no | there is none |
final class Endings {
  private final Rows rows;
  private final Losses losses;
  private final List<Decision> decisions;

  Endings(Rows rows, Losses losses, List<Decision> decisions) {
    this.rows = rows;
    this.losses = losses;
    this.decisions = decisions;
  }

  /// The slave has ended the build, and waits for our word that its result is recorded.
  void finish(Build build, BuildResult result, Instant now) {
    boolean lost = result.outcome() == Outcome.TRANSIENT && build.stop().isEmpty();
    if (isByItself(result)) {
      losses.trust(rows.slave(build.slave()).orElseThrow(), now);
    }
    end(build, result, lost, now);
    decisions.add(new Decision.ConfirmBuild(build.slave(), build.id()));
  }

  /// No slave was told of the build, and none can be: it would fail wherever it ran. That says
  /// nothing of the slave it was for.
  void fail(Build build, String why, Instant now) {
    end(build, new BuildResult(Outcome.FAILURE, List.of(), why), false, now);
    decisions.add(new Decision.CloseLog(build.id()));
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
    SortedMap<RequestId, Integer> attempts = new TreeMap<>();
    requestsOf(build).forEach(request -> attempts.put(request.id(), request.attempts()));
    lose(build, why, now);
    if (build.stop().isEmpty() && rows.slave(build.slave()).isPresent()) {
      rows.keepLost(new LostBuild(build, attempts));
    }
  }

  private List<Request> requestsOf(Build build) {
    return build.requests().stream().map(id -> rows.request(id).orElseThrow()).toList();
  }

  private void end(Build build, BuildResult result, boolean lost, Instant now) {
    List<Request> requests = requestsOf(build);
    Builder builder = rows.builder(build.builder()).orElseThrow();
    Slave slave = rows.slave(build.slave()).orElseThrow();
    record(build, builder, slave, result, now);
    Outcome outcome = outcomeOfRequest(build, result);
    for (Request request : requests) {
      if (outcome == Outcome.TRANSIENT) {
        Request queued = request.queuedAgain(true);
        rows.keep(lost ? losses.of(queued, slave, now) : queued);
      } else {
        end(request, build, builder, slave, outcome, result, now);
      }
    }
    if (lost) {
      losses.blame(slave, build.request(), now);
    }
    rows.slave(slave.id()).ifPresent(s -> removeIfDone(s, now));
  }

  private void record(Build build, Builder builder, Slave slave, BuildResult result, Instant now) {
    rows.end(new FinishedBuild(build, builder.name(), slave.name(), result, now));
    rows.keep(builder.withLast(new Builder.Last(build.id(), result.outcome(), now, build.slave())));
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

  /// A build that ended for a reason outside itself is wanted still, unless a person asked for its
  /// end.
  private static Outcome outcomeOfRequest(Build build, BuildResult result) {
    return switch (result.outcome()) {
      case SUCCESS, FAILURE -> result.outcome();
      case STOPPED, TRANSIENT, CANCELLED, SUPERSEDED ->
          build.stop().isPresent() ? Outcome.STOPPED : Outcome.TRANSIENT;
    };
  }

  /// A slave that is heard again after its lease tells how a build ended that was given up. For a
  /// request that was not started again, that counts; for others it is on record only.
  void finishLate(LostBuild lost, BuildResult result, Instant now) {
    Build build = lost.build();
    rows.forgetLost(build.id());
    decisions.add(new Decision.ConfirmBuild(build.slave(), build.id()));
    if (!isByItself(result)) {
      return;
    }
    Builder builder = rows.builder(build.builder()).orElseThrow();
    Slave slave = rows.slave(build.slave()).orElseThrow();
    List<Request> waiting =
        lost.attempts().entrySet().stream()
            .flatMap(known ->
                rows
                    .request(known.getKey())
                    .filter(request -> request.build().isEmpty())
                    .filter(request -> request.attempts() == known.getValue())
                    .stream())
            .toList();
    if (waiting.isEmpty()) {
      String detail = "ended as " + result.outcome() + ", after its request had been started again";
      BuildResult superseded = new BuildResult(Outcome.SUPERSEDED, result.steps(), detail);
      rows.end(new FinishedBuild(build, builder.name(), slave.name(), superseded, now));
    } else {
      record(build, builder, slave, result, now);
      waiting.forEach(
          request -> end(request, build, builder, slave, result.outcome(), result, now));
    }
    losses.trust(slave, now);
  }

  /// The slave never began the build: as if it had not been started.
  void undoClaim(Build build, Instant now) {
    List<Request> requests = requestsOf(build);
    rows.drop(build);
    requests.forEach(request -> rows.keep(request.queuedAgain(false)));
    removeIfDone(rows.slave(build.slave()).orElseThrow(), now);
  }

  /// A slave that nobody names any more goes when its last build is over.
  void removeIfDone(Slave slave, Instant now) {
    if (slave.retired() && rows.buildsOf(slave.id()).isEmpty()) {
      losses.forget(slave, now);
      rows.remove(slave);
      decisions.add(
          new Decision.SeeOffSlave(
              slave.id(), "slave " + slave.name() + ": removed from the farm"));
    }
  }
}
