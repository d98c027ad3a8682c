package org.yardmaster.master.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.yardmaster.master.farm.CommandRecord;
import org.yardmaster.master.farm.FarmSnapshot;
import org.yardmaster.protocol.message.Answer;
import org.yardmaster.protocol.message.Command;
import org.yardmaster.protocol.model.Builder;
import org.yardmaster.protocol.model.BuilderId;
import org.yardmaster.protocol.model.Place;
import org.yardmaster.protocol.model.Request;
import org.yardmaster.protocol.model.RequestId;

/// The queue as people see it: one list for each rank (each priority, or, where waiting counts,
/// each instant that priority and waiting make), in which commands move things about. Running
/// requests stand in it too, because they may come back.
///
/// Where a command only says "keeps its place" or "back to its place", that is before the first one
/// with a later place. Places that are only given out anew are not its business, as long as nobody
/// comes to stand elsewhere by that.
final class PlainQueue {

  /// What makes a request stand where it does.
  private record Standing(
      BuilderId builder, int priority, boolean byHand, Instant countsFrom, Place place) {

    static Standing of(Request request) {
      return new Standing(
          request.builder(),
          request.priority(),
          request.priorityByHand(),
          request.countsFrom(),
          request.place());
    }

    Standing withPriority(int other, boolean byHand) {
      return new Standing(builder, other, byHand, countsFrom, place);
    }

    Standing at(Place other) {
      return new Standing(builder, priority, byHand, countsFrom, other);
    }

    Standing countedFrom(Instant other) {
      return new Standing(builder, priority, byHand, other, place);
    }
  }

  private final TreeMap<Long, List<RequestId>> lists = new TreeMap<>();
  private final Map<RequestId, Standing> standings = new TreeMap<>();
  private Optional<Duration> aging = Optional.empty();

  PlainQueue() {}

  PlainQueue(FarmSnapshot farm) {
    aging = farm.config().config().settings().aging();
    inOrder(farm).forEach(request -> list(rank(Standing.of(request))).add(request.id()));
    learnPlaces(farm);
  }

  PlainQueue copy() {
    PlainQueue copy = new PlainQueue();
    lists.forEach((rank, list) -> copy.lists.put(rank, new ArrayList<>(list)));
    copy.standings.putAll(standings);
    copy.aging = aging;
    return copy;
  }

  private static List<Request> inOrder(FarmSnapshot farm) {
    return farm.requests().stream().sorted((a, b) -> a.order().compareTo(b.order())).toList();
  }

  /// The smaller, the earlier.
  private long rank(Standing standing) {
    return aging.isEmpty()
        ? -standing.priority
        : standing.countsFrom.minus(aging.get().multipliedBy(standing.priority)).toEpochMilli();
  }

  private List<RequestId> list(long rank) {
    return lists.computeIfAbsent(rank, _ -> new ArrayList<>());
  }

  private Standing standing(RequestId id) {
    return Objects.requireNonNull(standings.get(id));
  }

  /// Everybody, first come first.
  List<RequestId> all() {
    return lists.values().stream().flatMap(List::stream).toList();
  }

  /// Compares with the farm after an event, and forgets what has ended.
  void mustBe(FarmSnapshot farm) {
    Set<RequestId> there = new HashSet<>(farm.requests().stream().map(Request::id).toList());
    lists.values().forEach(list -> list.removeIf(id -> !there.contains(id)));
    lists.values().removeIf(List::isEmpty);
    Judge.same("order of the queue", inOrder(farm).stream().map(Request::id).toList(), all());
    for (Request request : farm.requests()) {
      Standing known = standing(request.id());
      Judge.same("priority of " + request.id(), request.priority(), known.priority);
      Judge.same("by hand " + request.id(), request.priorityByHand(), known.byHand);
      Judge.same("waiting of " + request.id(), request.countsFrom(), known.countsFrom);
      Judge.same("rank of " + request.id(), request.rank(), rank(known));
    }
    learnPlaces(farm);
  }

  private void learnPlaces(FarmSnapshot farm) {
    standings.clear();
    farm.requests().forEach(request -> standings.put(request.id(), Standing.of(request)));
  }

  /// A new request, behind all of its rank.
  void submitted(Request request) {
    standings.put(request.id(), Standing.of(request));
    list(rank(Standing.of(request))).add(request.id());
  }

  /// Carries out an accepted command.
  void apply(
      FarmSnapshot before,
      FarmSnapshot after,
      Instant now,
      Command command,
      Answer.Accepted answer,
      Optional<CommandRecord> target) {
    switch (command) {
      case Command.Submit c -> submit(before, now, c, answer.request().orElseThrow());
      case Command.Move c -> move(c);
      case Command.MoveToEnd c -> moveToEnd(c);
      case Command.SetPriority c -> change(c.requests(), s -> s.withPriority(c.priority(), true));
      case Command.Hold c -> release(before, now, c.requests());
      case Command.Release c -> release(before, now, c.requests());
      case Command.ApplyConfig c -> adopt(before, c);
      case Command.Undo _ -> putBack(target.orElseThrow().replaced(), after);
      default -> {}
    }
  }

  private void submit(FarmSnapshot before, Instant now, Command.Submit command, RequestId id) {
    Builder builder =
        before.builders().stream()
            .filter(b -> b.name().equals(command.builder()))
            .findFirst()
            .orElseThrow();
    Standing standing =
        new Standing(
            builder.id(),
            command.priority().orElse(builder.definition().priority()),
            command.priority().isPresent(),
            command.notBefore().filter(at -> at.isAfter(now)).orElse(now),
            Place.lowest());
    standings.put(id, standing);
    list(rank(standing)).add(id);
  }

  /// Changes them one after the other, the last place first.
  private void change(Collection<RequestId> ids, UnaryOperator<Standing> change) {
    ids.stream()
        .distinct()
        .sorted(
            Comparator.comparing((RequestId id) -> standing(id).place)
                .thenComparing(id -> id)
                .reversed())
        .forEach(id -> stand(id, change.apply(standing(id))));
  }

  private List<RequestId> sorted(Collection<RequestId> some) {
    return all().stream().filter(some::contains).toList();
  }

  private void move(Command.Move command) {
    moveBeside(command.anchor(), command.side(), sorted(command.requests()));
  }

  private void moveBeside(RequestId anchor, Command.Side side, List<RequestId> moved) {
    Standing beside = standing(anchor);
    lists.values().forEach(list -> list.removeAll(moved));
    List<RequestId> list = list(rank(beside));
    int at = list.indexOf(anchor);
    list.addAll(side == Command.Side.BEFORE ? at : at + 1, moved);
    for (RequestId id : moved) {
      Standing old = standing(id);
      boolean byHand = old.byHand || old.priority != beside.priority;
      Instant countsFrom = aging.isPresent() ? beside.countsFrom : old.countsFrom;
      standings.put(id, new Standing(old.builder, beside.priority, byHand, countsFrom, old.place));
    }
  }

  private void moveToEnd(Command.MoveToEnd command) {
    boolean top = command.end() == Command.End.TOP;
    TreeMap<Integer, List<RequestId>> byPriority = new TreeMap<>();
    for (RequestId id : all()) {
      byPriority.computeIfAbsent(standing(id).priority, _ -> new ArrayList<>()).add(id);
    }
    for (List<RequestId> peers : byPriority.values()) {
      List<RequestId> moved = peers.stream().filter(command.requests()::contains).toList();
      List<RequestId> others = peers.stream().filter(id -> !moved.contains(id)).toList();
      if (!moved.isEmpty() && !others.isEmpty()) {
        moveBeside(
            top ? others.getFirst() : others.getLast(),
            top ? Command.Side.BEFORE : Command.Side.BEHIND,
            moved);
      }
    }
  }

  /// While it was held it did not wait; who holds it again begins a new hold.
  private void release(FarmSnapshot before, Instant now, Collection<RequestId> requests) {
    Map<RequestId, Instant> heldSince = new TreeMap<>();
    for (Request request : before.requests()) {
      if (requests.contains(request.id()) && request.hold().isPresent()) {
        heldSince.put(request.id(), request.hold().get().at());
      }
    }
    heldSince.keySet().stream()
        .sorted(
            Comparator.comparing((RequestId id) -> standing(id).place)
                .thenComparing(id -> id)
                .reversed())
        .forEach(id -> {
          Instant counted = standing(id).countsFrom;
          Instant since = heldSince.get(id);
          Duration lost = Duration.between(counted.isAfter(since) ? counted : since, now);
          if (!lost.isNegative()) {
            stand(id, standing(id).countedFrom(counted.plus(lost)));
          }
        });
  }

  private void adopt(FarmSnapshot before, Command.ApplyConfig command) {
    aging = command.config().settings().aging();
    change(List.copyOf(standings.keySet()), standing -> adoptDefault(before, standing, command));
  }

  private static Standing adoptDefault(
      FarmSnapshot before, Standing standing, Command.ApplyConfig command) {
    Builder builder =
        before.builders().stream()
            .filter(b -> b.id().equals(standing.builder))
            .findFirst()
            .orElseThrow();
    var definition = command.config().builders().getOrDefault(builder.name(), builder.definition());
    return standing.byHand ? standing : standing.withPriority(definition.priority(), false);
  }

  private void putBack(List<CommandRecord.Replaced> rows, FarmSnapshot after) {
    Set<RequestId> spread = new HashSet<>();
    for (CommandRecord.Replaced row : rows) {
      if (row instanceof CommandRecord.PlaceWas was) {
        spread.add(was.request());
      }
    }
    after.requests().stream()
        .filter(request -> spread.contains(request.id()))
        .forEach(
            request -> standings.put(request.id(), standing(request.id()).at(request.place())));
    List<Request> back = new ArrayList<>();
    for (CommandRecord.Replaced row : rows) {
      if (row instanceof CommandRecord.RequestWas(Optional<Request> was, Optional<Request> is)) {
        was.ifPresentOrElse(
            back::add, () -> lists.values().forEach(list -> list.remove(is.orElseThrow().id())));
      }
    }
    if (!spread.isEmpty()) {
      // Those around it changed places: even at the place it has, it may stand elsewhere now.
      back.forEach(request -> lists.values().forEach(list -> list.remove(request.id())));
    }
    back.stream()
        .sorted(Comparator.comparing(Request::place).reversed())
        .forEach(request -> stand(request.id(), Standing.of(request)));
  }

  /// At its place, or just behind the first that stands there.
  private void stand(RequestId id, Standing standing) {
    List<RequestId> list = list(rank(standing));
    Standing old = standings.put(id, standing);
    if (list.contains(id) && old != null && standing.place.equals(old.place)) {
      return;
    }
    lists.values().forEach(other -> other.remove(id));
    int at = 0;
    while (at < list.size() && standing(list.get(at)).place.compareTo(standing.place) < 0) {
      at++;
    }
    boolean taken = at < list.size() && standing(list.get(at)).place.equals(standing.place);
    list.add(taken ? at + 1 : at, id);
  }
}
