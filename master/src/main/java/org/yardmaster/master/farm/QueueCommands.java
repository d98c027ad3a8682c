package org.yardmaster.master.farm;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.yardmaster.protocol.message.Command;
import org.yardmaster.protocol.model.Build;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.Builder;
import org.yardmaster.protocol.model.FinishedRequest;
import org.yardmaster.protocol.model.Hold;
import org.yardmaster.protocol.model.Outcome;
import org.yardmaster.protocol.model.Place;
import org.yardmaster.protocol.model.Request;
import org.yardmaster.protocol.model.RequestId;
import org.yardmaster.protocol.model.RequestProperties;
import org.yardmaster.protocol.model.Retry;

/// Carries out what people want done with requests in the queue. Each command checks all its rows
/// first and then writes them: all or none.
final class QueueCommands {
  /// How many requests one command may be about, and how many characters of properties these may
  /// have: all of it is written in one turn, as it was and as it is, so that it can be taken back.
  private static final int MOST_AT_ONCE = 10_000;

  private static final long MOST_PROPERTIES = 8_000_000;

  private final Rows rows;
  private final Queue queue;
  private final Crowd crowd;
  private final Dispatch dispatch;
  private final Builds builds;
  private final Losses losses;

  QueueCommands(
      Rows rows, Queue queue, Crowd crowd, Dispatch dispatch, Builds builds, Losses losses) {
    this.rows = rows;
    this.queue = queue;
    this.crowd = crowd;
    this.dispatch = dispatch;
    this.builds = builds;
    this.losses = losses;
  }

  Done submit(Command.Submit command, String user, Instant now) throws Refusal {
    Builder builder =
        rows.builderNamed(command.builder())
            .orElseThrow(
                () -> Refusal.unknown("builder " + command.builder() + ": not in this farm"));
    if (builder.retired()) {
      throw Refusal.invalid(
          "builder " + builder.name() + ": no longer in the configuration; submit to another");
    }
    Optional<String> problem = RequestProperties.problem(command.properties());
    if (problem.isPresent()) {
      throw Refusal.invalid("properties: " + problem.get());
    }
    RequestId id =
        queue(
                builder,
                command.priority(),
                user,
                command.reason(),
                command.properties(),
                command.notBefore().filter(now::isBefore),
                now)
            .id();
    String warning =
        dispatch.impossible(builder.id())
            ? "; impossible as the farm is now: no slave of it could run this builder"
            : "";
    return new Done(
        "Submitted " + id + " to " + builder.name() + warning, Optional.of(id), List.of());
  }

  /// Puts a new request into the queue.
  Request queue(
      Builder builder,
      Optional<Integer> chosenPriority,
      String by,
      String reason,
      SortedMap<String, String> properties,
      Optional<Instant> notBefore,
      Instant now) {
    int priority = chosenPriority.orElse(builder.definition().priority());
    Instant countsFrom = notBefore.orElse(now);
    Request request =
        new Request(
            new RequestId(rows.counters().request()),
            builder.id(),
            priority,
            chosenPriority.isPresent(),
            countsFrom,
            queue.rankOf(priority, countsFrom),
            queue.lastPlace(),
            by,
            now,
            reason,
            properties,
            notBefore,
            Optional.empty(),
            Retry.none(),
            Optional.empty(),
            Optional.empty(),
            0,
            0);
    rows.keep(rows.counters().afterRequest());
    rows.keep(request);
    return request;
  }

  Done move(Command.Move command) throws Refusal {
    List<Request> moved = queued(command.requests(), "moved");
    if (command.requests().contains(command.anchor())) {
      throw Refusal.invalid("move: " + command.anchor() + " cannot be its own neighbour");
    }
    Request anchor = queued(command.anchor(), "a neighbour to move to", "");
    String side = command.side() == Command.Side.BEFORE ? " before " : " behind ";
    return write(
        "Moved " + names(moved) + side + anchor.id(), queue.beside(anchor, command.side(), moved));
  }

  Done moveToEnd(Command.MoveToEnd command) throws Refusal {
    List<Request> moved = queued(command.requests(), "moved");
    String end = command.end() == Command.End.TOP ? " to the top" : " to the bottom";
    return write(
        "Moved "
            + names(moved)
            + end
            + (moved.size() == 1 ? " of its priority" : " of their priorities"),
        queue.atEnd(command.end(), moved));
  }

  Done setPriority(Command.SetPriority command) throws Refusal {
    List<Request> before = queued(command.requests(), "given another priority");
    return change(
        "Set priority of " + names(before) + " to " + command.priority(),
        before,
        request -> queue.withPriority(request, command.priority(), true));
  }

  Done hold(Command.Hold command, String user, Instant now) throws Refusal {
    List<Request> before = queued(command.requests(), "held");
    Optional<Hold> hold = Optional.of(new Hold(user, now, command.reason()));
    return change(
        "Held " + names(before),
        before,
        request -> (request.hold().isPresent() ? released(request, now) : request).withHold(hold));
  }

  Done release(Command.Release command, Instant now) throws Refusal {
    List<Request> before =
        queued(command.requests(), "released").stream()
            .filter(request -> request.hold().isPresent())
            .toList();
    if (before.isEmpty()) {
      throw Refusal.tooLate("release: none of these requests is held");
    }
    return change("Released " + names(before), before, request -> released(request, now));
  }

  /// The time during which it was held does not count as waiting.
  private Request released(Request request, Instant now) {
    Instant heldAt = request.hold().orElseThrow().at();
    Instant from = heldAt.isAfter(request.countsFrom()) ? heldAt : request.countsFrom();
    Request free = request.withHold(Optional.empty());
    return from.isBefore(now)
        ? queue.countedFrom(free, free.countsFrom().plus(Duration.between(from, now)))
        : free;
  }

  Done unshelve(Command.Unshelve command, Instant now) throws Refusal {
    List<Request> before =
        queued(command.requests(), "unshelved").stream()
            .filter(request -> request.shelved().isPresent())
            .toList();
    if (before.isEmpty()) {
      throw Refusal.tooLate("unshelve: none of these requests is on the shelf");
    }
    before.forEach(request -> losses.forgive(request, now));
    return change(
        "Unshelved " + names(before),
        before,
        request -> request.withShelved(Optional.empty()).withRetry(Retry.none()));
  }

  Done retryNow(Command.RetryNow command) throws Refusal {
    List<Request> before =
        queued(command.requests(), "retried").stream()
            .filter(request -> !request.retry().equals(request.retry().atOnce()))
            .toList();
    if (before.isEmpty()) {
      throw Refusal.tooLate(
          "retry: none of these requests waits to be tried again; one on the shelf is unshelved");
    }
    return change(
        "Retrying " + names(before) + " now",
        before,
        request -> request.withRetry(request.retry().atOnce()));
  }

  /// A request that rides along with others leaves their build; when nobody is left on it, the
  /// build is stopped.
  Done cancel(Command.Cancel command, String user, Instant now) throws Refusal {
    List<Request> before = cancellable(command.requests());
    List<BuildId> stopped = builds.leave(before, user, command.reason(), now);
    List<Request> ended =
        before.stream().filter(r -> r.build().filter(stopped::contains).isEmpty()).toList();
    ended.forEach(request -> end(request, user, command.reason(), now));
    if (ended.isEmpty()) {
      return Done.forGood("Stopping the build, which nobody else waits for");
    }
    String stopping =
        stopped.isEmpty()
            ? ""
            : stopped.stream()
                .map(BuildId::toString)
                .collect(Collectors.joining(", ", "; stopping ", ", which nobody else waits for"));
    return Done.undoable(
        "Cancelled " + names(ended) + stopping,
        ended.stream()
            .map(r -> r.build().isPresent() ? r.queuedAgain(false) : r)
            .map(r -> new CommandRecord.RequestWas(Optional.of(r), Optional.empty()))
            .toList());
  }

  private List<Request> cancellable(List<RequestId> ids) throws Refusal {
    List<Request> found = new ArrayList<>();
    for (RequestId id : new TreeSet<>(ids)) {
      Optional<Request> riding = rows.request(id).filter(builds::ridesAlong);
      found.add(
          riding.isPresent() ? riding.get() : queued(id, "cancelled", "; stop its build instead"));
    }
    return notTooMany(found);
  }

  /// Ends a request as cancelled; one that rode along has waited until then.
  void end(Request request, String user, String reason, Instant now) {
    losses.forgive(request, now);
    rows.end(
        new FinishedRequest(
            request,
            rows.builder(request.builder()).orElseThrow().name(),
            Outcome.CANCELLED,
            now,
            Duration.between(
                request.submittedAt(),
                request.build().flatMap(rows::build).map(Build::startedAt).orElse(now)),
            "",
            user,
            reason));
  }

  /// Changes rows one after the other, so that each finds its place among those behind it.
  private Done change(String text, List<Request> before, UnaryOperator<Request> change) {
    List<CommandRecord.RequestWas> replaced = new ArrayList<>();
    for (Request request : Queue.lastFirst(before)) {
      Request after = change.apply(request);
      rows.keep(after);
      replaced.add(new CommandRecord.RequestWas(Optional.of(request), Optional.of(after)));
    }
    return Done.undoable(text, replaced);
  }

  private Done write(String text, List<Request> after) {
    Map<RequestId, Request> before = new LinkedHashMap<>();
    for (Request request : after) {
      before.put(request.id(), rows.request(request.id()).orElseThrow());
      rows.keep(request);
    }
    List<CommandRecord.Replaced> replaced = new ArrayList<>();
    for (Request request : crowd.spread(after)) {
      if (!before.containsKey(request.id())) {
        Place was = rows.request(request.id()).orElseThrow().place();
        replaced.add(new CommandRecord.PlaceWas(request.id(), was, request.place()));
      }
      rows.keep(request);
    }
    before.forEach((id, request) ->
        replaced.add(new CommandRecord.RequestWas(Optional.of(request), rows.request(id))));
    return Done.undoable(text, replaced);
  }

  private List<Request> queued(List<RequestId> ids, String wish) throws Refusal {
    List<Request> found = new ArrayList<>();
    for (RequestId id : new TreeSet<>(ids)) {
      found.add(queued(id, wish, ""));
    }
    return notTooMany(found);
  }

  private static List<Request> notTooMany(List<Request> requests) throws Refusal {
    if (requests.isEmpty()) {
      throw Refusal.invalid("no request named");
    }
    if (requests.size() > MOST_AT_ONCE) {
      throw Refusal.invalid(
          "%d requests at once, %d may be; name them in parts"
              .formatted(requests.size(), MOST_AT_ONCE));
    }
    long length = requests.stream().mapToLong(r -> RequestProperties.length(r.properties())).sum();
    if (length > MOST_PROPERTIES) {
      throw Refusal.invalid(
          "%d requests with %d characters of properties at once, %d may be; name them in parts"
              .formatted(requests.size(), length, MOST_PROPERTIES));
    }
    return requests;
  }

  /// @param instead what to do about one that has started
  private Request queued(RequestId id, String wish, String instead) throws Refusal {
    Optional<Request> found = rows.request(id);
    if (found.isEmpty()) {
      throw id.value() > 0 && id.value() < rows.counters().request()
          ? Refusal.tooLate(id + ": has ended and cannot be " + wish)
          : Refusal.unknown(id + ": no such request");
    }
    if (found.get().build().isPresent()) {
      throw Refusal.tooLate(
          id
              + ": has started as "
              + found.get().build().get()
              + " and cannot be "
              + wish
              + instead);
    }
    return found.get();
  }

  /// "#17", or "3 requests" where there are several.
  static String names(List<Request> requests) {
    return requests.size() == 1
        ? requests.getFirst().id().toString()
        : requests.size() + " requests";
  }
}
