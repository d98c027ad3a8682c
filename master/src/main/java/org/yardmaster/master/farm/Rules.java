package org.yardmaster.master.farm;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.yardmaster.protocol.model.Builder;
import org.yardmaster.protocol.model.Contact;
import org.yardmaster.protocol.model.Eligibility;
import org.yardmaster.protocol.model.OrderKey;
import org.yardmaster.protocol.model.PauseScope;
import org.yardmaster.protocol.model.Presence;
import org.yardmaster.protocol.model.Request;
import org.yardmaster.protocol.model.Retry;
import org.yardmaster.protocol.model.Slave;
import org.yardmaster.protocol.model.SlaveId;
import org.yardmaster.protocol.model.WaitReason;

/// What must be true before a build may start: ordered lists of small rules, each of which is
/// silent or gives the reason for waiting. Where none of the four lists objects, the request
/// starts. [Dispatch] asks for the first objection, [Explanations] for all.
final class Rules {

  /// One rule.
  interface Rule<T> extends Function<T, Optional<WaitReason>> {}

  private final Rows rows;
  private final Locks locks;
  private Instant now;

  private final List<Rule<Request>> ofRequest =
      List.of(this::held, this::shelved, this::scheduled, this::retriedLater);
  private final List<Rule<Builder>> ofBuilder =
      List.of(this::builderRetired, this::builderPaused, this::builderBusy);
  private final List<Rule<Slave>> ofSlave =
      List.of(
          this::slaveRetired,
          this::notConnected,
          this::away,
          this::outOfService,
          this::slavePaused,
          this::backedOff,
          this::slaveBusy);

  Rules(Rows rows, Locks locks) {
    this.rows = rows;
    this.locks = locks;
    this.now = Instant.EPOCH;
  }

  /// The instant of the event that is being decided on.
  void at(Instant now) {
    this.now = now;
  }

  Instant now() {
    return now;
  }

  boolean farmMayStart() {
    return farmPaused().isEmpty();
  }

  boolean mayStart(Request request) {
    return request.build().isEmpty() && silent(ofRequest, request);
  }

  boolean mayStart(Builder builder) {
    return silent(ofBuilder, builder);
  }

  boolean mayStart(Slave slave) {
    return silent(ofSlave, slave);
  }

  /// Whether nothing about the two together keeps a request from starting on a slave.
  boolean mayStart(Request request, Builder builder, Slave slave) {
    return builder.definition().eligibility().admits(slave.name(), slave.definition())
        && avoids(request, slave).isEmpty()
        && lacked(request, builder, Optional.empty()).findAny().isEmpty()
        && lacked(request, builder, Optional.of(slave)).findAny().isEmpty();
  }

  private static <T> boolean silent(List<Rule<T>> rules, T subject) {
    for (Rule<T> rule : rules) {
      if (rule.apply(subject).isPresent()) {
        return false;
      }
    }
    return true;
  }

  // For explanations: all that objects.

  Stream<WaitReason> objections() {
    return farmPaused().stream();
  }

  Stream<WaitReason> objections(Request request) {
    return objections(ofRequest, request);
  }

  Stream<WaitReason> objections(Builder builder) {
    return objections(ofBuilder, builder);
  }

  Stream<WaitReason> objections(Slave slave) {
    return objections(ofSlave, slave);
  }

  private static <T> Stream<WaitReason> objections(List<Rule<T>> rules, T subject) {
    return rules.stream().map(rule -> rule.apply(subject)).flatMap(Optional::stream);
  }

  // The farm.

  private Optional<WaitReason> farmPaused() {
    return paused(PauseScope.farm());
  }

  private Optional<WaitReason> paused(PauseScope scope) {
    return rows.pause(scope).map(WaitReason.Paused::new);
  }

  // The request.

  private Optional<WaitReason> held(Request request) {
    return request.hold().map(WaitReason.Held::new);
  }

  private Optional<WaitReason> scheduled(Request request) {
    return request.notBefore().filter(now::isBefore).map(WaitReason.Scheduled::new);
  }

  private Optional<WaitReason> shelved(Request request) {
    return request.shelved().map(WaitReason.OnShelf::new);
  }

  private Optional<WaitReason> retriedLater(Request request) {
    return request
        .retry()
        .at()
        .filter(now::isBefore)
        .map(at ->
            new WaitReason.RetryLater(
                at, request.retry().losses(), rows.settings().retry().most()));
  }

  /// Which slave the request keeps away from for now.
  Optional<SlaveId> avoided(Request request) {
    return request
        .retry()
        .avoided()
        .filter(_ -> request.retry().avoidedUntil().filter(now::isBefore).isPresent());
  }

  /// When time alone may change whether, or where, a queued request may start.
  Optional<Instant> alarm(Request request) {
    Retry retry = request.retry();
    return sooner(request.notBefore(), sooner(retry.at(), retry.avoidedUntil()));
  }

  /// The earlier of those that are still to come.
  private Optional<Instant> sooner(Optional<Instant> one, Optional<Instant> other) {
    Optional<Instant> first = one.filter(now::isBefore);
    Optional<Instant> second = other.filter(now::isBefore);
    return first.isEmpty() || second.filter(first.get()::isAfter).isPresent() ? second : first;
  }

  Optional<WaitReason> avoids(Request request, Slave slave) {
    return avoided(request)
        .filter(slave.id()::equals)
        .flatMap(_ -> request.retry().avoidedUntil())
        .map(until -> new WaitReason.SlaveAvoided(slave.name(), until));
  }

  // Its builder.

  private Optional<WaitReason> builderRetired(Builder builder) {
    return when(builder.retired(), () -> new WaitReason.BuilderRetired(builder.name()));
  }

  private Optional<WaitReason> builderPaused(Builder builder) {
    return paused(PauseScope.builder(builder.name()));
  }

  private Optional<WaitReason> builderBusy(Builder builder) {
    return builder
        .definition()
        .maxBuilds()
        .filter(max -> rows.buildsOf(builder.id()).size() >= max)
        .map(max ->
            new WaitReason.BuilderBusy(
                builder.name(), max, List.copyOf(rows.buildsOf(builder.id()))));
  }

  // Its locks.

  /// Something of a lock that cannot be had now; where it is kept for another, only by those who
  /// stand behind that one.
  record Lack(WaitReason reason, Optional<OrderKey> keeper) {
    boolean concerns(Request request) {
      return keeper.filter(key -> key.compareTo(request.order()) >= 0).isEmpty();
    }
  }

  private Stream<WaitReason> lacked(Request request, Builder builder, Optional<Slave> slave) {
    return lacks(builder, slave).stream().filter(lack -> lack.concerns(request)).map(Lack::reason);
  }

  /// Locks that the builder's requests cannot have now: those of the farm, or those of a slave.
  List<Lack> lacks(Builder builder, Optional<Slave> slave) {
    return locks.wishes(builder.definition().locks(), slave.map(Slave::id)).stream()
        .filter(wish -> wish.lock().slave().equals(slave.map(Slave::id)))
        .flatMap(wish -> lack(wish, slave.map(Slave::name)).stream())
        .toList();
  }

  /// Whether requests of the builder want locks that each slave has for itself.
  boolean wantsLocksOfSlaves(Builder builder) {
    return locks.anyOnSlaves(builder.definition().locks());
  }

  private Optional<Lack> lack(Wish wish, Optional<String> slave) {
    String name = wish.lock().name();
    if (!locks.isFree(wish)) {
      return Optional.of(
          new Lack(
              new WaitReason.LockTaken(
                  name,
                  slave,
                  locks.capacity(wish.lock()),
                  wish.count(),
                  locks.holdersOf(wish.lock())),
              Optional.empty()));
    }
    return locks
        .keptFor(wish.lock(), rows.order().last())
        .flatMap(rows::request)
        .map(keeper ->
            new Lack(
                new WaitReason.LockReserved(name, slave, keeper.id()),
                Optional.of(keeper.order())));
  }

  // The slave.

  /// Capabilities that the slave would need.
  Optional<WaitReason> unfit(Builder builder, Slave slave) {
    Eligibility eligibility = builder.definition().eligibility();
    return when(
        !slave.definition().capabilities().containsAll(eligibility.capabilities()),
        () -> new WaitReason.SlaveLacks(slave.name(), eligibility.lackedBy(slave.definition())));
  }

  private Optional<WaitReason> slaveRetired(Slave slave) {
    return when(slave.retired(), () -> new WaitReason.SlaveRetired(slave.name()));
  }

  private Optional<WaitReason> notConnected(Slave slave) {
    return when(
        slave.contact().state() != Contact.State.CONNECTED,
        () -> new WaitReason.SlaveNotConnected(slave.name(), slave.contact()));
  }

  private Optional<WaitReason> away(Slave slave) {
    return when(
        slave.presence().state() == Presence.State.AWAY,
        () -> new WaitReason.SlaveAway(slave.name(), slave.presence()));
  }

  private Optional<WaitReason> outOfService(Slave slave) {
    return slave.outOfService().map(mark -> new WaitReason.SlaveOutOfService(slave.name(), mark));
  }

  private Optional<WaitReason> slavePaused(Slave slave) {
    return paused(PauseScope.slave(slave.name()));
  }

  private Optional<WaitReason> backedOff(Slave slave) {
    return slave
        .reliability()
        .until()
        .map(until ->
            new WaitReason.SlaveBackedOff(slave.name(), until, slave.reliability().lost()));
  }

  private Optional<WaitReason> slaveBusy(Slave slave) {
    var builds = rows.buildsOf(slave.id());
    return when(
        builds.size() >= slave.definition().maxBuilds(),
        () ->
            new WaitReason.SlaveBusy(
                slave.name(),
                List.copyOf(builds),
                builds.stream()
                    .map(id -> rows.build(id).orElseThrow().startedAt())
                    .min(Instant::compareTo)
                    .orElse(now)));
  }

  private static Optional<WaitReason> when(boolean objects, Supplier<WaitReason> reason) {
    return objects ? Optional.of(reason.get()) : Optional.empty();
  }
}
