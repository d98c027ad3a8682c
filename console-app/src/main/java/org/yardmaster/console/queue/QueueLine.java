package org.yardmaster.console.queue;

import java.util.Optional;
import javafx.css.PseudoClass;
import javafx.scene.control.Label;
import javafx.scene.control.Skin;
import javafx.scene.control.TableColumn;
import javafx.scene.control.skin.TableRowSkin;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;
import org.yardmaster.console.table.LiveLine;

/// A line of the queue's table: shows by its looks what its request is, lets itself be dragged, and
/// writes a priority's head across all columns.
final class QueueLine extends LiveLine<QueueItem> {
  private static final PseudoClass HELD = PseudoClass.getPseudoClass("held");
  private static final PseudoClass SHELVED = PseudoClass.getPseudoClass("shelved");
  private static final PseudoClass PENDING = PseudoClass.getPseudoClass("pending");
  private static final PseudoClass LIFTED = PseudoClass.getPseudoClass("lifted");
  private static final PseudoClass HEAD = PseudoClass.getPseudoClass("head");

  private final Runnable editPriority;
  private final Label head = new Label();
  private Optional<Subscription> follows = Optional.empty();
  private boolean isHead;

  QueueLine(QueueDrag drag, Runnable editPriority) {
    this.editPriority = editPriority;
    head.getStyleClass().add("priority-head");
    head.setManaged(false);
    drag.watch(this);
    addEventHandler(MouseEvent.MOUSE_CLICKED, this::clicked);
  }

  private void clicked(MouseEvent event) {
    if (event.getClickCount() == 2
        && event.getButton() == MouseButton.PRIMARY
        && onPriority(event.getX())) {
      editPriority.run();
    }
  }

  private boolean onPriority(double x) {
    double left = 0;
    for (TableColumn<QueueItem, ?> column : getTableView().getColumns()) {
      if ("queue-priority".equals(column.getId())) {
        return x >= left && x < left + column.getWidth();
      }
      left += column.getWidth();
    }
    return false;
  }

  @Override
  protected Skin<?> createDefaultSkin() {
    return new TableRowSkin<>(this) {
      @Override
      protected void layoutChildren(double x, double y, double width, double height) {
        super.layoutChildren(x, y, width, height);
        boolean there = getChildren().contains(head);
        if (getItem() instanceof PriorityRow) {
          if (!there) {
            getChildren().add(head);
          }
          head.resizeRelocate(10, 0, Math.max(0, width - 20), height - 1);
        } else if (there) {
          getChildren().remove(head);
        }
      }
    };
  }

  @Override
  protected void shows(@Nullable QueueItem item) {
    follows.ifPresent(Subscription::unsubscribe);
    follows = Optional.ofNullable(item).map(it -> it.revisionProperty().subscribe(_ -> paint()));
    if (item == null) {
      paint();
    }
    boolean now = item instanceof PriorityRow;
    if (isHead != now) {
      isHead = now;
      arrange();
    }
  }

  private void paint() {
    QueueItem item = getItem();
    QueueRow row = item instanceof QueueRow queued ? queued : null;
    if (item instanceof PriorityRow priority) {
      head.setText(priority.text());
    }
    pseudoClassStateChanged(HEAD, item instanceof PriorityRow);
    pseudoClassStateChanged(HELD, row != null && row.isHeld());
    pseudoClassStateChanged(SHELVED, row != null && row.isShelved());
    pseudoClassStateChanged(PENDING, row != null && row.isPending());
    pseudoClassStateChanged(LIFTED, row != null && row.isLifted());
    setDisable(item instanceof PriorityRow);
  }
}
