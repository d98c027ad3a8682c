package org.yardmaster.console.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

/// Rows on their way through the queue: which are lifted, where they would go, and what to say of
/// it. What happens to rows meanwhile is told by the queue.
public final class DragViewModel {
  private final List<QueueRow> lifted = new ArrayList<>();
  private final ReadOnlyObjectWrapper<Optional<Target>> target =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ReadOnlyStringWrapper card = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper warning = new ReadOnlyStringWrapper("");

  /// Whether rows are lifted.
  public boolean isActive() {
    return !lifted.isEmpty();
  }

  public List<QueueRow> lifted() {
    return List.copyOf(lifted);
  }

  /// Where the rows would go if they were dropped now.
  public ReadOnlyObjectProperty<Optional<Target>> targetProperty() {
    return target.getReadOnlyProperty();
  }

  /// What is written on the card under the pointer.
  public ReadOnlyStringProperty cardProperty() {
    return card.getReadOnlyProperty();
  }

  /// What went wrong with the dragged rows meanwhile; "" for nothing.
  public ReadOnlyStringProperty warningProperty() {
    return warning.getReadOnlyProperty();
  }

  void lift(List<QueueRow> rows) {
    lifted.addAll(rows);
    lifted.forEach(row -> row.lift(true));
    warning.set("");
    describe();
  }

  /// The pointer is over a row's half; a lifted row is no place to go to.
  public void over(Target now) {
    if (isActive() && !lifted.contains(now.anchor())) {
      target.set(Optional.of(now));
    } else {
      away();
    }
  }

  /// The pointer is over nothing where rows could go.
  public void away() {
    target.set(Optional.empty());
  }

  /// Puts everything down where it was.
  public void giveUp() {
    lifted.forEach(row -> row.lift(false));
    lifted.clear();
    away();
    card.set("");
    warning.set("");
  }

  void gone(QueueRow row, String how) {
    if (lifted.remove(row)) {
      row.lift(false);
      warning.set(row.id() + " " + how + " and is no longer dragged");
      describe();
      if (lifted.isEmpty()) {
        away();
      }
    }
    if (target.get().map(Target::anchor).filter(row::equals).isPresent()) {
      away();
    }
  }

  private void describe() {
    card.set(
        switch (lifted.size()) {
          case 0 -> "nothing left to move";
          case 1 -> lifted.getFirst().id() + "  " + lifted.getFirst().builder();
          default -> lifted.size() + " requests";
        });
  }
}
