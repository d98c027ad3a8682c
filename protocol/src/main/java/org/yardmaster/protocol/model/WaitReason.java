package org.yardmaster.protocol.model;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;

/// Why a queued request has not started. The rules that dispatch are the ones that give these, so
/// what is told is what is done.
public sealed interface WaitReason {

  /// The request itself is held.
  record Held(Hold hold) implements WaitReason {}

  /// It was not to start before an instant that has not come.
  record Scheduled(Instant until) implements WaitReason {}

  /// It lost builds and is tried again later: `losses` of at most `most` so far.
  record RetryLater(Instant until, int losses, int most) implements WaitReason {}

  /// It lost too many builds, and waits for a person to unshelve it.
  record OnShelf(Shelved shelved) implements WaitReason {}

  /// The farm, its builder or a slave is paused.
  record Paused(Pause pause) implements WaitReason {}

  /// The configuration no longer names its builder.
  record BuilderRetired(String builder) implements WaitReason {}

  /// As many builds of the builder run as may.
  record BuilderBusy(String builder, int maxBuilds, List<BuildId> builds) implements WaitReason {}

  /// No slave of the farm could ever run it, even if all were there and idle; the reasons of each
  /// candidate follow.
  record Impossible(String builder) implements WaitReason {}

  /// A lock is taken: `capacity` of it at most, it wants `count` (empty: all, alone), these have
  /// it. `slave` is empty for a lock of the whole farm.
  record LockTaken(
      String lock,
      Optional<String> slave,
      int capacity,
      Optional<Integer> count,
      List<LockHolder> holders)
      implements WaitReason {
    public LockTaken {
      holders = List.copyOf(holders);
    }
  }

  /// Who has how much of a lock: a build, or one step of it; all of it where `count` is empty.
  record LockHolder(BuildId build, Optional<Integer> step, Optional<Integer> count) {}

  /// A lock is kept for another request that stands before it and lacks nothing else.
  record LockReserved(String lock, Optional<String> slave, RequestId request)
      implements WaitReason {}

  /// The slave lacks capabilities.
  record SlaveLacks(String slave, SortedSet<String> capabilities) implements WaitReason {}

  /// The configuration no longer names the slave.
  record SlaveRetired(String slave) implements WaitReason {}

  /// The slave is not attached: absent, unreachable or down.
  record SlaveNotConnected(String slave, Contact contact) implements WaitReason {}

  /// The slave's owner sent it away.
  record SlaveAway(String slave, Presence presence) implements WaitReason {}

  /// An operator took the slave out of service.
  record SlaveOutOfService(String slave, OutOfService mark) implements WaitReason {}

  /// The slave lost builds of these requests in a row and is left alone.
  record SlaveBackedOff(String slave, Instant until, SortedSet<RequestId> lost)
      implements WaitReason {
    public SlaveBackedOff {
      lost = Sorted.set(lost);
    }
  }

  /// The request's last build was lost on this slave: another one may take it until then.
  record SlaveAvoided(String slave, Instant until) implements WaitReason {}

  /// The slave runs as many builds as it may.
  record SlaveBusy(String slave, List<BuildId> builds, Instant since) implements WaitReason {}

  /// A stable name for scripts: `held`, `slave-busy` ...
  default String code() {
    return getClass().getSimpleName().replaceAll("(?<=.)([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  /// The slave this is about; empty where it is not about one slave.
  default Optional<String> aboutSlave() {
    return switch (this) {
      case SlaveLacks r -> Optional.of(r.slave());
      case SlaveRetired r -> Optional.of(r.slave());
      case SlaveNotConnected r -> Optional.of(r.slave());
      case SlaveAway r -> Optional.of(r.slave());
      case SlaveOutOfService r -> Optional.of(r.slave());
      case SlaveBusy r -> Optional.of(r.slave());
      case SlaveBackedOff r -> Optional.of(r.slave());
      case SlaveAvoided r -> Optional.of(r.slave());
      case LockTaken r -> r.slave();
      case LockReserved r -> r.slave();
      case Paused r when r.pause().scope().kind() == PauseScope.Kind.SLAVE ->
          Optional.of(r.pause().scope().name());
      case Paused _,
          Held _,
          Scheduled _,
          RetryLater _,
          OnShelf _,
          BuilderRetired _,
          BuilderBusy _,
          Impossible _ ->
          Optional.empty();
    };
  }
}
