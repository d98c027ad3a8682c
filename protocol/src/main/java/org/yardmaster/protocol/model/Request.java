package org.yardmaster.protocol.model;

import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Consumer;

/// A build request that has not ended: queued, or running as `build`.
///
/// `rank` and `place` are where it stands in the queue (see [OrderKey]); it keeps them while it
/// runs, so that a lost build returns to its place. `countsFrom` is since when its waiting counts:
/// when it could first start. `attempts` counts the builds that were started for it.
/// `priorityByHand`: a person chose the priority, so that a new default of the builder does not
/// change it. `notBefore` is what its submitter asked for, `retry` what its lost builds mean for
/// it, `shelved` that it waits for a person because of them. `overtaken` counts how often another
/// took a lock that was all it lacked.
public record Request(
    RequestId id,
    BuilderId builder,
    int priority,
    boolean priorityByHand,
    Instant countsFrom,
    long rank,
    Place place,
    String submittedBy,
    Instant submittedAt,
    String reason,
    SortedMap<String, String> properties,
    Optional<Instant> notBefore,
    Optional<Hold> hold,
    Retry retry,
    Optional<Shelved> shelved,
    Optional<BuildId> build,
    int attempts,
    int overtaken) {

  public Request {
    properties = Sorted.map(properties);
  }

  /// Where it stands in the farm's total order.
  public OrderKey order() {
    return new OrderKey(rank, place, id);
  }

  /// The same request at another place of the order.
  public Request at(int priority, boolean byHand, Instant countsFrom, long rank, Place place) {
    return with(r -> {
      r.priority = priority;
      r.priorityByHand = byHand;
      r.countsFrom = countsFrom;
      r.rank = rank;
      r.place = place;
    });
  }

  /// The same request held, or released.
  public Request withHold(Optional<Hold> hold) {
    return with(r -> r.hold = hold);
  }

  /// The same request with another consequence of its lost builds.
  public Request withRetry(Retry retry) {
    return with(r -> r.retry = retry);
  }

  /// The same request set aside for a person, or taken back by one.
  public Request withShelved(Optional<Shelved> shelved) {
    return with(r -> r.shelved = shelved);
  }

  /// The same request after it was overtaken so many times.
  public Request withOvertaken(int times) {
    return with(r -> r.overtaken = times);
  }

  /// The same request, started once more.
  public Request started(BuildId build) {
    return with(r -> {
      r.build = Optional.of(build);
      r.attempts++;
      r.overtaken = 0;
    });
  }

  /// The same request back in the queue at its place. A build that a slave refused never was an
  /// attempt.
  public Request queuedAgain(boolean counts) {
    return with(r -> {
      r.build = Optional.empty();
      r.attempts -= counts ? 0 : 1;
      r.overtaken = 0;
    });
  }

  private Request with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.done();
  }

  /// A request while parts of it are exchanged.
  private static final class Draft {
    private final Request base;
    private int priority;
    private boolean priorityByHand;
    private Instant countsFrom;
    private long rank;
    private Place place;
    private Optional<Hold> hold;
    private Retry retry;
    private Optional<Shelved> shelved;
    private Optional<BuildId> build;
    private int attempts;
    private int overtaken;

    Draft(Request base) {
      this.base = base;
      priority = base.priority;
      priorityByHand = base.priorityByHand;
      countsFrom = base.countsFrom;
      rank = base.rank;
      place = base.place;
      hold = base.hold;
      retry = base.retry;
      shelved = base.shelved;
      build = base.build;
      attempts = base.attempts;
      overtaken = base.overtaken;
    }

    Request done() {
      return new Request(
          base.id,
          base.builder,
          priority,
          priorityByHand,
          countsFrom,
          rank,
          place,
          base.submittedBy,
          base.submittedAt,
          base.reason,
          base.properties,
          base.notBefore,
          hold,
          retry,
          shelved,
          build,
          attempts,
          overtaken);
    }
  }
}
