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
import org.yardmaster.master.farm.FarmSnapshot;
import org.yardmaster.protocol.model.Build;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.Builder;
import org.yardmaster.protocol.model.BuilderId;
import org.yardmaster.protocol.model.Contact;
import org.yardmaster.protocol.model.Pause;
import org.yardmaster.protocol.model.PauseScope;
import org.yardmaster.protocol.model.Presence;
import org.yardmaster.protocol.model.Request;
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

  Oracle(FarmSnapshot farm, Instant now) {
    this.farm = farm;
    this.now = now;
    farm.builders().forEach(builder -> builders.put(builder.id(), builder));
    for (Build build : farm.builds()) {
      bySlave.computeIfAbsent(build.slave(), _ -> new ArrayList<>()).add(build);
      byBuilder.computeIfAbsent(build.builder(), _ -> new ArrayList<>()).add(build.id());
    }
  }

  /// A request and the slave that is to run it.
  record Start(Request request, Slave slave) {}

  /// The first request of the order that some slave can run now, and the slave it goes to.
  Optional<Start> next() {
    return farm.requests().stream()
        .filter(request -> wherever(request).isEmpty())
        .sorted(
            Comparator.comparing((Request r) -> -r.priority())
                .thenComparing(r -> r.place().key())
                .thenComparing(r -> r.id().value()))
        .flatMap(request -> best(request).map(slave -> new Start(request, slave)).stream())
        .findFirst();
  }

  private Optional<Slave> best(Request request) {
    Builder builder = builder(request.builder());
    return farm.slaves().stream()
        .filter(slave -> there(request, builder, slave).isEmpty())
        .min(
            Comparator.comparing((Slave slave) -> share(slave))
                .thenComparing(slave -> !builtLast(builder, slave))
                .thenComparing(Slave::name));
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
    SortedSet<String> names = builder.definition().eligibility().slaves();
    List<Slave> candidates =
        farm.slaves().stream()
            .filter(s -> names.isEmpty() || names.contains(s.name()))
            .sorted(Comparator.comparing(Slave::name))
            .toList();
    if (candidates.stream().allMatch(s -> s.retired() || !lacking(builder, s).isEmpty())) {
      reasons.add(new WaitReason.Impossible(builder.name()));
    }
    candidates.forEach(slave -> reasons.addAll(there(request, builder, slave)));
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
    if (request.retry().avoided().equals(Optional.of(slave.id()))
        && request.retry().avoidedUntil().orElseThrow().isAfter(now)) {
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
