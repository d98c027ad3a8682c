package org.yardmaster.console.farm;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import org.yardmaster.console.link.FarmLink;
import org.yardmaster.protocol.message.FarmChange;
import org.yardmaster.protocol.message.Query;
import org.yardmaster.protocol.message.Reply;
import org.yardmaster.protocol.model.BuilderId;
import org.yardmaster.protocol.model.FinishedBuild;
import org.yardmaster.protocol.model.FinishedRequest;
import org.yardmaster.protocol.model.Outcome;
import org.yardmaster.protocol.model.Request;
import org.yardmaster.protocol.model.RequestId;

/// How long each builder's builds take and how each slave's last ones ended: from the newest part
/// of history, asked for when the line comes up, and from builds that end while we look on. Lives
/// on the FX thread.
public final class Experience implements FarmObserver {
  /// How much of history is asked for.
  private static final int ASKED = 500;

  /// Of how many successful builds the median counts.
  private static final int TIMED = 5;

  /// How many outcomes of a slave are kept.
  public static final int OUTCOMES = 6;

  private final FarmLink link;
  private final Executor fx;
  private final SortedMap<BuilderId, Deque<Duration>> times = new TreeMap<>();
  private final SortedMap<String, Deque<Outcome>> outcomes = new TreeMap<>();
  private final SortedSet<RequestId> seen = new TreeSet<>();
  private final ReadOnlyIntegerWrapper read = new ReadOnlyIntegerWrapper();
  private int asked;

  public Experience(FarmModel farm, Line line, FarmLink link, Executor fx) {
    this.link = link;
    this.fx = fx;
    farm.observe(this);
    line.stateProperty()
        .subscribe(state -> {
          if (state == Line.State.LIVE) {
            ask();
          }
        });
  }

  @Override
  public void cleared() {
    times.clear();
    outcomes.clear();
    seen.clear();
  }

  @Override
  public void changed(FarmChange change) {
    if (change instanceof FarmChange.BuildEnded(FinishedBuild ended)) {
      seen.add(ended.build().request());
      Outcome outcome = ended.result().outcome();
      Duration ran = Duration.between(ended.build().startedAt(), ended.finishedAt());
      add(outcomes(ended.slaveName()), outcome, OUTCOMES);
      if (outcome == Outcome.SUCCESS) {
        add(times(ended.build().builder()), ran, TIMED);
      }
    }
  }

  private void ask() {
    int mine = ++asked;
    CompletableFuture<Void> _ =
        link.ask(new Query.History(Optional.empty(), Optional.empty(), OptionalLong.empty(), ASKED))
            .exceptionally(failure -> new Reply.Failed(String.valueOf(failure.getMessage())))
            .thenAcceptAsync(
                reply -> {
                  if (mine == asked && reply instanceof Reply.Requests(var requests)) {
                    requests.forEach(this::before);
                    read.set(read.get() + 1);
                  }
                },
                fx);
  }

  /// Takes over what ended before all that is known.
  private void before(FinishedRequest ended) {
    Request request = ended.request();
    if (ended.slaveName().isEmpty() || !seen.add(request.id())) {
      return;
    }
    Deque<Outcome> here = outcomes(ended.slaveName());
    if (here.size() < OUTCOMES) {
      here.addFirst(ended.outcome());
    }
    Instant started = request.submittedAt().plus(ended.waited());
    Deque<Duration> known = times(request.builder());
    if (ended.outcome() == Outcome.SUCCESS && known.size() < TIMED) {
      known.addFirst(Duration.between(started, ended.finishedAt()));
    }
  }

  private Deque<Outcome> outcomes(String slave) {
    return outcomes.computeIfAbsent(slave, _ -> new ArrayDeque<>());
  }

  private Deque<Duration> times(BuilderId builder) {
    return times.computeIfAbsent(builder, _ -> new ArrayDeque<>());
  }

  private static <T> void add(Deque<T> to, T newest, int most) {
    to.addLast(newest);
    if (to.size() > most) {
      to.removeFirst();
    }
  }

  /// How long a build of this builder is likely to take: the median of its last successful ones.
  public Optional<Duration> expected(BuilderId builder) {
    List<Duration> known =
        times.getOrDefault(builder, new ArrayDeque<>()).stream().sorted().toList();
    return known.isEmpty() ? Optional.empty() : Optional.of(known.get(known.size() / 2));
  }

  /// How the last builds on the slave of this name ended, oldest first.
  public List<Outcome> recent(String slave) {
    return List.copyOf(outcomes.getOrDefault(slave, new ArrayDeque<>()));
  }

  /// Changes when history has been read.
  public ReadOnlyIntegerProperty readProperty() {
    return read.getReadOnlyProperty();
  }
}
