package org.yardmaster.master.simulation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.yardmaster.master.farm.CommandRecord;
import org.yardmaster.master.farm.FarmSnapshot;
import org.yardmaster.protocol.message.Answer;
import org.yardmaster.protocol.message.Command;
import org.yardmaster.protocol.model.Builder;
import org.yardmaster.protocol.model.Place;
import org.yardmaster.protocol.model.Request;
import org.yardmaster.protocol.model.RequestId;

/// The queue as people see it: one list for each priority, in which commands move things about.
/// Running requests stand in it too, because they may come back.
///
/// Where a command only says "keeps its place" or "back to its place", that is before the first one
/// with a later place.
final class PlainQueue {
  private static final Comparator<Request> LAST_FIRST =
      Comparator.comparing(Request::place).thenComparing(Request::id).reversed();

  private final TreeMap<Integer, List<RequestId>> lists = new TreeMap<>(Collections.reverseOrder());
  private final Map<RequestId, Place> places = new TreeMap<>();

  PlainQueue() {}

  PlainQueue(FarmSnapshot farm) {
    inOrder(farm).forEach(request -> list(request.priority()).add(request.id()));
    learnPlaces(farm);
  }

  PlainQueue copy() {
    PlainQueue copy = new PlainQueue();
    lists.forEach((priority, list) -> copy.lists.put(priority, new ArrayList<>(list)));
    copy.places.putAll(places);
    return copy;
  }

  private static List<Request> inOrder(FarmSnapshot farm) {
    return farm.requests().stream().sorted((a, b) -> a.order().compareTo(b.order())).toList();
  }

  private List<RequestId> list(int priority) {
    return lists.computeIfAbsent(priority, _ -> new ArrayList<>());
  }

  /// Everybody, most important first.
  List<RequestId> all() {
    return lists.values().stream().flatMap(List::stream).toList();
  }

  /// Compares with the farm after an event, and forgets what has ended.
  void mustBe(FarmSnapshot farm) {
    Set<RequestId> there = new HashSet<>(farm.requests().stream().map(Request::id).toList());
    lists.values().forEach(list -> list.removeIf(id -> !there.contains(id)));
    Judge.same("order of the queue", inOrder(farm).stream().map(Request::id).toList(), all());
    for (Request request : farm.requests()) {
      if (!list(request.priority()).contains(request.id())) {
        throw new AssertionError(request.id() + ": not of priority " + request.priority());
      }
    }
    learnPlaces(farm);
  }

  private void learnPlaces(FarmSnapshot farm) {
    places.clear();
    farm.requests().forEach(request -> places.put(request.id(), request.place()));
  }

  /// Carries out an accepted command.
  void apply(
      FarmSnapshot before,
      Command command,
      Answer.Accepted answer,
      Optional<CommandRecord> target) {
    switch (command) {
      case Command.Submit c -> {
        Builder builder = named(before, c.builder());
        list(c.priority().orElse(builder.definition().priority()))
            .add(answer.request().orElseThrow());
      }
      case Command.Move c -> move(c);
      case Command.MoveToEnd c -> moveToEnd(c);
      case Command.SetPriority c ->
          before.requests().stream()
              .filter(request -> c.requests().contains(request.id()))
              .sorted(LAST_FIRST)
              .forEach(request -> insert(request.id(), c.priority(), request.place()));
      case Command.ApplyConfig c ->
          before.requests().stream()
              .sorted(LAST_FIRST)
              .forEach(request -> adoptDefault(before, request, c));
      case Command.Undo _ -> putBack(target.orElseThrow().replaced());
      default -> {}
    }
  }

  private static Builder named(FarmSnapshot farm, String name) {
    return farm.builders().stream().filter(b -> b.name().equals(name)).findFirst().orElseThrow();
  }

  private List<RequestId> sorted(Collection<RequestId> some) {
    return all().stream().filter(some::contains).toList();
  }

  private void move(Command.Move command) {
    List<RequestId> moved = sorted(command.requests());
    lists.values().forEach(list -> list.removeAll(moved));
    for (List<RequestId> list : lists.values()) {
      int anchor = list.indexOf(command.anchor());
      if (anchor >= 0) {
        list.addAll(command.side() == Command.Side.BEFORE ? anchor : anchor + 1, moved);
      }
    }
  }

  private void moveToEnd(Command.MoveToEnd command) {
    for (List<RequestId> list : lists.values()) {
      List<RequestId> moved = list.stream().filter(command.requests()::contains).toList();
      list.removeAll(moved);
      list.addAll(command.end() == Command.End.TOP ? 0 : list.size(), moved);
    }
  }

  private void adoptDefault(FarmSnapshot before, Request request, Command.ApplyConfig command) {
    Builder builder =
        before.builders().stream()
            .filter(b -> b.id().equals(request.builder()))
            .findFirst()
            .orElseThrow();
    var definition = command.config().builders().getOrDefault(builder.name(), builder.definition());
    if (!request.priorityByHand() && request.priority() != definition.priority()) {
      insert(request.id(), definition.priority(), request.place());
    }
  }

  private void putBack(List<CommandRecord.Replaced> rows) {
    List<Request> back = new ArrayList<>();
    for (CommandRecord.Replaced row : rows) {
      if (row instanceof CommandRecord.RequestWas(Optional<Request> was, Optional<Request> after)) {
        was.ifPresentOrElse(
            back::add, () -> lists.values().forEach(list -> list.remove(after.orElseThrow().id())));
      }
    }
    back.stream()
        .sorted(Comparator.comparing(Request::place).reversed())
        .forEach(request -> insert(request.id(), request.priority(), request.place()));
  }

  /// At its place, or just behind the first that stands there.
  private void insert(RequestId id, int priority, Place place) {
    List<RequestId> list = list(priority);
    if (list.contains(id) && place.equals(places.get(id))) {
      return;
    }
    lists.values().forEach(other -> other.remove(id));
    int at = 0;
    while (at < list.size() && places.get(list.get(at)).compareTo(place) < 0) {
      at++;
    }
    boolean taken = at < list.size() && places.get(list.get(at)).equals(place);
    list.add(taken ? at + 1 : at, id);
    places.put(id, place);
  }
}
