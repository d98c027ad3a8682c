package org.yardmaster.master.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.yardmaster.protocol.message.FarmChange;
import org.yardmaster.protocol.model.Build;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.FinishedBuild;
import org.yardmaster.protocol.model.FinishedRequest;
import org.yardmaster.protocol.model.Incident;
import org.yardmaster.protocol.model.Outcome;
import org.yardmaster.protocol.model.Pause;
import org.yardmaster.protocol.model.PauseScope;
import org.yardmaster.protocol.model.Request;
import org.yardmaster.protocol.model.RequestId;
import org.yardmaster.protocol.model.Slave;
import org.yardmaster.protocol.model.SlaveId;

/// Tells the farm's changes in words: compares each row with what it was before. Begins with the
/// rows that it is given first, of which it tells nothing.
final class News {
  private static final int NEXT_SHOWN = 5;

  private final java.time.ZoneId zone;
  private final SortedMap<RequestId, Request> requests = new TreeMap<>();
  private final SortedMap<BuildId, Build> builds = new TreeMap<>();
  private final SortedMap<SlaveId, String> slaves = new TreeMap<>();
  private final SortedMap<PauseScope, Pause> pauses = new TreeMap<>();
  private final SortedMap<Long, Incident> incidents = new TreeMap<>();
  private final List<Item> items = new ArrayList<>();
  private String queue = "";

  News(java.time.ZoneId zone) {
    this.zone = zone;
  }

  /// One thing that happened. `event` is a stable word: submitted, moved, held, released, started,
  /// step, waits, stopping, queued-again, shelved, unshelved, ended, build-ended, slave, paused,
  /// resumed, incident, incident-over, queue.
  record Item(
      String at,
      String event,
      Optional<Long> request,
      Optional<Long> build,
      Optional<String> builder,
      Optional<String> slave,
      Optional<String> outcome,
      String text) {}

  /// The farm as it is now, of which only the queue is told.
  List<Item> begin(FarmRows farm) {
    requests.clear();
    farm.requests().forEach(request -> requests.put(request.id(), request));
    builds.clear();
    builds.putAll(farm.builds());
    slaves.clear();
    farm.slaves().forEach((id, slave) -> slaves.put(id, state(slave, farm.now())));
    pauses.clear();
    farm.pauses().forEach(pause -> pauses.put(pause.scope(), pause));
    farm.pauses().forEach(pause -> paused(pause, farm.now()));
    incidents.clear();
    farm.incidents().forEach(incident -> incidents.put(incident.number(), incident));
    queue = "";
    return take(farm, farm.now());
  }

  /// What a batch brought.
  ///
  /// @param farm as the batch left it
  List<Item> of(List<FarmChange> changes, FarmRows farm, Instant at) {
    SortedMap<RequestId, Duration> ran = new TreeMap<>();
    for (FarmChange change : changes) {
      if (change instanceof FarmChange.BuildEnded(FinishedBuild ended)) {
        ran.put(
            ended.build().request(),
            Duration.between(ended.build().startedAt(), ended.finishedAt()));
      }
    }
    changes.forEach(change -> tell(change, farm, at, ran));
    return take(farm, at);
  }

  private List<Item> take(FarmRows farm, Instant at) {
    String now = queueText(farm);
    if (!now.equals(queue)) {
      queue = now;
      items.add(plain(at, "queue", now));
    }
    List<Item> taken = List.copyOf(items);
    items.clear();
    return taken;
  }

  private void tell(
      FarmChange change, FarmRows farm, Instant at, SortedMap<RequestId, Duration> ran) {
    switch (change) {
      case FarmChange.RequestKept(Request request) -> request(request, farm, at);
      case FarmChange.RequestEnded(FinishedRequest ended) -> ended(ended, at, ran);
      case FarmChange.BuildKept(Build build) -> build(build, farm, at);
      case FarmChange.BuildEnded(FinishedBuild ended) -> ended(ended, at);
      case FarmChange.BuildGone(BuildId id) -> gone(id, farm, at);
      case FarmChange.SlaveKept(Slave slave) -> slave(slave, at);
      case FarmChange.SlaveGone(SlaveId id) -> slaves.remove(id);
      case FarmChange.BuilderKept _ -> {}
      case FarmChange.PauseKept(Pause pause) -> {
        pauses.put(pause.scope(), pause);
        paused(pause, at);
      }
      case FarmChange.PauseGone(PauseScope scope) -> {
        pauses.remove(scope);
        items.add(plain(at, "resumed", scope + ": goes on"));
      }
      case FarmChange.IncidentKept(Incident incident) -> incident(incident, at);
      case FarmChange.IncidentGone(long number) -> incidents.remove(number);
      case FarmChange.ScheduleKept _, FarmChange.ScheduleGone _, FarmChange.SettingsKept _ -> {}
    }
  }

  /// Told once when it begins and once when it is over; what alerts have told is none of our news.
  private void incident(Incident incident, Instant at) {
    Optional<Incident> before = Optional.ofNullable(incidents.put(incident.number(), incident));
    if (before.isEmpty()) {
      items.add(plain(at, "incident", incident.kind().code() + ": " + incident.text()));
    }
    if (incident.over().isPresent() && before.flatMap(Incident::over).isEmpty()) {
      items.add(
          plain(at, "incident-over", incident.kind().code() + " is over: " + incident.text()));
    }
  }

  private void request(Request request, FarmRows farm, Instant at) {
    Optional<Request> before = Optional.ofNullable(requests.put(request.id(), request));
    String name = request.id() + " " + farm.name(request.builder()) + ": ";
    if (before.isEmpty()) {
      String priority = ", priority " + request.priority();
      String text = "submitted by " + request.submittedBy() + priority;
      items.add(
          about(at, "submitted", request, farm, name + text + Words.because(request.reason())));
      return;
    }
    if (!before.get().hold().equals(request.hold())) {
      String text =
          request
              .hold()
              .map(hold -> "held by " + hold.by() + Words.because(hold.reason()))
              .orElse("released");
      items.add(
          about(at, request.hold().isPresent() ? "held" : "released", request, farm, name + text));
    }
    if (!before.get().shelved().equals(request.shelved())) {
      String event = request.shelved().isPresent() ? "shelved" : "unshelved";
      String why = request.shelved().map(shelved -> Words.because(shelved.reason())).orElse("");
      items.add(about(at, event, request, farm, name + event + why));
    }
    if (before.get().build().isPresent() && request.build().isEmpty()) {
      items.add(about(at, "queued-again", request, farm, name + "back in the queue at its place"));
    } else if (before.get().priority() != request.priority()) {
      items.add(
          about(at, "moved", request, farm, name + "has priority " + request.priority() + " now"));
    } else if (!before.get().order().equals(request.order())) {
      items.add(about(at, "moved", request, farm, name + "moved"));
    }
  }

  private void ended(FinishedRequest ended, Instant at, SortedMap<RequestId, Duration> ran) {
    Request request = ended.request();
    requests.remove(request.id());
    StringBuilder text = new StringBuilder();
    text.append(request.id()).append(' ').append(ended.builderName()).append(": ");
    text.append(ended.outcome());
    if (!ended.slaveName().isEmpty()) {
      text.append(" on ").append(ended.slaveName());
    }
    Optional.ofNullable(ran.get(request.id()))
        .ifPresent(time -> text.append(" after ").append(Words.took(time)));
    text.append(", had waited ").append(Words.span(ended.waited()));
    if (!ended.endedBy().isEmpty()) {
      text.append(", by ").append(ended.endedBy());
    }
    text.append(Words.because(ended.detail()));
    items.add(
        new Item(
            Json.time(at),
            "ended",
            Optional.of(request.id().value()),
            request.build().map(BuildId::value),
            Optional.of(ended.builderName()),
            Optional.of(ended.slaveName()).filter(name -> !name.isEmpty()),
            Optional.of(ended.outcome().name()),
            text.toString()));
  }

  private void build(Build build, FarmRows farm, Instant at) {
    Optional<Build> before = Optional.ofNullable(builds.put(build.id(), build));
    String name = build.id() + " " + farm.name(build.builder()) + " on " + farm.name(build.slave());
    if (before.isEmpty()) {
      String attempt = build.attempt() > 1 ? ", attempt " + build.attempt() : "";
      String text = build.request() + " " + farm.name(build.builder()) + ": starts as ";
      items.add(
          about(
              at,
              "started",
              build,
              farm,
              text + build.id() + " on " + farm.name(build.slave()) + attempt));
    }
    if (before.flatMap(Build::stop).isEmpty() && build.stop().isPresent()) {
      String text = ": to be stopped for " + build.stop().get().by();
      items.add(
          about(
              at,
              "stopping",
              build,
              farm,
              name + text + Words.because(build.stop().get().reason())));
    }
    if (build.current().isPresent() && !before.flatMap(Build::current).equals(build.current())) {
      items.add(about(at, "step", build, farm, name + ": step " + BuildsListing.step(build)));
    }
    Optional<Build.Wanted> waits = build.wants().filter(wanted -> !wanted.granted());
    if (waits.isPresent() && !before.flatMap(Build::wants).equals(waits)) {
      items.add(about(at, "waits", build, farm, name + ": step " + BuildsListing.step(build)));
    }
  }

  /// The end of a request tells of its last build; only an attempt that did not end it is told of.
  private void ended(FinishedBuild ended, Instant at) {
    Build build = ended.build();
    builds.remove(build.id());
    Outcome outcome = ended.result().outcome();
    if (outcome == Outcome.TRANSIENT || outcome == Outcome.SUPERSEDED) {
      items.add(
          new Item(
              Json.time(at),
              "build-ended",
              Optional.of(build.request().value()),
              Optional.of(build.id().value()),
              Optional.of(ended.builderName()),
              Optional.of(ended.slaveName()),
              Optional.of(outcome.name()),
              build.id()
                  + " "
                  + ended.builderName()
                  + " on "
                  + ended.slaveName()
                  + ": "
                  + outcome
                  + Words.because(ended.result().detail())));
    }
  }

  private void gone(BuildId id, FarmRows farm, Instant at) {
    Build build = builds.remove(id);
    if (build != null) {
      items.add(about(at, "refused", build, farm, id + ": refused by " + farm.name(build.slave())));
    }
  }

  private void slave(Slave slave, Instant at) {
    String now = state(slave, at);
    if (!now.equals(slaves.put(slave.id(), now))) {
      items.add(
          new Item(
              Json.time(at),
              "slave",
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.of(slave.name()),
              Optional.empty(),
              "slave " + slave.name() + ": " + now));
    }
  }

  private String state(Slave slave, Instant at) {
    return SlavesListing.state(slave, new Words(at, zone));
  }

  private void paused(Pause pause, Instant at) {
    String until = new Words(at, zone).until(pause.until());
    items.add(
        plain(
            at,
            "paused",
            pause.scope() + ": paused by " + pause.by() + until + Words.because(pause.reason())));
  }

  private static String queueText(FarmRows farm) {
    List<Request> queued = farm.queued();
    String next =
        queued.stream()
            .limit(NEXT_SHOWN)
            .map(request ->
                request.id()
                    + " "
                    + farm.name(request.builder())
                    + (request.hold().isPresent() ? " (held)" : ""))
            .collect(Collectors.joining(", "));
    String more = queued.size() > NEXT_SHOWN ? " ..." : "";
    return "queue: "
        + queued.size()
        + " waiting, "
        + farm.builds().size()
        + " running"
        + (queued.isEmpty() ? "" : "; next " + next + more);
  }

  private static Item plain(Instant at, String event, String text) {
    return new Item(
        Json.time(at),
        event,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        text);
  }

  private static Item about(Instant at, String event, Request request, FarmRows farm, String text) {
    return new Item(
        Json.time(at),
        event,
        Optional.of(request.id().value()),
        request.build().map(BuildId::value),
        Optional.of(farm.name(request.builder())),
        Optional.empty(),
        Optional.empty(),
        text);
  }

  private static Item about(Instant at, String event, Build build, FarmRows farm, String text) {
    return new Item(
        Json.time(at),
        event,
        Optional.of(build.request().value()),
        Optional.of(build.id().value()),
        Optional.of(farm.name(build.builder())),
        Optional.of(farm.name(build.slave())),
        Optional.empty(),
        text);
  }
}
