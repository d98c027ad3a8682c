package org.yardmaster.console.link;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.yardmaster.protocol.message.Answer;
import org.yardmaster.protocol.message.Command;
import org.yardmaster.protocol.message.FarmChange;
import org.yardmaster.protocol.message.Query;
import org.yardmaster.protocol.message.Reply;
import org.yardmaster.protocol.model.Build;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.Builder;
import org.yardmaster.protocol.model.BuilderId;
import org.yardmaster.protocol.model.FarmSettings;
import org.yardmaster.protocol.model.FinishedBuild;
import org.yardmaster.protocol.model.FinishedRequest;
import org.yardmaster.protocol.model.Hold;
import org.yardmaster.protocol.model.Incident;
import org.yardmaster.protocol.model.OutOfService;
import org.yardmaster.protocol.model.Outcome;
import org.yardmaster.protocol.model.Pause;
import org.yardmaster.protocol.model.PauseScope;
import org.yardmaster.protocol.model.Place;
import org.yardmaster.protocol.model.Request;
import org.yardmaster.protocol.model.RequestId;
import org.yardmaster.protocol.model.Retry;
import org.yardmaster.protocol.model.Role;
import org.yardmaster.protocol.model.Schedule;
import org.yardmaster.protocol.model.Slave;
import org.yardmaster.protocol.model.SlaveId;
import org.yardmaster.protocol.model.WaitReason;

/// A master in memory that stands in for the real line: carries out commands and tells their
/// changes, at once or when it is told to go on.
public final class FakeMaster implements FarmLink {
  public static final Instant NOW = Instant.parse("2026-03-03T14:20:00Z");

  private final NavigableMap<RequestId, Request> requests = new TreeMap<>();
  private final SortedMap<BuildId, Build> builds = new TreeMap<>();
  private final SortedMap<SlaveId, Slave> slaves = new TreeMap<>();
  private final SortedMap<BuilderId, Builder> builders = new TreeMap<>();
  private final SortedMap<PauseScope, Pause> pauses = new TreeMap<>();
  private final SortedMap<String, Schedule> schedules = new TreeMap<>();
  private final SortedMap<Long, Incident> incidents = new TreeMap<>();
  private FarmSettings settings = FarmSettings.defaults();
  private final SortedMap<RequestId, FinishedRequest> history = new TreeMap<>();
  private final SortedMap<BuildId, FinishedBuild> ended = new TreeMap<>();
  private final SortedMap<String, byte[]> logs = new TreeMap<>();
  private final SortedMap<RequestId, List<WaitReason>> reasons = new TreeMap<>();
  private final SortedMap<Long, Runnable> undo = new TreeMap<>();
  private final Map<Query, CompletableFuture<Reply>> followers = new LinkedHashMap<>();
  private final List<Command> given = new ArrayList<>();
  private final List<Query> asked = new ArrayList<>();
  private final Deque<Runnable> heldBack = new ArrayDeque<>();
  private final List<FarmChange> batch = new ArrayList<>();
  private Optional<FarmListener> listener = Optional.empty();
  private Optional<String> refusal = Optional.empty();
  private Role role = Role.OPERATOR;
  private boolean holdsBack;
  private long numbers;
  private long nextRequest = 10_000;

  @Override
  public void listen(FarmListener now) {
    listener = Optional.of(now);
    attach();
  }

  /// Lets the console in (again) and tells it everything.
  public void attach() {
    listener.ifPresent(it -> {
      it.attached(new Welcome("example farm", "master.example:7411", "anna", role, NOW));
      List<FarmChange> rows = rows();
      it.loading(rows.size());
      it.changed(NOW, rows);
      it.ready();
    });
  }

  /// Lets the console in, but has told only part of the rows.
  public void loadHalf() {
    listener.ifPresent(it -> {
      List<FarmChange> rows = rows();
      it.loading(rows.size());
      it.changed(NOW, rows.subList(0, rows.size() / 2));
    });
  }

  private List<FarmChange> rows() {
    List<FarmChange> rows = new ArrayList<>();
    builders.values().forEach(row -> rows.add(new FarmChange.BuilderKept(row)));
    slaves.values().forEach(row -> rows.add(new FarmChange.SlaveKept(row)));
    requests.values().forEach(row -> rows.add(new FarmChange.RequestKept(row)));
    builds.values().forEach(row -> rows.add(new FarmChange.BuildKept(row)));
    pauses.values().forEach(row -> rows.add(new FarmChange.PauseKept(row)));
    schedules.values().forEach(row -> rows.add(new FarmChange.ScheduleKept(row)));
    incidents.values().forEach(row -> rows.add(new FarmChange.IncidentKept(row)));
    rows.add(new FarmChange.SettingsKept(settings));
    return rows;
  }

  /// Loses the line.
  public void lose(Instant since, Instant nextTry, String why) {
    listener.ifPresent(it -> it.lost(new LostLine(since, Optional.of(nextTry), why)));
  }

  public void notice(String text) {
    listener.ifPresent(it -> it.notice(text));
  }

  public void as(Role other) {
    role = other;
  }

  /// Refuses the next command with this text.
  public void refuseNext(String text) {
    refusal = Optional.of(text);
  }

  /// Answers nothing until [#goOn()].
  public void holdBack() {
    holdsBack = true;
  }

  /// Answers all that was held back.
  public void goOn() {
    holdsBack = false;
    while (!heldBack.isEmpty()) {
      heldBack.poll().run();
    }
  }

  public List<Command> given() {
    return List.copyOf(given);
  }

  public List<Query> asked() {
    return List.copyOf(asked);
  }

  public void keep(Builder builder) {
    builders.put(builder.id(), builder);
    tell(new FarmChange.BuilderKept(builder));
  }

  public void keep(Slave slave) {
    slaves.put(slave.id(), slave);
    tell(new FarmChange.SlaveKept(slave));
  }

  public void keep(Request request) {
    requests.put(request.id(), request);
    tell(new FarmChange.RequestKept(request));
  }

  public void keep(Build build) {
    builds.put(build.id(), build);
    tell(new FarmChange.BuildKept(build));
  }

  public void keep(Pause pause) {
    pauses.put(pause.scope(), pause);
    tell(new FarmChange.PauseKept(pause));
  }

  public void keep(Schedule schedule) {
    schedules.put(schedule.name(), schedule);
    tell(new FarmChange.ScheduleKept(schedule));
  }

  public void keep(Incident incident) {
    incidents.put(incident.number(), incident);
    tell(new FarmChange.IncidentKept(incident));
  }

  public void keep(FarmSettings now) {
    settings = now;
    tell(new FarmChange.SettingsKept(now));
  }

  public void incidentGoes(long number) {
    incidents.remove(number);
    tell(new FarmChange.IncidentGone(number));
  }

  public void scheduleGoes(String name) {
    schedules.remove(name);
    tell(new FarmChange.ScheduleGone(name));
  }

  public void end(FinishedRequest request) {
    requests.remove(request.request().id());
    history.put(request.request().id(), request);
    tell(new FarmChange.RequestEnded(request));
  }

  public void end(FinishedBuild build) {
    builds.remove(build.build().id());
    ended.put(build.build().id(), build);
    tell(new FarmChange.BuildEnded(build));
  }

  public void log(BuildId build, int step, String text) {
    logs.put(build.value() + "/" + step, text.getBytes(StandardCharsets.UTF_8));
    Map<Query, CompletableFuture<Reply>> waiting = new LinkedHashMap<>(followers);
    followers.clear();
    waiting.forEach((query, future) -> future.complete(reply(query)));
  }

  public void explain(RequestId id, List<WaitReason> why) {
    reasons.put(id, why);
  }

  public Build build(BuildId id) {
    return builds.get(id);
  }

  public Request request(long id) {
    return requests.get(new RequestId(id));
  }

  /// The queued requests in the farm's order.
  public List<Long> order() {
    return requests.values().stream()
        .filter(request -> request.build().isEmpty())
        .sorted(Comparator.comparing(Request::order))
        .map(request -> request.id().value())
        .toList();
  }

  /// Sends what `changes` does as one batch.
  public void atOnce(Runnable changes) {
    Optional<FarmListener> one = listener;
    listener = Optional.empty();
    batch.clear();
    changes.run();
    listener = one;
    List<FarmChange> all = List.copyOf(batch);
    one.ifPresent(it -> it.changed(NOW, all));
  }

  private void tell(FarmChange change) {
    batch.add(change);
    listener.ifPresent(it -> it.changed(NOW, List.of(change)));
  }

  @Override
  public CompletableFuture<Answer> command(Command command) {
    given.add(command);
    CompletableFuture<Answer> future = new CompletableFuture<>();
    Runnable act = () -> future.complete(answer(command));
    if (holdsBack) {
      heldBack.add(act);
    } else {
      act.run();
    }
    return future;
  }

  private Answer answer(Command command) {
    if (refusal.isPresent()) {
      Answer answer = new Answer.Refused(Answer.Code.TOO_LATE, refusal.get());
      refusal = Optional.empty();
      return answer;
    }
    SortedMap<RequestId, Request> before = new TreeMap<>(requests);
    SortedMap<PauseScope, Pause> pausesBefore = new TreeMap<>(pauses);
    long number = ++numbers;
    String text = act(command);
    if (!(command instanceof Command.Undo)) {
      undo.put(number, () -> restore(before, pausesBefore));
    }
    return new Answer.Accepted(number, text, Optional.empty());
  }

  private void restore(SortedMap<RequestId, Request> before, SortedMap<PauseScope, Pause> paused) {
    before.values().stream()
        .filter(request -> !request.equals(requests.get(request.id())))
        .forEach(this::keep);
    paused.values().forEach(this::keep);
    List.copyOf(pauses.keySet()).stream().filter(it -> !paused.containsKey(it)).forEach(this::go);
  }

  private void go(PauseScope scope) {
    pauses.remove(scope);
    tell(new FarmChange.PauseGone(scope));
  }

  private String act(Command command) {
    return switch (command) {
      case Command.Move(var ids, var side, var anchor) -> move(ids, side, anchor);
      case Command.MoveToEnd(var ids, var end) -> {
        ids.forEach(id -> toEnd(requests.get(id), end));
        yield "Moved " + names(ids) + " to the " + end;
      }
      case Command.SetPriority(var ids, int priority) -> {
        ids.forEach(id ->
            keep(
                requests
                    .get(id)
                    .at(
                        priority,
                        true,
                        requests.get(id).countsFrom(),
                        -priority,
                        requests.get(id).place())));
        yield "Set " + names(ids) + " to priority " + priority;
      }
      case Command.Hold(var ids, String reason) -> {
        ids.forEach(
            id -> keep(requests.get(id).withHold(Optional.of(new Hold("anna", NOW, reason)))));
        yield "Held " + names(ids);
      }
      case Command.Release(var ids) -> {
        ids.forEach(id -> keep(requests.get(id).withHold(Optional.empty())));
        yield "Released " + names(ids);
      }
      case Command.Unshelve(var ids) -> {
        ids.forEach(
            id -> keep(requests.get(id).withShelved(Optional.empty()).withRetry(Retry.none())));
        yield "Unshelved " + names(ids);
      }
      case Command.RetryNow(var ids) -> {
        ids.forEach(id -> keep(requests.get(id).withRetry(requests.get(id).retry().atOnce())));
        yield "Retrying " + names(ids) + " now";
      }
      case Command.Cancel(var ids, String _) -> {
        ids.forEach(id -> end(cancelled(requests.get(id))));
        yield "Cancelled " + names(ids);
      }
      case Command.Pause(var scope, String reason, var until) -> {
        keep(new Pause(scope, "anna", NOW, reason, until));
        yield "Paused " + scope;
      }
      case Command.Resume(var scope) -> {
        go(scope);
        yield "Resumed " + scope;
      }
      case Command.TakeOut(var names, String reason, var until) -> {
        mark(names, Optional.of(new OutOfService("anna", NOW, reason, until)));
        yield "Took " + String.join(", ", names) + " out of service";
      }
      case Command.PutBack(var names) -> {
        mark(names, Optional.empty());
        yield "Put " + String.join(", ", names) + " back in service";
      }
      case Command.Submit submit -> submit(submit);
      case Command.StopBuild(var id, String reason) -> {
        keep(builds.get(id).stopping(new Build.StopAsked("anna", NOW, reason)));
        yield "Asked the slave to stop " + id;
      }
      case Command.Undo(var number) -> {
        Runnable back = undo.remove(number.orElseThrow());
        undo.put(numbers, () -> {});
        if (back != null) {
          back.run();
        }
        yield "Took back command " + number.orElseThrow();
      }
      default -> throw new UnsupportedOperationException(command.toString());
    };
  }

  private String submit(Command.Submit submit) {
    Builder builder =
        builders.values().stream()
            .filter(it -> it.name().equals(submit.builder()))
            .findFirst()
            .orElseThrow();
    long id = nextRequest++;
    int priority = submit.priority().orElse(builder.definition().priority());
    keep(Samples.request(id, builder.id().value(), priority, "anna", submit.reason(), NOW));
    return "Submitted #" + id;
  }

  private void mark(List<String> names, Optional<OutOfService> mark) {
    List.copyOf(slaves.values()).stream()
        .filter(slave -> names.contains(slave.name()))
        .forEach(slave ->
            keep(
                mark.isPresent()
                    ? slave.withMark(mark)
                    : slave.withMark(mark).withReliability(slave.reliability().triedAgain())));
  }

  private static String names(List<RequestId> ids) {
    return ids.size() == 1 ? ids.getFirst().toString() : ids.size() + " requests";
  }

  private String move(List<RequestId> ids, Command.Side side, RequestId anchorId) {
    Request anchor = requests.get(anchorId);
    List<Request> group =
        requests.values().stream()
            .filter(it -> it.rank() == anchor.rank() && !ids.contains(it.id()))
            .sorted(Comparator.comparing(Request::order))
            .toList();
    int at = group.indexOf(anchor);
    boolean before = side == Command.Side.BEFORE;
    Optional<Place> low =
        before
            ? Optional.of(at - 1).filter(i -> i >= 0).map(i -> group.get(i).place())
            : Optional.of(anchor.place());
    Place high =
        before
            ? anchor.place()
            : at + 1 < group.size()
                ? group.get(at + 1).place()
                : Place.ofNumber(Long.MAX_VALUE / 8);
    List<Request> inOrder =
        ids.stream().map(this::known).sorted(Comparator.comparing(Request::order)).toList();
    for (Request request : inOrder) {
      Place place = Place.before(high, low);
      keep(request.at(anchor.priority(), true, request.countsFrom(), anchor.rank(), place));
      low = Optional.of(place);
    }
    return "Moved " + names(ids) + (before ? " before " : " behind ") + anchorId;
  }

  private Request known(RequestId id) {
    return requests.get(id);
  }

  private void toEnd(Request request, Command.End end) {
    List<Request> group =
        requests.values().stream()
            .filter(it -> it.rank() == request.rank() && !it.equals(request))
            .sorted(Comparator.comparing(Request::order))
            .toList();
    if (!group.isEmpty()) {
      boolean top = end == Command.End.TOP;
      RequestId anchor = (top ? group.getFirst() : group.getLast()).id();
      move(List.of(request.id()), top ? Command.Side.BEFORE : Command.Side.BEHIND, anchor);
    }
  }

  private FinishedRequest cancelled(Request request) {
    return new FinishedRequest(
        request,
        builders.get(request.builder()).name(),
        Outcome.CANCELLED,
        NOW,
        Duration.between(request.submittedAt(), NOW),
        "",
        "anna",
        "cancelled");
  }

  @Override
  public CompletableFuture<Reply> ask(Query query) {
    asked.add(query);
    if (query instanceof Query.ReadLog(var build, int step, long offset, int _, boolean follow)
        && follow
        && builds.containsKey(build)
        && offset >= logs.getOrDefault(build.value() + "/" + step, new byte[0]).length) {
      return followers.computeIfAbsent(query, _ -> new CompletableFuture<>());
    }
    return CompletableFuture.completedFuture(reply(query));
  }

  private Reply reply(Query query) {
    return switch (query) {
      case Query.Explain(var ids) -> {
        SortedMap<RequestId, List<WaitReason>> some = new TreeMap<>();
        ids.forEach(id -> some.put(id, reasons.getOrDefault(id, List.of())));
        yield new Reply.Explained(some);
      }
      case Query.Attempts(var id) ->
          new Reply.Builds(
              ended.values().stream().filter(it -> it.build().request().equals(id)).toList());
      case Query.OneBuild(var id) ->
          new Reply.Builds(Optional.ofNullable(ended.get(id)).map(List::of).orElse(List.of()));
      case Query.OneFinished(var id) ->
          new Reply.Requests(Optional.ofNullable(history.get(id)).map(List::of).orElse(List.of()));
      case Query.History(var builder, var outcome, var before, int limit) ->
          new Reply.Requests(
              new ArrayList<>(history.values())
                  .reversed().stream()
                      .filter(it -> builder.isEmpty() || builder.get().equals(it.builderName()))
                      .filter(it -> outcome.isEmpty() || outcome.get() == it.outcome())
                      .filter(
                          it -> before.isEmpty() || it.request().id().value() < before.getAsLong())
                      .limit(limit)
                      .toList());
      case Query.ReadLog(var build, int step, long offset, int max, boolean _) ->
          logPart(logs.getOrDefault(build.value() + "/" + step, new byte[0]), build, offset, max);
      default -> new Reply.Failed("not known to the fake: " + query);
    };
  }

  private Reply logPart(byte[] all, BuildId build, long offset, int max) {
    int from = Math.clamp(offset < 0 ? all.length + offset : offset, 0, all.length);
    int to = (int) Math.min(all.length, (long) from + max);
    return new Reply.LogPart(
        from, Arrays.copyOfRange(all, from, to), all.length, !builds.containsKey(build));
  }

  /// What the master knows of the log of a step.
  public Map<String, byte[]> logs() {
    return logs;
  }

  @Override
  public void retry() {
    attach();
  }

  @Override
  public void close() {
    listener = Optional.empty();
  }
}
