package org.yardmaster.console.shelf;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import javafx.beans.binding.StringBinding;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.yardmaster.console.act.Actions;
import org.yardmaster.console.farm.FarmModel;
import org.yardmaster.console.farm.FarmObserver;
import org.yardmaster.console.farm.OrderedRows;
import org.yardmaster.console.queue.QueueViewModel;
import org.yardmaster.console.queue.RequestViewModel;
import org.yardmaster.protocol.message.Answer;
import org.yardmaster.protocol.message.Command;
import org.yardmaster.protocol.message.FarmChange;
import org.yardmaster.protocol.model.Builder;
import org.yardmaster.protocol.model.Request;
import org.yardmaster.protocol.model.RequestId;

/// The requests on the shelf, and what can be done with them. They are in the queue too: what is
/// known of one there is what its details show here.
public final class ShelfViewModel implements FarmObserver {
  private final FarmModel farm;
  private final Actions actions;
  private final QueueViewModel queue;
  private final RequestViewModel request;
  private final OrderedRows<ShelfRow> rows = new OrderedRows<>(ShelfRow.NEWEST_FIRST);
  private final SortedMap<RequestId, ShelfRow> byId = new TreeMap<>();
  private final ObservableList<ShelfRow> selected = FXCollections.observableArrayList();
  private final StringProperty filter = new SimpleStringProperty("");
  private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
  private final StringBinding whyNot;

  public ShelfViewModel(
      FarmModel farm, Actions actions, QueueViewModel queue, RequestViewModel request) {
    this.farm = farm;
    this.actions = actions;
    this.queue = queue;
    this.request = request;
    this.whyNot = actions.whyNot(() -> selected.isEmpty() ? "no request selected" : "", selected);
    filter.subscribe(text -> {
      List<String> words = List.of(text.trim().toLowerCase(Locale.ROOT).split("\\s+"));
      rows.filter(row -> row.has(words));
    });
    selected.subscribe(this::showFirst);
    farm.observe(this);
  }

  private void showFirst() {
    request.show(selected.stream().findFirst().flatMap(row -> queue.row(row.id())));
  }

  @Override
  public void begins(int changes) {
    rows.begin(changes);
  }

  @Override
  public void cleared() {
    selected.clear();
    byId.clear();
    rows.clear();
  }

  @Override
  public void changed(FarmChange change) {
    switch (change) {
      case FarmChange.RequestKept(Request now) -> keep(now);
      case FarmChange.RequestEnded ended -> drop(ended.request().request().id());
      case FarmChange.BuilderKept(Builder builder) ->
          byId.values().stream()
              .map(ShelfRow::request)
              .filter(known -> known.builder().equals(builder.id()))
              .toList()
              .forEach(this::keep);
      default -> {}
    }
  }

  @Override
  public void ends() {
    rows.end();
    request.refresh();
  }

  private void keep(Request now) {
    now.shelved()
        .filter(_ -> now.build().isEmpty())
        .ifPresentOrElse(
            shelved -> {
              String builder = farm.builderName(now.builder());
              ShelfRow known = byId.get(now.id());
              if (known == null) {
                ShelfRow row = new ShelfRow(now, shelved, builder);
                byId.put(now.id(), row);
                rows.add(row);
              } else {
                rows.change(known, () -> known.told(now, shelved, builder));
              }
            },
            () -> drop(now.id()));
  }

  private void drop(RequestId id) {
    ShelfRow row = byId.remove(id);
    if (row != null) {
      selected.remove(row);
      rows.remove(row);
    }
  }

  public ObservableList<ShelfRow> rows() {
    return rows.shown();
  }

  OrderedRows<ShelfRow> ordered() {
    return rows;
  }

  public ObservableList<ShelfRow> selected() {
    return selected;
  }

  public Optional<ShelfRow> row(RequestId id) {
    return Optional.ofNullable(byId.get(id));
  }

  /// The details of the first one selected.
  public RequestViewModel request() {
    return request;
  }

  public StringProperty filterProperty() {
    return filter;
  }

  /// What was refused last; "" for nothing.
  public ReadOnlyStringProperty problemProperty() {
    return problem.getReadOnlyProperty();
  }

  /// The user has read the problem.
  public void forgetProblem() {
    problem.set("");
  }

  /// Why nothing can be done to the selection; "" if something can.
  public StringBinding whyNot() {
    return whyNot;
  }

  /// Lets the selected requests start again; their losses are forgotten.
  public void unshelve() {
    give(Command.Unshelve::new);
  }

  /// Takes the selected requests back.
  public void cancel() {
    give(ids -> new Command.Cancel(ids, ""));
  }

  private void give(Function<List<RequestId>, Command> command) {
    problem.set("");
    if (selected.isEmpty()) {
      return;
    }
    List<RequestId> ids = selected.stream().map(ShelfRow::id).sorted().toList();
    CompletableFuture<Void> _ = actions.give(command.apply(ids)).thenAccept(this::answered);
  }

  private void answered(Answer answer) {
    if (answer instanceof Answer.Refused(var _, String text)) {
      problem.set(text);
    }
  }
}
