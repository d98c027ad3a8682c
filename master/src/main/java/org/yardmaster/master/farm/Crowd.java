package org.yardmaster.master.farm;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.yardmaster.protocol.model.OrderKey;
import org.yardmaster.protocol.model.Place;
import org.yardmaster.protocol.model.Request;
import org.yardmaster.protocol.model.RequestId;

/// Makes room where so many moves went to one spot of the queue that the keys of its places have
/// grown too long: those who stand there get other places, and nobody comes to stand elsewhere.
final class Crowd {
  /// How many requests on either side of a spot are given other places at most.
  private static final int REACH = 100;

  private final Rows rows;
  private final Queue queue;

  Crowd(Rows rows, Queue queue) {
    this.rows = rows;
    this.queue = queue;
  }

  /// Those that stand where one of these requests finds no room, as they are with places farther
  /// from each other: in the same order, between neighbours that keep theirs. Where requests are
  /// moved to one spot over and over, this happens once in dozens of times.
  List<Request> spread(List<Request> moved) {
    return moved.stream()
        .filter(request -> request.place().isTooLong())
        .findFirst()
        .map(request -> spread(request.order()))
        .orElse(List.of());
  }

  private List<Request> spread(OrderKey spot) {
    Deque<OrderKey> crowd = new ArrayDeque<>(List.of(spot));
    Optional<Place> low =
        gather(rows.order().headSet(spot, false).descendingSet(), spot.rank(), crowd::addFirst);
    Optional<Place> high = gather(rows.order().tailSet(spot, false), spot.rank(), crowd::addLast);
    Iterator<Place> places =
        high.map(limit -> Place.spread(low, limit, crowd.size()))
            .orElseGet(() -> queue.lastPlaces(crowd.size()))
            .iterator();
    return crowd.stream()
        .map(key -> placed(rows.request(key.id()).orElseThrow(), places.next()))
        .toList();
  }

  /// Gathers those with long places from a spot on, and returns the place of the first other one.
  private static Optional<Place> gather(
      Iterable<OrderKey> direction, long rank, Consumer<OrderKey> crowd) {
    int gathered = 0;
    for (OrderKey key : direction) {
      if (key.rank() != rank) {
        break;
      }
      if (!key.place().isLong() || gathered == REACH) {
        return Optional.of(key.place());
      }
      crowd.accept(key);
      gathered++;
    }
    return Optional.empty();
  }

  private static Request placed(Request request, Place place) {
    return request.at(
        request.priority(), request.priorityByHand(), request.countsFrom(), request.rank(), place);
  }

  /// What a [#spread] replaced, as it was: those that have not ended. Nothing where one of them, or
  /// anybody else, has come to stand elsewhere about there: as they are now, all stand in the same
  /// order.
  ///
  /// @param others who may stand among them
  List<Request> unspread(List<CommandRecord.PlaceWas> spread, Set<RequestId> others) {
    List<CommandRecord.PlaceWas> there =
        spread.stream().filter(was -> rows.request(was.request()).isPresent()).toList();
    List<Request> back =
        there.stream()
            .map(was -> placed(rows.request(was.request()).orElseThrow(), was.before()))
            .toList();
    return there.isEmpty() || !standsAlone(there, back.getFirst().rank(), others)
        ? List.of()
        : back;
  }

  private boolean standsAlone(
      List<CommandRecord.PlaceWas> spread, long rank, Set<RequestId> others) {
    TreeSet<RequestId> known = new TreeSet<>(others);
    TreeSet<Place> places = new TreeSet<>();
    for (CommandRecord.PlaceWas was : spread) {
      Request request = rows.request(was.request()).orElseThrow();
      if (request.rank() != rank || !request.place().equals(was.after())) {
        return false;
      }
      known.add(was.request());
      places.add(was.before());
      places.add(was.after());
    }
    return rows
        .order()
        .subSet(
            new OrderKey(rank, places.first(), new RequestId(Long.MIN_VALUE)),
            new OrderKey(rank, places.last(), new RequestId(Long.MAX_VALUE)))
        .stream()
        .allMatch(key -> known.contains(key.id()));
  }
}
