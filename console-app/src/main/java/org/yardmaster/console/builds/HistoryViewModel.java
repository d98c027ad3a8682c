package org.yardmaster.console.builds;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.yardmaster.console.farm.FarmModel;
import org.yardmaster.console.farm.FarmObserver;
import org.yardmaster.console.farm.OrderedRows;
import org.yardmaster.console.link.FarmLink;
import org.yardmaster.protocol.message.FarmChange;
import org.yardmaster.protocol.message.Query;
import org.yardmaster.protocol.message.Reply;
import org.yardmaster.protocol.model.FinishedBuild;
import org.yardmaster.protocol.model.FinishedRequest;
import org.yardmaster.protocol.model.Outcome;
import org.yardmaster.protocol.model.RequestId;

/// Ended requests, newest first: a page of them, more on demand, and those that end meanwhile.
public final class HistoryViewModel implements FarmObserver {
  static final int PAGE = 200;

  private final FarmModel farm;
  private final FarmLink link;
  private final Executor fx;
  private final BuildViewModel build;
  private final OrderedRows<HistoryRow> rows = new OrderedRows<>(HistoryRow.NEWEST_FIRST);
  private final SortedSet<RequestId> known = new TreeSet<>();
  private final ObservableList<FinishedBuild> attempts = FXCollections.observableArrayList();
  private final StringProperty builder = new SimpleStringProperty("");
  private final ObjectProperty<Optional<Outcome>> outcome =
      new SimpleObjectProperty<>(Optional.empty());
  private final ReadOnlyStringWrapper status = new ReadOnlyStringWrapper("");
  private Optional<RequestId> shown = Optional.empty();
  private boolean opened;
  private boolean asking;
  private boolean exhausted;
  private int asked;

  public HistoryViewModel(FarmModel farm, FarmLink link, Executor fx, BuildViewModel build) {
    this.farm = farm;
    this.link = link;
    this.fx = fx;
    this.build = build;
    builder.subscribe((_, _) -> reload());
    outcome.subscribe((_, _) -> reload());
    farm.observe(this);
  }

  @Override
  public void cleared() {
    if (opened) {
      reload();
    }
  }

  @Override
  public void changed(FarmChange change) {
    if (opened && change instanceof FarmChange.RequestEnded(FinishedRequest ended)) {
      if (matches(ended)) {
        add(ended);
      }
    }
  }

  private boolean matches(FinishedRequest ended) {
    return (builder.get().isBlank() || builder.get().equals(ended.builderName()))
        && outcome.get().map(it -> it == ended.outcome()).orElse(true);
  }

  private void add(FinishedRequest ended) {
    if (known.add(ended.request().id())) {
      rows.add(new HistoryRow(ended));
    }
  }

  /// The view is looked at: history is read the first time.
  public void open() {
    if (!opened) {
      opened = true;
      reload();
    }
  }

  private void reload() {
    if (!opened || !isBuilderOrNone()) {
      return;
    }
    asked++;
    asking = false;
    exhausted = false;
    known.clear();
    rows.clear();
    more();
  }

  /// While a name is typed it is no builder yet: the list stays.
  private boolean isBuilderOrNone() {
    return builder.get().isBlank() || builders().contains(builder.get());
  }

  /// The builders to choose from.
  public List<String> builders() {
    return farm.builders().values().stream().map(it -> it.name()).sorted().toList();
  }

  /// The end of the list is looked at: reads on.
  public void more() {
    if (asking || exhausted || !opened) {
      return;
    }
    asking = true;
    int mine = asked;
    OptionalLong before =
        known.isEmpty() ? OptionalLong.empty() : OptionalLong.of(known.first().value());
    status.set("reading history ...");
    Query query =
        new Query.History(
            Optional.of(builder.get()).filter(name -> !name.isBlank()),
            outcome.get(),
            before,
            PAGE);
    CompletableFuture<Void> _ =
        link.ask(query)
            .exceptionally(failure -> new Reply.Failed(String.valueOf(failure.getMessage())))
            .thenAcceptAsync(
                reply -> {
                  if (mine == asked) {
                    told(reply);
                  }
                },
                fx);
  }

  private void told(Reply reply) {
    asking = false;
    switch (reply) {
      case Reply.Requests(var requests) -> {
        rows.begin(requests.size());
        requests.forEach(this::add);
        rows.end();
        exhausted = requests.size() < PAGE;
        status.set(known.size() + (exhausted ? " requests" : " newest requests"));
      }
      case Reply.Failed(String text) -> status.set(text);
      default -> status.set("the master replied something else than history");
    }
  }

  /// Shows a request's attempts, and the last of them.
  public void show(RequestId id) {
    if (shown.equals(Optional.of(id))) {
      return;
    }
    shown = Optional.of(id);
    attempts.clear();
    CompletableFuture<Void> _ =
        link.ask(new Query.Attempts(id))
            .exceptionally(failure -> new Reply.Failed(String.valueOf(failure.getMessage())))
            .thenAcceptAsync(
                reply -> {
                  if (shown.equals(Optional.of(id))) {
                    attempted(reply);
                  }
                },
                fx);
  }

  private void attempted(Reply reply) {
    if (reply instanceof Reply.Builds(var builds)) {
      attempts.setAll(builds);
      if (builds.isEmpty()) {
        build.clear();
      } else {
        build.open(builds.getLast());
      }
    }
  }

  public ObservableList<HistoryRow> rows() {
    return rows.shown();
  }

  /// The ended builds of the chosen request, oldest first.
  public ObservableList<FinishedBuild> attempts() {
    return attempts;
  }

  /// Only requests of this builder; "" for all.
  public StringProperty builderProperty() {
    return builder;
  }

  /// Only requests that ended so; empty for all.
  public ObjectProperty<Optional<Outcome>> outcomeProperty() {
    return outcome;
  }

  public ReadOnlyStringProperty statusProperty() {
    return status.getReadOnlyProperty();
  }

  /// The build that is looked at.
  public BuildViewModel build() {
    return build;
  }
}
