package org.yardmaster.master.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.yardmaster.master.farm.FarmSnapshot;
import org.yardmaster.protocol.model.BackOffPolicy;
import org.yardmaster.protocol.model.Build;
import org.yardmaster.protocol.model.Eligibility;
import org.yardmaster.protocol.model.FinishedBuild;
import org.yardmaster.protocol.model.Outcome;
import org.yardmaster.protocol.model.Reliability;
import org.yardmaster.protocol.model.Request;
import org.yardmaster.protocol.model.RequestId;
import org.yardmaster.protocol.model.Retry;
import org.yardmaster.protocol.model.RetryPolicy;
import org.yardmaster.protocol.model.Slave;
import org.yardmaster.protocol.model.SlaveId;

/// What a lost build must mean for its request and for its slave, in the words of the
/// configuration. Looks at events that nobody commanded.
final class Blame {
  private final FarmSnapshot before;
  private final FarmSnapshot after;
  private final Instant now;

  Blame(FarmSnapshot before, FarmSnapshot after, Instant now) {
    this.before = before;
    this.after = after;
    this.now = now;
  }

  static boolean isLost(FinishedBuild ended) {
    return ended.result().outcome() == Outcome.TRANSIENT && ended.build().stop().isEmpty();
  }

  /// Builds that this event ended; not those that had been given up before, of which only the
  /// slaves are given.
  void judge(List<FinishedBuild> ended, Set<SlaveId> late) {
    for (FinishedBuild build : ended) {
      if (isLost(build)) {
        Judge.requestsOf(build.build()).forEach(id -> judgeRequest(id, build.build()));
      } else if (build.result().outcome() != Outcome.SUCCESS
          && build.result().outcome() != Outcome.FAILURE) {
        nothingCounts(build.build());
      }
      boolean alone =
          ended.stream().filter(b -> b.build().slave().equals(build.build().slave())).count() == 1;
      if (alone && !late.contains(build.build().slave())) {
        judgeSlave(build);
      }
    }
    late.forEach(slave -> trusted(slave, ended));
  }

  /// Who brought a build to its end is trusted, however late that is told.
  private void trusted(SlaveId id, List<FinishedBuild> ended) {
    boolean losesAnother =
        ended.stream().anyMatch(build -> build.build().slave().equals(id) && isLost(build));
    slave(after, id)
        .filter(_ -> !losesAnother)
        .ifPresent(slave ->
            Judge.same(
                "reliability of " + slave.name() + " after a late result",
                slave.reliability(),
                Reliability.full()));
  }

  // The request.

  private void judgeRequest(RequestId id, Build build) {
    Request was = request(before, id).orElseThrow();
    Request is = request(after, id).orElseThrow();
    RetryPolicy policy = before.config().config().settings().retry();
    SortedSet<SlaveId> lostOn = new TreeSet<>(was.retry().lostOn());
    lostOn.add(build.slave());
    int losses = was.retry().losses() + 1;
    boolean enough = losses > policy.most() || lostOn.size() >= policy.slaves();
    Judge.same("losses of " + is.id(), is.retry().losses(), losses);
    Judge.same("slaves lost with " + is.id(), is.retry().lostOn(), lostOn);
    Judge.same("whether " + is.id() + " is shelved", is.shelved().isPresent(), enough);
    Judge.that(losses <= policy.most() + 1 || was.retry().losses() > 0, "attempts end", is);
    if (!enough) {
      Instant at = now.plus(policy.delay());
      Judge.same("when " + is.id() + " is tried again", is.retry().at(), Optional.of(at));
      boolean elsewhere = couldRunElsewhere(is, build.slave());
      Judge.same(
          "where it is not tried first",
          is.retry().avoided(),
          elsewhere ? Optional.of(build.slave()) : Optional.empty());
      is.retry()
          .avoidedUntil()
          .ifPresent(until ->
              Judge.same("how long another is tried first", until, at.plus(policy.otherSlave())));
    }
  }

  private boolean couldRunElsewhere(Request request, SlaveId lost) {
    Eligibility eligibility =
        before.builders().stream()
            .filter(b -> b.id().equals(request.builder()))
            .findFirst()
            .orElseThrow()
            .definition()
            .eligibility();
    return before.slaves().stream()
        .anyMatch(s ->
            !s.id().equals(lost)
                && !s.retired()
                && (eligibility.slaves().isEmpty() || eligibility.slaves().contains(s.name()))
                && s.definition().capabilities().containsAll(eligibility.capabilities()));
  }

  /// An end that was announced, or wanted, counts against nobody.
  private void nothingCounts(Build build) {
    Optional<Request> is = request(after, build.request());
    Retry was = request(before, build.request()).orElseThrow().retry();
    is.ifPresent(request -> Judge.same("retry of " + request.id(), request.retry(), was));
  }

  // The slave.

  private void judgeSlave(FinishedBuild ended) {
    Optional<Slave> was = slave(before, ended.build().slave());
    Optional<Slave> is = slave(after, ended.build().slave());
    if (was.isEmpty() || is.isEmpty()) {
      return;
    }
    Reliability due =
        switch (ended.result().outcome()) {
          case SUCCESS, FAILURE -> Reliability.full();
          default ->
              isLost(ended)
                  ? blamed(stillBackedOff(was.get()), ended.build().request())
                  : stillBackedOff(was.get());
        };
    Judge.same("reliability of " + is.get().name(), is.get().reliability(), due);
  }

  private Reliability stillBackedOff(Slave slave) {
    Reliability was = slave.reliability();
    return new Reliability(
        was.lost(), was.backOffs(), was.until().filter(until -> until.isAfter(now)));
  }

  private Reliability blamed(Reliability was, RequestId request) {
    BackOffPolicy policy = before.config().config().settings().backOff();
    SortedSet<RequestId> lost = new TreeSet<>(was.lost());
    if (!lost.add(request) || lost.size() < policy.losses() || was.until().isPresent()) {
      return new Reliability(lost, was.backOffs(), was.until());
    }
    double millis = policy.first().toMillis() * Math.pow(2, was.backOffs());
    Duration pause = Duration.ofMillis((long) Math.min(millis, (double) policy.most().toMillis()));
    return new Reliability(lost, was.backOffs() + 1, Optional.of(now.plus(pause)));
  }

  private static Optional<Request> request(FarmSnapshot farm, RequestId id) {
    return farm.requests().stream().filter(r -> r.id().equals(id)).findFirst();
  }

  private static Optional<Slave> slave(FarmSnapshot farm, SlaveId id) {
    return farm.slaves().stream().filter(s -> s.id().equals(id)).findFirst();
  }
}
