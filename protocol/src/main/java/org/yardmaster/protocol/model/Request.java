package org.yardmaster.protocol.model;

import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;

/// A build request that has not ended: queued, or running as `build`.
///
/// `rank` and `place` are where it stands in the queue (see [OrderKey]); it keeps them while it
/// runs, so that a lost build returns to its place. `attempts` counts the builds that were started
/// for it. `priorityByHand`: a person chose the priority, so that a new default of the builder does
/// not change it.
public record Request(
    RequestId id,
    BuilderId builder,
    int priority,
    boolean priorityByHand,
    long rank,
    Place place,
    String submittedBy,
    Instant submittedAt,
    String reason,
    SortedMap<String, String> properties,
    Optional<Instant> notBefore,
    Optional<Hold> hold,
    Optional<BuildId> build,
    int attempts) {

  public Request {
    properties = Sorted.map(properties);
  }

  /// Where it stands in the farm's total order.
  public OrderKey order() {
    return new OrderKey(rank, place, id);
  }

  /// The same request at another place of the order.
  public Request at(int priority, boolean byHand, long rank, Place place) {
    return new Request(
        id,
        builder,
        priority,
        byHand,
        rank,
        place,
        submittedBy,
        submittedAt,
        reason,
        properties,
        notBefore,
        hold,
        build,
        attempts);
  }

  /// The same request held, or released.
  public Request withHold(Optional<Hold> hold) {
    return new Request(
        id,
        builder,
        priority,
        priorityByHand,
        rank,
        place,
        submittedBy,
        submittedAt,
        reason,
        properties,
        notBefore,
        hold,
        build,
        attempts);
  }

  /// The same request, started once more.
  public Request started(BuildId build) {
    return new Request(
        id,
        builder,
        priority,
        priorityByHand,
        rank,
        place,
        submittedBy,
        submittedAt,
        reason,
        properties,
        notBefore,
        hold,
        Optional.of(build),
        attempts + 1);
  }

  /// The same request back in the queue at its place. A build that a slave refused never was an
  /// attempt.
  public Request queuedAgain(boolean counts) {
    return new Request(
        id,
        builder,
        priority,
        priorityByHand,
        rank,
        place,
        submittedBy,
        submittedAt,
        reason,
        properties,
        notBefore,
        hold,
        Optional.empty(),
        counts ? attempts : attempts - 1);
  }
}
