package org.yardmaster.console.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.yardmaster.console.farm.FarmModel;
import org.yardmaster.console.farm.MasterClock;
import org.yardmaster.console.link.FarmLink;
import org.yardmaster.console.words.Times;
import org.yardmaster.protocol.client.Importance;
import org.yardmaster.protocol.message.Query;
import org.yardmaster.protocol.message.Reply;
import org.yardmaster.protocol.model.FinishedBuild;
import org.yardmaster.protocol.model.Request;
import org.yardmaster.protocol.model.RequestId;
import org.yardmaster.protocol.model.Retry;
import org.yardmaster.protocol.model.WaitReason;

/// All about one queued request: why it waits, who asked for it and why, how its attempts went.
public final class RequestViewModel {
  private final FarmModel farm;
  private final QueueViewModel queue;
  private final FarmLink link;
  private final Executor fx;
  private final MasterClock clock;
  private final Times times;
  private final ReadOnlyObjectWrapper<Optional<QueueRow>> row =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ObservableList<String> reasons = FXCollections.observableArrayList();
  private final ObservableList<FinishedBuild> attempts = FXCollections.observableArrayList();
  private Optional<Asked> asked = Optional.empty();

  /// Whose attempts were asked for, when there were so many.
  private record Asked(RequestId request, int attempts) {}

  public RequestViewModel(
      FarmModel farm,
      QueueViewModel queue,
      FarmLink link,
      Executor fx,
      MasterClock clock,
      Times times) {
    this.farm = farm;
    this.queue = queue;
    this.link = link;
    this.fx = fx;
    this.clock = clock;
    this.times = times;
    queue.explanationsProperty().subscribe((_, _) -> refresh());
  }

  /// The request shown; empty for none.
  public ReadOnlyObjectProperty<Optional<QueueRow>> rowProperty() {
    return row.getReadOnlyProperty();
  }

  /// Changes whenever what is to be seen may have changed.
  public ReadOnlyIntegerProperty looksProperty() {
    return queue.revisionProperty();
  }

  /// Why it waits, a sentence each.
  public ObservableList<String> reasons() {
    return reasons;
  }

  /// Its ended builds, oldest first.
  public ObservableList<FinishedBuild> attempts() {
    return attempts;
  }

  /// `priority 5 (set by hand), place 3`, and where waiting counts what it adds.
  public String standing() {
    return row.get().map(this::standing).orElse("");
  }

  private String standing(QueueRow shown) {
    return "priority "
        + shown.priority()
        + (shown.request().priorityByHand() ? " (set by hand)" : "")
        + ", place "
        + queue.place(shown)
        + Importance.of(shown.request(), farm.settings(), clock.now())
            .map(it -> "\nstands as " + it.text(Times::about))
            .orElse("");
  }

  /// What its lost builds mean for it, a sentence each; none where it lost none.
  public List<String> losses() {
    return row.get().map(shown -> losses(shown.request())).orElse(List.of());
  }

  private List<String> losses(Request request) {
    Retry retry = request.retry();
    List<String> all = new ArrayList<>();
    if (retry.losses() > 0) {
      String slaves =
          retry.lostOn().stream().map(farm::slaveName).collect(Collectors.joining(", "));
      all.add(
          "lost "
              + (retry.losses() == 1 ? "1 build" : retry.losses() + " builds")
              + (slaves.isEmpty() ? "" : " on " + slaves));
    }
    // While it is delayed or on the shelf, the reason why it waits says the rest.
    if (retry.losses() > 0 && request.shelved().isEmpty() && retry.at().isEmpty()) {
      all.add("goes to the shelf after " + farm.settings().retry().most() + " retries");
    }
    return all;
  }

  /// Shows another request, or none.
  public void show(Optional<QueueRow> now) {
    if (!row.get().map(QueueRow::id).equals(now.map(QueueRow::id))) {
      attempts.clear();
      asked = Optional.empty();
    }
    row.set(now);
    refresh();
  }

  /// Looks at the request again.
  public void refresh() {
    List<String> now = new ArrayList<>();
    row.get()
        .flatMap(RequestViewModel::why)
        .ifPresent(why -> why.forEach(reason -> now.add(times.reasons(clock.now()).full(reason))));
    if (!reasons.equals(now)) {
      reasons.setAll(now);
    }
    row.get()
        .map(shown -> new Asked(shown.id(), shown.request().attempts()))
        .filter(wish -> wish.attempts() > 0 && !asked.equals(Optional.of(wish)))
        .ifPresent(this::ask);
  }

  /// What the master said, or what can be told without it.
  private static Optional<List<WaitReason>> why(QueueRow shown) {
    return shown
        .reasons()
        .or(() -> shown.request().shelved().map(it -> List.of(new WaitReason.OnShelf(it))));
  }

  private void ask(Asked wish) {
    asked = Optional.of(wish);
    CompletableFuture<Void> _ =
        link.ask(new Query.Attempts(wish.request()))
            .exceptionally(failure -> new Reply.Failed(String.valueOf(failure.getMessage())))
            .thenAcceptAsync(reply -> told(wish, reply), fx);
  }

  private void told(Asked wish, Reply reply) {
    if (asked.equals(Optional.of(wish)) && reply instanceof Reply.Builds(var builds)) {
      attempts.setAll(builds);
    }
  }
}
