package org.yardmaster.console.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.yardmaster.console.farm.MasterClock;
import org.yardmaster.console.link.FarmLink;
import org.yardmaster.console.words.Times;
import org.yardmaster.protocol.message.Query;
import org.yardmaster.protocol.message.Reply;
import org.yardmaster.protocol.model.FinishedBuild;
import org.yardmaster.protocol.model.RequestId;

/// All about one queued request: why it waits, who asked for it and why, how its attempts went.
public final class RequestViewModel {
  private final QueueViewModel queue;
  private final FarmLink link;
  private final Executor fx;
  private final MasterClock clock;
  private final Times times;
  private final ReadOnlyObjectWrapper<Optional<QueueRow>> row =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ObservableList<String> reasons = FXCollections.observableArrayList();
  private final ObservableList<FinishedBuild> attempts = FXCollections.observableArrayList();
  private Optional<RequestId> asked = Optional.empty();

  public RequestViewModel(
      QueueViewModel queue, FarmLink link, Executor fx, MasterClock clock, Times times) {
    this.queue = queue;
    this.link = link;
    this.fx = fx;
    this.clock = clock;
    this.times = times;
  }

  /// The request shown; empty for none.
  public ReadOnlyObjectProperty<Optional<QueueRow>> rowProperty() {
    return row.getReadOnlyProperty();
  }

  /// Why it waits, a sentence each.
  public ObservableList<String> reasons() {
    return reasons;
  }

  /// Its ended builds, oldest first.
  public ObservableList<FinishedBuild> attempts() {
    return attempts;
  }

  /// Where it stands in the queue.
  public int place() {
    return row.get().map(queue::place).orElse(0);
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
        .flatMap(QueueRow::reasons)
        .ifPresent(why -> why.forEach(reason -> now.add(times.reasons(clock.now()).full(reason))));
    if (!reasons.equals(now)) {
      reasons.setAll(now);
    }
    row.get()
        .filter(shown -> shown.request().attempts() > 0 && !asked.equals(Optional.of(shown.id())))
        .ifPresent(shown -> ask(shown.id()));
  }

  private void ask(RequestId id) {
    asked = Optional.of(id);
    CompletableFuture<Void> _ =
        link.ask(new Query.Attempts(id))
            .exceptionally(failure -> new Reply.Failed(String.valueOf(failure.getMessage())))
            .thenAcceptAsync(reply -> told(id, reply), fx);
  }

  private void told(RequestId id, Reply reply) {
    if (asked.equals(Optional.of(id)) && reply instanceof Reply.Builds(var builds)) {
      attempts.setAll(builds);
    }
  }
}
