package org.yardmaster.console.queue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Predicate;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringBinding;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.yardmaster.console.act.Actions;
import org.yardmaster.console.farm.FarmModel;
import org.yardmaster.console.farm.FarmObserver;
import org.yardmaster.console.farm.Later;
import org.yardmaster.console.farm.MasterClock;
import org.yardmaster.console.link.FarmLink;
import org.yardmaster.console.words.Times;
import org.yardmaster.protocol.message.Answer;
import org.yardmaster.protocol.message.Command;
import org.yardmaster.protocol.message.FarmChange;
import org.yardmaster.protocol.model.OrderKey;
import org.yardmaster.protocol.model.Place;
import org.yardmaster.protocol.model.Request;
import org.yardmaster.protocol.model.RequestId;
import org.yardmaster.protocol.model.WaitReason;

/// The queue: its rows in the farm's order and what can be done with them.
public final class QueueViewModel implements FarmObserver {
  /// How long a moved row may wait for its change after the master has accepted the move.
  private static final Duration SETTLES = Duration.ofSeconds(2);

  private static final String NOTHING_SELECTED = "no request selected";

  private final FarmModel farm;
  private final Actions actions;
  private final MasterClock clock;
  private final Later later;
  private final Times times;
  private final WaitReasons reasons;
  private final QueueRows rows = new QueueRows();
  private final DragViewModel drag = new DragViewModel();
  private final ObservableList<QueueRow> selected = FXCollections.observableArrayList();
  private final StringProperty filter = new SimpleStringProperty("");
  private final ReadOnlyIntegerWrapper total = new ReadOnlyIntegerWrapper();
  private final ReadOnlyIntegerWrapper matching = new ReadOnlyIntegerWrapper();
  private final ReadOnlyIntegerWrapper revision = new ReadOnlyIntegerWrapper();
  private final ReadOnlyIntegerWrapper explanations = new ReadOnlyIntegerWrapper();
  private final StringProperty unselected = new SimpleStringProperty(NOTHING_SELECTED);
  private final StringBinding whyNotOnSelection;
  private final StringBinding whyNotRetry;
  private final StringBinding whyNotUnshelve;
  private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");

  public QueueViewModel(
      FarmModel farm,
      FarmLink link,
      Executor fx,
      Actions actions,
      MasterClock clock,
      Later later,
      Times times) {
    this.farm = farm;
    this.actions = actions;
    this.clock = clock;
    this.later = later;
    this.times = times;
    this.reasons = new WaitReasons(link, fx, later, this::explained);
    filter.subscribe(text -> {
      rows.filter(text);
      selected.removeIf(row -> !row.matches());
      settle();
    });
    this.whyNotOnSelection =
        actions.whyNot(
            () -> selected.isEmpty() ? unselected.get() : "",
            Bindings.isEmpty(selected),
            unselected);
    this.whyNotRetry =
        actions.whyNot(
            () -> nothing(QueueRow::canRetryNow, "wait to be tried again"), selected, revision);
    this.whyNotUnshelve =
        actions.whyNot(() -> nothing(QueueRow::isShelved, "wait on the shelf"), selected, revision);
    selected.subscribe(() -> unselected.set(NOTHING_SELECTED));
    farm.observe(this);
  }

  /// Why a verb means nothing to the selection; "" if it is for one of it.
  private String nothing(Predicate<QueueRow> meant, String what) {
    if (selected.isEmpty()) {
      return unselected.get();
    }
    if (selected.stream().anyMatch(meant)) {
      return "";
    }
    return selected.size() == 1
        ? selected.getFirst().id() + " does not " + what
        : "none of these " + (what.startsWith("wait") ? "waits" + what.substring(4) : what);
  }

  @Override
  public void begins(int changes) {
    rows.begin(changes);
  }

  @Override
  public void cleared() {
    drag.giveUp();
    selected.clear();
    rows.clear();
    settle();
  }

  @Override
  public void changed(FarmChange change) {
    switch (change) {
      case FarmChange.RequestKept(Request request) when request.build().isEmpty() -> keep(request);
      case FarmChange.RequestKept(Request request) -> gone(request.id(), "has started");
      case FarmChange.RequestEnded ended -> gone(ended.request().request().id(), "has ended");
      case FarmChange.SettingsKept(var settings) -> rows.headed(settings.aging().isEmpty());
      case FarmChange.BuilderKept(var builder) -> rows.rename(builder.id(), builder.name());
      default -> {}
    }
  }

  @Override
  public void ends() {
    rows.end();
    settle();
    reasons.farmChanged();
  }

  private void keep(Request request) {
    Optional<QueueRow> known = rows.row(request.id());
    known.filter(QueueRow::isPending).ifPresent(row -> confirm(row, request));
    rows.keep(request, farm.builderName(request.builder()));
  }

  private void confirm(QueueRow row, Request now) {
    if (!row.request().order().equals(now.order())) {
      rows.change(row, () -> row.want(Optional.empty()));
    }
  }

  private void gone(RequestId id, String how) {
    rows.remove(id)
        .ifPresent(row -> {
          drag.gone(row, how);
          if (selected.remove(row) && selected.isEmpty()) {
            unselected.set(row.id() + " " + how);
          }
        });
  }

  private void settle() {
    total.set(rows.size());
    matching.set(rows.matching());
    revision.set(revision.get() + 1);
  }

  private void explained(RequestId id, List<WaitReason> why) {
    rows.row(id)
        .filter(row -> row.explained(why, times.reasons(clock.now()).brief(why)))
        .ifPresent(_ -> explanations.set(explanations.get() + 1));
  }

  /// The lines to show: heads and requests.
  public ObservableList<QueueItem> rows() {
    return rows.shown();
  }

  /// The requests that verbs without rows of their own are about.
  public ObservableList<QueueRow> selected() {
    return selected;
  }

  /// Why nothing can be done to the selection; "" if something can.
  public StringBinding whyNotOnSelection() {
    return whyNotOnSelection;
  }

  /// Why nothing of the selection can be tried again now; "" if something can.
  public StringBinding whyNotRetry() {
    return whyNotRetry;
  }

  /// Why nothing of the selection can be unshelved; "" if something can.
  public StringBinding whyNotUnshelve() {
    return whyNotUnshelve;
  }

  /// Whether rows are being moved about just now, so that a table's selection is not its user's.
  boolean isChanging() {
    return rows.isChanging();
  }

  public DragViewModel drag() {
    return drag;
  }

  public StringProperty filterProperty() {
    return filter;
  }

  public ReadOnlyIntegerProperty totalProperty() {
    return total.getReadOnlyProperty();
  }

  public ReadOnlyIntegerProperty matchingProperty() {
    return matching.getReadOnlyProperty();
  }

  /// Changes whenever places may have changed.
  public ReadOnlyIntegerProperty revisionProperty() {
    return revision.getReadOnlyProperty();
  }

  /// Changes whenever the master has told other reasons of a request.
  ReadOnlyIntegerProperty explanationsProperty() {
    return explanations.getReadOnlyProperty();
  }

  /// What was refused last, to be said where the queue is; "" for nothing.
  public ReadOnlyStringProperty problemProperty() {
    return problem.getReadOnlyProperty();
  }

  /// The user has read the problem.
  public void forgetProblem() {
    problem.set("");
  }

  /// Where a request stands in the whole queue, from 1, whatever the filter hides.
  public int place(QueueRow row) {
    return rows.place(row);
  }

  public Optional<QueueRow> row(RequestId id) {
    return rows.row(id);
  }

  /// Which of the lines shown a request is, from 0; -1 if it is not shown.
  public int shownAt(QueueRow row) {
    return rows.shownAt(row);
  }

  /// These rows are in view: their reasons are wanted.
  public void inView(List<RequestId> ids) {
    reasons.inView(ids);
  }

  /// Lifts the selected rows for a drag; nothing happens while no command can be given.
  public boolean lift() {
    if (!actions.possible().get() || selected.isEmpty()) {
      return false;
    }
    drag.lift(rows.inOrder(selected));
    return true;
  }

  /// Drops what is lifted where the drag points to.
  public void drop() {
    List<QueueRow> moved = drag.lifted();
    Optional<Target> target = drag.targetProperty().get();
    drag.giveUp();
    if (!moved.isEmpty()) {
      target.ifPresent(to -> move(moved, to));
    }
  }

  /// Puts rows beside another one: shown at once as pending, then confirmed or put back.
  public void move(List<QueueRow> some, Target to) {
    List<QueueRow> moved = rows.inOrder(some);
    List<Place> places = places(moved, to);
    QueueRow anchor = to.anchor();
    for (int i = 0; i < places.size(); i++) {
      QueueRow row = moved.get(i);
      OrderKey order = new OrderKey(anchor.rank(), places.get(i), row.id());
      QueueRow.Pending wish = new QueueRow.Pending(order, anchor.priority());
      rows.change(row, () -> row.want(Optional.of(wish)));
    }
    settle();
    give(moved, new Command.Move(ids(moved), to.side(), anchor.id()));
  }

  /// Places between the anchor and its neighbour, as the master would choose them; none where there
  /// is no room we could show.
  private List<Place> places(List<QueueRow> moved, Target to) {
    boolean before = to.side() == Command.Side.BEFORE;
    Place anchor = to.anchor().order().place();
    Optional<Place> beside =
        rows.neighbour(to.anchor(), before ? -1 : 1, moved).map(row -> row.order().place());
    List<Place> places = new ArrayList<>();
    try {
      for (int i = 0; i < moved.size(); i++) {
        Optional<Place> last = places.isEmpty() ? beside : Optional.of(places.getLast());
        places.add(
            before
                ? Place.before(anchor, last)
                : last.map(next -> Place.after(anchor, next))
                    .orElseGet(() -> new Place(anchor.key() + "V")));
      }
    } catch (IllegalArgumentException noRoom) {
      return List.of();
    }
    if (!before) {
      Collections.reverse(places);
    }
    return places;
  }

  /// Moves the selection one row up in the order.
  public void moveUp() {
    step(-1, Command.Side.BEFORE);
  }

  /// Moves the selection one row down in the order.
  public void moveDown() {
    step(1, Command.Side.BEHIND);
  }

  private void step(int direction, Command.Side side) {
    if (selected.isEmpty() || !actions.possible().get()) {
      return;
    }
    List<QueueRow> moved = rows.inOrder(selected);
    QueueRow edge = direction < 0 ? moved.getFirst() : moved.getLast();
    shownNeighbour(edge, direction).ifPresent(anchor -> move(moved, crossing(edge, anchor, side)));
  }

  /// Into another priority a row goes to the near end of it, not past its first row.
  private Target crossing(QueueRow edge, QueueRow anchor, Command.Side side) {
    boolean crosses = rows.isHeaded() && edge.rank() != anchor.rank();
    boolean before = side == Command.Side.BEFORE;
    return new Target(anchor, before != crosses ? Command.Side.BEFORE : Command.Side.BEHIND);
  }

  private Optional<QueueRow> shownNeighbour(QueueRow row, int direction) {
    List<QueueItem> shown = rows.shown();
    int index = Collections.binarySearch(shown, row, QueueItem.ORDER);
    if (index < 0) {
      return Optional.empty();
    }
    for (int i = index + direction; i >= 0 && i < shown.size(); i += direction) {
      if (shown.get(i) instanceof QueueRow other && !selected.contains(other)) {
        return Optional.of(other);
      }
    }
    return Optional.empty();
  }

  public void moveToTop() {
    giveSelected(ids -> new Command.MoveToEnd(ids, Command.End.TOP));
  }

  public void moveToBottom() {
    giveSelected(ids -> new Command.MoveToEnd(ids, Command.End.BOTTOM));
  }

  /// Gives each selected request a priority that is `by` higher; those of one priority together.
  public void raise(int by) {
    selected.stream()
        .map(QueueRow::priority)
        .distinct()
        .sorted()
        .toList()
        .forEach(priority ->
            give(
                selected.stream().filter(row -> row.priority() == priority).toList(),
                priority + by));
  }

  private void give(List<QueueRow> some, int priority) {
    give(some, new Command.SetPriority(ids(some), priority));
  }

  /// Gives the rows this priority.
  public void setPriority(List<QueueRow> some, int priority) {
    if (some.stream().anyMatch(row -> row.priority() != priority)) {
      give(some, priority);
    }
  }

  /// Holds the selection, or releases it if all of it is held.
  public void holdOrRelease() {
    if (selected.stream().allMatch(QueueRow::isHeld)) {
      giveSelected(Command.Release::new);
    } else {
      hold("");
    }
  }

  /// Lets those of the selection that wait for it start again now.
  public void retryNow() {
    giveOf(QueueRow::canRetryNow, whyNotRetry, Command.RetryNow::new);
  }

  /// Takes those of the selection that are there off the shelf.
  public void unshelve() {
    giveOf(QueueRow::isShelved, whyNotUnshelve, Command.Unshelve::new);
  }

  /// Gives a command about those of the selection that it is for, or says why it is for none.
  private void giveOf(
      Predicate<QueueRow> meant, StringBinding whyNot, Function<List<RequestId>, Command> command) {
    problem.set(whyNot.get());
    if (whyNot.get().isEmpty()) {
      List<QueueRow> some = rows.inOrder(selected).stream().filter(meant).toList();
      give(some, command.apply(ids(some)));
    }
  }

  public void hold(String reason) {
    giveSelected(ids -> new Command.Hold(ids, reason));
  }

  public void cancel() {
    giveSelected(ids -> new Command.Cancel(ids, ""));
  }

  private void giveSelected(Function<List<RequestId>, Command> command) {
    if (!selected.isEmpty()) {
      List<QueueRow> some = rows.inOrder(selected);
      give(some, command.apply(ids(some)));
    }
  }

  private void give(List<QueueRow> about, Command command) {
    problem.set("");
    CompletableFuture<Void> _ = actions.give(command).thenAccept(answer -> answered(about, answer));
  }

  private void answered(List<QueueRow> about, Answer answer) {
    switch (answer) {
      case Answer.Accepted _ -> {
        if (about.stream().anyMatch(QueueRow::isPending)) {
          later.after(SETTLES, () -> putBack(about));
        }
      }
      case Answer.Refused(var _, String text) -> {
        problem.set(text);
        putBack(about);
      }
    }
  }

  private void putBack(List<QueueRow> some) {
    for (QueueRow row : some) {
      if (row.isPending() && rows.row(row.id()).isPresent()) {
        rows.change(row, () -> row.want(Optional.empty()));
      }
    }
    settle();
  }

  private static List<RequestId> ids(List<QueueRow> some) {
    return some.stream().map(QueueRow::id).toList();
  }
}
