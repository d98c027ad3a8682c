package org.yardmaster.master.farm;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yardmaster.protocol.model.Builder;
import org.yardmaster.protocol.model.BuilderId;
import org.yardmaster.protocol.model.Eligibility;
import org.yardmaster.protocol.model.Request;
import org.yardmaster.protocol.model.Slave;
import org.yardmaster.protocol.model.SlaveId;
import org.yardmaster.protocol.model.WaitReason;

/// Says why queued requests wait: what holds wherever one might run first, then for each candidate
/// slave, by name, what holds there.
///
/// Made for one ask, during which the farm stands still: what is true of a slave is found out once,
/// what is true of a builder there once for all its requests, and nothing of slaves that come
/// behind the last reason that is told.
final class Explanations {
  private final Rows rows;
  private final Rules rules;
  private final Dispatch dispatch;
  private final int most;
  private final Map<BuilderId, OfBuilder> ofBuilders = new TreeMap<>();
  private final Map<Needs, Candidates> candidates = new TreeMap<>();
  private final Map<SlaveId, List<WaitReason>> ofSlaves = new TreeMap<>();

  /// @param most how many reasons one request is given
  Explanations(Rows rows, Rules rules, Dispatch dispatch, int most) {
    this.rows = rows;
    this.rules = rules;
    this.dispatch = dispatch;
    this.most = most;
  }

  /// What all requests of a builder have in common.
  private record OfBuilder(
      Builder builder,
      List<WaitReason> objections,
      List<Rules.Lack> lacks,
      boolean impossible,
      Candidates candidates) {}

  /// What keeps requests with the same needs from starting on one slave.
  private record Place(String slave, List<WaitReason> reasons, List<Rules.Lack> lacks) {
    boolean isSilent() {
      return reasons.isEmpty() && lacks.isEmpty();
    }
  }

  List<WaitReason> of(Request request) {
    OfBuilder common = common(request.builder());
    List<WaitReason> reasons = new ArrayList<>();
    rules.objections().forEach(reasons::add);
    rules.objections(request).forEach(reasons::add);
    reasons.addAll(common.objections);
    add(common.lacks, request, reasons);
    if (common.impossible) {
      reasons.add(new WaitReason.Impossible(common.builder.name()));
    }
    addPlaces(common, request, reasons);
    return List.copyOf(reasons.subList(0, Math.min(reasons.size(), most)));
  }

  private OfBuilder common(BuilderId id) {
    OfBuilder known = ofBuilders.get(id);
    if (known == null) {
      Builder builder = rows.builder(id).orElseThrow();
      known =
          new OfBuilder(
              builder,
              rules.objections(builder).toList(),
              rules.lacks(builder, Optional.empty()),
              dispatch.impossible(id),
              candidates.computeIfAbsent(
                  Needs.of(builder.definition(), Optional.empty()), _ -> new Candidates(builder)));
      ofBuilders.put(id, known);
    }
    return known;
  }

  private static void add(List<Rules.Lack> lacks, Request request, List<WaitReason> reasons) {
    for (Rules.Lack lack : lacks) {
      if (lack.concerns(request)) {
        reasons.add(lack.reason());
      }
    }
  }

  private void addPlaces(OfBuilder common, Request request, List<WaitReason> reasons) {
    Optional<Slave> avoided = avoided(common.builder, request);
    for (int i = 0; reasons.size() < most; i++) {
      Place place = common.candidates.place(i);
      if (avoided.isPresent()
          && (place == null || avoided.get().name().compareTo(place.slave) <= 0)) {
        rules.avoids(request, avoided.get()).ifPresent(reasons::add);
        avoided = Optional.empty();
      }
      if (place == null) {
        return;
      }
      reasons.addAll(place.reasons);
      add(place.lacks, request, reasons);
    }
  }

  /// The slave that it keeps away from, if it could run there.
  private Optional<Slave> avoided(Builder builder, Request request) {
    Eligibility eligibility = builder.definition().eligibility();
    return rules
        .avoided(request)
        .flatMap(rows::slave)
        .filter(slave -> eligibility.admits(slave.name(), slave.definition()));
  }

  private List<WaitReason> objections(Slave slave) {
    return ofSlaves.computeIfAbsent(slave.id(), _ -> rules.objections(slave).toList());
  }

  /// The slaves that come into question for the same needs, as far as they have been looked at, and
  /// only those of which there is something to say.
  private final class Candidates {
    private final Builder builder;
    private final boolean wantTheirLocks;
    private final Iterator<Slave> unseen;
    private final List<Place> places = new ArrayList<>();

    /// @param builder any that has these needs
    Candidates(Builder builder) {
      this.builder = builder;
      this.wantTheirLocks = rules.wantsLocksOfSlaves(builder);
      this.unseen = named(builder.definition().eligibility()).iterator();
    }

    private Stream<Slave> named(Eligibility eligibility) {
      return eligibility.slaves().isEmpty()
          ? rows.slavesByName()
          : eligibility.slaves().stream().map(rows::slaveNamed).flatMap(Optional::stream);
    }

    /// The next place behind `index` others; null if there is none.
    @Nullable Place place(int index) {
      while (places.size() <= index && unseen.hasNext()) {
        Place place = look(unseen.next());
        if (!place.isSilent()) {
          places.add(place);
        }
      }
      return index < places.size() ? places.get(index) : null;
    }

    private Place look(Slave slave) {
      Optional<WaitReason> unfit = rules.unfit(builder, slave);
      return unfit.isPresent()
          ? new Place(slave.name(), List.of(unfit.get()), List.of())
          : new Place(
              slave.name(),
              objections(slave),
              wantTheirLocks ? rules.lacks(builder, Optional.of(slave)) : List.of());
    }
  }
}
