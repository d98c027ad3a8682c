package org.yardmaster.master.simulation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.yardmaster.master.farm.FarmSnapshot;
import org.yardmaster.protocol.model.Build;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.Builder;
import org.yardmaster.protocol.model.BuilderId;
import org.yardmaster.protocol.model.Contact;
import org.yardmaster.protocol.model.LockUse;
import org.yardmaster.protocol.model.OrderKey;
import org.yardmaster.protocol.model.Pause;
import org.yardmaster.protocol.model.PauseScope;
import org.yardmaster.protocol.model.Presence;
import org.yardmaster.protocol.model.Request;
import org.yardmaster.protocol.model.RequestId;
import org.yardmaster.protocol.model.Slave;
import org.yardmaster.protocol.model.SlaveId;
import org.yardmaster.protocol.model.WaitReason;

/// What the design's words say of a whole farm at one moment, found by looking at everything: which
/// request starts next and where, and why each other one waits. Knows nothing of the farm's own
/// rules and indexes.
final class Oracle {
  private final FarmSnapshot farm;
  private final Instant now;
  private final Map<BuilderId, Builder> builders = new HashMap<>();
  private final Map<SlaveId, List<Build>> bySlave = new HashMap<>();
  private final Map<BuilderId, List<BuildId>> byBuilder = new HashMap<>();

  private final PlainLocks locks;

  Oracle(FarmSnapshot farm, Instant now) {
    this.farm = farm;
    this.locks = new PlainLocks(farm);
    this.now = now;
    farm.builders().forEach(builder -> builders.put(builder.id(), builder));
    for (Build build : farm.builds()) {
      bySlave.computeIfAbsent(build.slave(), _ -> new ArrayList<>()).add(build);
      byBuilder.computeIfAbsent(build.builder(), _ -> new ArrayList<>()).add(build.id());
    }
    if (!farm.config().config().locks().isEmpty()) {
      locks.waiting(waiters());
    }
  }

  /// What is to happen next.
  sealed interface Act {
    OrderKey key();
  }

  /// A request, the slave that is to run it, and who rides along.
  record Start(
      Request request, Slave slave, SortedSet<RequestId> riders, List<PlainLocks.Want> takes)
      implements Act {
    @Override
    public OrderKey key() {
      return request.order();
    }
  }

  /// A step that may have its locks.
  record Grant(Build build, int step, OrderKey key, List<PlainLocks.Want> takes) implements Act {}

  /// The first of the order that can go on now: a request that some slave can run, with the slave
  /// it goes to, or a step that waited for its locks.
  Optional<Act> next() {
    Optional<Act> start =
        farm.requests().stream()
            .filter(request -> wherever(request).isEmpty())
            .sorted(Comparator.comparing(Request::order))
            .<Act>flatMap(request -> start(request).stream())
            .findFirst();
    Optional<Act> grant =
        waitingSteps().stream()
            .filter(step -> locks.mayTake(step.key, step.takes))
            .<Act>map(step -> step)
            .min(Comparator.comparing(Act::key));
    return Stream.concat(start.stream(), grant.stream()).min(Comparator.comparing(Act::key));
  }

  /// The first request that would start if one of its slaves, and its locks, were free.
  Optional<Request> firstWaiting() {
    return farm.requests().stream()
        .filter(request -> wherever(request).isEmpty())
        .filter(request ->
            farm.slaves().stream()
                .anyMatch(slave ->
                    !slave.retired()
                        && !avoided(request).equals(Optional.of(slave.id()))
                        && admits(builder(request.builder()), slave)))
        .min(Comparator.comparing(Request::order));
  }

  private static boolean admits(Builder builder, Slave slave) {
    SortedSet<String> names = builder.definition().eligibility().slaves();
    return (names.isEmpty() || names.contains(slave.name())) && lacking(builder, slave).isEmpty();
  }

  /// Who would be overtaken.
  SortedSet<RequestId> overtakenBy(Act act) {
    return switch (act) {
      case Start(_, _, _, var takes) -> locks.overtakenBy(act.key(), takes);
      case Grant(_, _, _, var takes) -> locks.overtakenBy(act.key(), takes);
    };
  }

  private Optional<Start> start(Request request) {
    Builder builder = builder(request.builder());
    return free(request).stream()
        .filter(slave -> locks.mayTake(request.order(), wants(builder, Optional.of(slave.id()))))
        .min(
            Comparator.comparingDouble((Slave slave) -> share(slave))
                .thenComparing(slave -> !builtLast(builder, slave))
                .thenComparing(Slave::name))
        .map(slave ->
            new Start(
                request,
                slave,
                riders(request, builder, slave),
                wants(builder, Optional.of(slave.id()))));
  }

  /// Others of the same properties that could start there too.
  private SortedSet<RequestId> riders(Request request, Builder builder, Slave slave) {
    SortedSet<RequestId> riders = new TreeSet<>();
    for (Request other : farm.requests()) {
      if (builder.definition().rideAlong()
          && !other.id().equals(request.id())
          && other.builder().equals(request.builder())
          && other.properties().equals(request.properties())
          && wherever(other).isEmpty()
          && there(other, builder, slave).isEmpty()) {
        riders.add(other.id());
      }
    }
    return riders;
  }

  /// Slaves that could run it now, but for locks.
  private List<Slave> free(Request request) {
    Builder builder = builder(request.builder());
    return farm.slaves().stream()
        .filter(slave -> there(request, builder, slave).isEmpty())
        .toList();
  }

  private List<PlainLocks.Want> wants(Builder builder, Optional<SlaveId> slave) {
    return locks.wants(builder.definition().locks(), slave);
  }

  /// Steps that wait for locks and could be told, in no order.
  private List<Grant> waitingSteps() {
    List<Grant> steps = new ArrayList<>();
    for (Build build : farm.builds()) {
      boolean waits = build.wants().isPresent() && !build.wants().get().granted();
      if (waits && build.stop().isEmpty() && isHeard(build)) {
        int step = build.wants().get().step();
        List<LockUse> uses = farm.orders().get(build.id()).steps().get(step).locks();
        steps.add(
            new Grant(
                build,
                step,
                request(build.request()).order(),
                locks.wants(uses, Optional.of(build.slave()))));
      }
    }
    return steps;
  }

  private boolean isHeard(Build build) {
    return farm.slaves().stream()
        .filter(slave -> slave.id().equals(build.slave()))
        .anyMatch(slave ->
            slave.contact().state() == Contact.State.CONNECTED
                && slave.contact().startId().equals(build.slaveStart()));
  }

  private Request request(RequestId id) {
    return farm.requests().stream().filter(r -> r.id().equals(id)).findFirst().orElseThrow();
  }

  /// Everybody who lacks nothing but locks.
  private List<PlainLocks.Waiter> waiters() {
    List<PlainLocks.Waiter> waiters = new ArrayList<>();
    for (Request request : farm.requests()) {
      Builder builder = builder(request.builder());
      if (!builder.definition().locks().isEmpty() && wherever(request).isEmpty()) {
        List<Slave> free = free(request);
        if (!free.isEmpty()) {
          waiters.add(
              new PlainLocks.Waiter(
                  request.order(),
                  List.of(
                      builder.definition().eligibility(),
                      builder.definition().locks(),
                      avoided(request)),
                  wants(builder, Optional.of(candidate(builder, free).id())),
                  request.overtaken()));
        }
      }
    }
    for (Grant step : waitingSteps()) {
      waiters.add(
          new PlainLocks.Waiter(
              step.key,
              List.of(step.takes),
              step.takes,
              request(step.build.request()).overtaken()));
    }
    return waiters;
  }

  /// On which slave it is about to start: one whose own locks are free, else the one whose are held
  /// by the fewest.
  private Slave candidate(Builder builder, List<Slave> free) {
    Comparator<Slave> byUse = Comparator.comparingDouble(this::share).thenComparing(Slave::name);
    return free.stream()
        .filter(slave -> own(builder, slave).stream().allMatch(locks::isFree))
        .min(byUse)
        .or(() ->
            free.stream()
                .min(
                    Comparator.comparingInt((Slave s) -> holders(builder, s)).thenComparing(byUse)))
        .orElseThrow();
  }

  private int holders(Builder builder, Slave slave) {
    return own(builder, slave).stream().mapToInt(want -> locks.holders(want.where()).size()).sum();
  }

  private List<PlainLocks.Want> own(Builder builder, Slave slave) {
    return wants(builder, Optional.of(slave.id())).stream()
        .filter(want -> want.where().slave().isPresent())
        .toList();
  }

  /// What of its locks a request cannot have: those of the farm, or those of one slave.
  private List<WaitReason> lacked(Request request, Builder builder, Optional<Slave> slave) {
    List<WaitReason> reasons = new ArrayList<>();
    for (PlainLocks.Want want : wants(builder, slave.map(Slave::id))) {
      if (want.where().slave().isPresent() == slave.isPresent()) {
        lacked(request, want, slave.map(Slave::name)).ifPresent(reasons::add);
      }
    }
    return reasons;
  }

  private Optional<WaitReason> lacked(
      Request request, PlainLocks.Want want, Optional<String> slave) {
    String name = want.where().lock();
    if (!locks.isFree(want)) {
      return Optional.of(
          new WaitReason.LockTaken(
              name,
              slave,
              locks.capacity(want.where()),
              want.count(),
              locks.holders(want.where())));
    }
    return locks
        .keptFor(want.where(), request.order())
        .map(other -> new WaitReason.LockReserved(name, slave, other));
  }

  private Optional<SlaveId> avoided(Request request) {
    return request
        .retry()
        .avoided()
        .filter(_ -> request.retry().avoidedUntil().orElseThrow().isAfter(now));
  }

  private double share(Slave slave) {
    return (double) buildsOn(slave).size() / slave.definition().maxBuilds();
  }

  private static boolean builtLast(Builder builder, Slave slave) {
    return builder.last().filter(last -> last.slave().equals(slave.id())).isPresent();
  }

  /// Every reason for which a queued request waits.
  List<WaitReason> reasons(Request request) {
    Builder builder = builder(request.builder());
    List<WaitReason> reasons = new ArrayList<>(wherever(request));
    reasons.addAll(lacked(request, builder, Optional.empty()));
    SortedSet<String> names = builder.definition().eligibility().slaves();
    List<Slave> candidates =
        farm.slaves().stream()
            .filter(s -> names.isEmpty() || names.contains(s.name()))
            .sorted(Comparator.comparing(Slave::name))
            .toList();
    if (candidates.stream().allMatch(s -> s.retired() || !lacking(builder, s).isEmpty())) {
      reasons.add(new WaitReason.Impossible(builder.name()));
    }
    for (Slave slave : candidates) {
      reasons.addAll(there(request, builder, slave));
      if (lacking(builder, slave).isEmpty()) {
        reasons.addAll(lacked(request, builder, Optional.of(slave)));
      }
    }
    return reasons;
  }

  /// What keeps it from starting anywhere; that it runs already is no reason but no start either.
  private List<WaitReason> wherever(Request request) {
    List<WaitReason> reasons = new ArrayList<>();
    Builder builder = builder(request.builder());
    if (request.build().isPresent()) {
      reasons.add(new WaitReason.BuilderBusy(builder.name(), 0, List.of(request.build().get())));
    }
    request.hold().ifPresent(hold -> reasons.add(new WaitReason.Held(hold)));
    request.shelved().ifPresent(shelved -> reasons.add(new WaitReason.OnShelf(shelved)));
    request
        .retry()
        .at()
        .filter(time -> time.isAfter(now))
        .ifPresent(time ->
            reasons.add(
                new WaitReason.RetryLater(
                    time,
                    request.retry().losses(),
                    farm.config().config().settings().retry().most())));
    request
        .notBefore()
        .filter(time -> time.isAfter(now))
        .ifPresent(time -> reasons.add(new WaitReason.Scheduled(time)));
    if (builder.retired()) {
      reasons.add(new WaitReason.BuilderRetired(builder.name()));
    }
    for (Pause pause : farm.pauses()) {
      if (pause.scope().equals(PauseScope.farm())
          || pause.scope().equals(PauseScope.builder(builder.name()))) {
        reasons.add(new WaitReason.Paused(pause));
      }
    }
    List<BuildId> running = byBuilder.getOrDefault(builder.id(), List.of());
    builder
        .definition()
        .maxBuilds()
        .filter(max -> max <= running.size())
        .ifPresent(max -> reasons.add(new WaitReason.BuilderBusy(builder.name(), max, running)));
    return reasons;
  }

  /// What keeps it from starting on this slave.
  private List<WaitReason> there(Request request, Builder builder, Slave slave) {
    List<WaitReason> reasons = new ArrayList<>();
    String name = slave.name();
    SortedSet<String> names = builder.definition().eligibility().slaves();
    if (!names.isEmpty() && !names.contains(name)) {
      return List.of(new WaitReason.SlaveLacks(name, names));
    }
    SortedSet<String> lacking = lacking(builder, slave);
    if (!lacking.isEmpty()) {
      return List.of(new WaitReason.SlaveLacks(name, lacking));
    }
    if (slave.retired()) {
      reasons.add(new WaitReason.SlaveRetired(name));
    }
    if (avoided(request).equals(Optional.of(slave.id()))) {
      reasons.add(new WaitReason.SlaveAvoided(name, request.retry().avoidedUntil().get()));
    }
    slave
        .reliability()
        .until()
        .ifPresent(until ->
            reasons.add(new WaitReason.SlaveBackedOff(name, until, slave.reliability().lost())));
    if (slave.contact().state() != Contact.State.CONNECTED) {
      reasons.add(new WaitReason.SlaveNotConnected(name, slave.contact()));
    }
    if (slave.presence().state() == Presence.State.AWAY) {
      reasons.add(new WaitReason.SlaveAway(name, slave.presence()));
    }
    slave
        .outOfService()
        .ifPresent(mark -> reasons.add(new WaitReason.SlaveOutOfService(name, mark)));
    for (Pause pause : farm.pauses()) {
      if (pause.scope().equals(PauseScope.slave(name))) {
        reasons.add(new WaitReason.Paused(pause));
      }
    }
    List<Build> running = buildsOn(slave);
    if (running.size() >= slave.definition().maxBuilds()) {
      Instant since = running.stream().map(Build::startedAt).sorted().findFirst().orElseThrow();
      reasons.add(new WaitReason.SlaveBusy(name, running.stream().map(Build::id).toList(), since));
    }
    return reasons;
  }

  private static SortedSet<String> lacking(Builder builder, Slave slave) {
    SortedSet<String> lacking = new TreeSet<>();
    for (String capability : builder.definition().eligibility().capabilities()) {
      if (!slave.definition().capabilities().contains(capability)) {
        lacking.add(capability);
      }
    }
    return lacking;
  }

  private List<Build> buildsOn(Slave slave) {
    return bySlave.getOrDefault(slave.id(), List.of());
  }

  private Builder builder(BuilderId id) {
    return Objects.requireNonNull(builders.get(id));
  }
}
