package org.yardmaster.master.farm;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.yardmaster.protocol.message.Command;
import org.yardmaster.protocol.model.OrderKey;
import org.yardmaster.protocol.model.Place;
import org.yardmaster.protocol.model.Request;
import org.yardmaster.protocol.model.RequestId;

/// The one total order of all requests that have not ended: ranks, places, and how a request comes
/// to stand somewhere else without any other row being written, unless there is [no room][Crowd].
final class Queue {
  private final Rows rows;

  Queue(Rows rows) {
    this.rows = rows;
  }

  /// How important a request is; smaller starts earlier. Where waiting counts, a point of priority
  /// is worth a time, and a request stands as if it had begun to wait that much earlier: all wait
  /// alike, so this never changes by itself.
  long rankOf(int priority, Instant countsFrom) {
    return rows.settings()
        .aging()
        .map(worth -> countsFrom.toEpochMilli() - priority * worth.toMillis())
        .orElse(-(long) priority);
  }

  /// A new place behind everything that stands in the queue.
  Place lastPlace() {
    return lastPlaces(1).getFirst();
  }

  /// So many of them, in their order.
  List<Place> lastPlaces(int count) {
    Counters counters = rows.counters();
    rows.keep(counters.afterPlaces(count));
    List<Place> places = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      places.add(Place.ofNumber(counters.place() + i));
    }
    return places;
  }

  /// These requests in the farm's order.
  List<Request> inOrder(List<Request> requests) {
    return requests.stream().sorted((a, b) -> a.order().compareTo(b.order())).toList();
  }

  /// These requests, the last place first: put elsewhere in this order, one that has to give way
  /// there still stands before those that it stood before.
  static List<Request> lastFirst(Collection<Request> requests) {
    return requests.stream()
        .sorted(Comparator.comparing(Request::place).thenComparing(Request::id).reversed())
        .toList();
  }

  /// The requests as they are when they stand beside `anchor`, in their present order, with its
  /// priority.
  List<Request> beside(Request anchor, Command.Side side, List<Request> moved) {
    List<Request> ordered = inOrder(moved);
    List<Place> places =
        switch (side) {
          case BEFORE -> placesBefore(anchor, ordered);
          case BEHIND -> placesBehind(anchor, ordered);
        };
    List<Request> placed = new ArrayList<>();
    for (int i = 0; i < ordered.size(); i++) {
      Request request = ordered.get(i);
      boolean byHand = request.priorityByHand() || request.priority() != anchor.priority();
      placed.add(
          request.at(
              anchor.priority(),
              byHand,
              countsFromBeside(anchor, request),
              anchor.rank(),
              places.get(i)));
    }
    return placed;
  }

  /// Where waiting counts, who stands beside another has waited as long.
  private Instant countsFromBeside(Request anchor, Request moved) {
    return rows.settings().aging().isPresent() ? anchor.countsFrom() : moved.countsFrom();
  }

  private List<Place> placesBefore(Request anchor, List<Request> moved) {
    Optional<Place> previous =
        neighbour(rows.order().headSet(anchor.order(), false).descendingSet(), anchor, moved);
    List<Place> places = new ArrayList<>();
    for (int i = 0; i < moved.size(); i++) {
      Place place = Place.before(anchor.place(), previous);
      places.add(place);
      previous = Optional.of(place);
    }
    return places;
  }

  private List<Place> placesBehind(Request anchor, List<Request> moved) {
    Optional<Place> next = neighbour(rows.order().tailSet(anchor.order(), false), anchor, moved);
    if (next.isEmpty()) {
      return lastPlaces(moved.size());
    }
    Place limit = next.get();
    List<Place> places = new ArrayList<>();
    for (int i = 0; i < moved.size(); i++) {
      limit = Place.after(anchor.place(), limit);
      places.addFirst(limit);
    }
    return places;
  }

  /// The place of the anchor's first neighbour in the given direction that stays where it is, if of
  /// the same rank.
  private static Optional<Place> neighbour(
      Iterable<OrderKey> direction, Request anchor, List<Request> moved) {
    TreeSet<RequestId> leaving = new TreeSet<>(moved.stream().map(Request::id).toList());
    for (OrderKey key : direction) {
      if (key.rank() != anchor.rank()) {
        return Optional.empty();
      }
      if (!leaving.contains(key.id())) {
        return Optional.of(key.place());
      }
    }
    return Optional.empty();
  }

  /// The requests as they are at one end of their own priorities, in their present order.
  List<Request> atEnd(Command.End end, List<Request> moved) {
    TreeMap<Integer, List<Request>> byPriority = new TreeMap<>();
    inOrder(moved)
        .forEach(r -> byPriority.computeIfAbsent(r.priority(), _ -> new ArrayList<>()).add(r));
    List<Request> placed = new ArrayList<>();
    byPriority.values().forEach(peers -> placed.addAll(atEndOfPriority(end, peers)));
    return placed;
  }

  private List<Request> atEndOfPriority(Command.End end, List<Request> moved) {
    NavigableSet<OrderKey> peers = rows.order(moved.getFirst().priority());
    boolean top = end == Command.End.TOP;
    return firstStaying(top ? peers : peers.descendingSet(), moved)
        .map(anchor -> beside(anchor, top ? Command.Side.BEFORE : Command.Side.BEHIND, moved))
        .orElse(moved);
  }

  private Optional<Request> firstStaying(Iterable<OrderKey> keys, List<Request> moved) {
    TreeSet<RequestId> leaving = new TreeSet<>(moved.stream().map(Request::id).toList());
    for (OrderKey key : keys) {
      if (!leaving.contains(key.id())) {
        return rows.request(key.id());
      }
    }
    return Optional.empty();
  }

  /// The request with another priority, at its own place as far as that is free there.
  Request withPriority(Request request, int priority, boolean byHand) {
    return at(request, priority, byHand, request.countsFrom(), request.place());
  }

  /// The request with its waiting counted from another instant.
  Request countedFrom(Request request, Instant countsFrom) {
    return at(request, request.priority(), request.priorityByHand(), countsFrom, request.place());
  }

  /// The request at a place it stood at before, or just behind whoever stands there now.
  Request at(Request request, int priority, boolean byHand, Instant countsFrom, Place place) {
    long rank = rankOf(priority, countsFrom);
    return request.at(priority, byHand, countsFrom, rank, freePlace(request.id(), rank, place));
  }

  private Place freePlace(RequestId id, long rank, Place place) {
    Optional<OrderKey> there = keyAt(rank, place);
    if (there.isEmpty() || there.get().id().equals(id)) {
      return place;
    }
    OrderKey next = rows.order().higher(there.get());
    return next != null && next.rank() == rank ? Place.after(place, next.place()) : lastPlace();
  }

  private Optional<OrderKey> keyAt(long rank, Place place) {
    OrderKey from = new OrderKey(rank, place, new RequestId(Long.MIN_VALUE));
    return Optional.ofNullable(rows.order().ceiling(from))
        .filter(key -> key.rank() == rank && key.place().equals(place));
  }
}
