package org.yardmaster.console.slaves;

import java.util.Optional;
import java.util.function.BiConsumer;
import javafx.beans.InvalidationListener;
import javafx.beans.WeakInvalidationListener;
import javafx.css.PseudoClass;
import javafx.scene.control.Label;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.controlsfx.control.GridCell;
import org.jspecify.annotations.Nullable;
import org.yardmaster.console.farm.MasterClock;
import org.yardmaster.console.words.Times;

/// A slave on the wall: its name, its state as stripe and mark, what it does, since or until when.
final class SlaveTile extends GridCell<SlaveRow> {
  private static final PseudoClass CHOSEN = PseudoClass.getPseudoClass("chosen");

  private final SlavesViewModel model;
  private final MasterClock clock;
  private final Times times;
  private final Label name = new Label();
  private final Label doing = new Label();
  private final Label when = new Label();
  private final StackPane mark = new StackPane();
  private final VBox box;
  private final InvalidationListener repaint = _ -> paint();
  private final InvalidationListener choice = _ -> choose();
  private Optional<Subscription> follows = Optional.empty();
  private Optional<SlaveState> painted = Optional.empty();

  SlaveTile(
      SlavesViewModel model,
      MasterClock clock,
      Times times,
      BiConsumer<SlaveRow, MouseEvent> clicked) {
    this.model = model;
    this.clock = clock;
    this.times = times;
    name.getStyleClass().add("tile-name");
    doing.getStyleClass().add("tile-doing");
    when.getStyleClass().add("tile-when");
    Region gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    HBox top = new HBox(6, mark, name);
    top.getStyleClass().add("tile-top");
    box = new VBox(top, doing, when);
    box.getStyleClass().add("tile");
    clock.nowProperty().addListener(new WeakInvalidationListener(repaint));
    model.selected().addListener(new WeakInvalidationListener(choice));
    setOnMousePressed(event -> {
      if (getItem() != null) {
        clicked.accept(getItem(), event);
      }
    });
  }

  @Override
  protected void updateItem(@Nullable SlaveRow row, boolean empty) {
    super.updateItem(row, empty);
    follows.ifPresent(Subscription::unsubscribe);
    follows = Optional.ofNullable(row).map(it -> it.revisionProperty().subscribe(_ -> paint()));
    setText(null);
    setGraphic(row == null ? null : box);
    choose();
  }

  private void choose() {
    SlaveRow row = getItem();
    box.pseudoClassStateChanged(CHOSEN, row != null && model.selected().contains(row));
  }

  private void paint() {
    SlaveRow row = getItem();
    if (row == null) {
      return;
    }
    name.setText(row.name());
    doing.setText(row.doing());
    when.setText(when(row));
    if (!painted.equals(Optional.of(row.state()))) {
      painted.ifPresent(old -> box.getStyleClass().remove(style(old)));
      painted = Optional.of(row.state());
      box.getStyleClass().add(style(row.state()));
      mark.getChildren().setAll(SlaveMarks.of(row.state()).node());
    }
    setAccessibleText(row.name() + ", " + row.state().words() + ", " + row.doing());
  }

  private static String style(SlaveState state) {
    return "tile-" + SlaveMarks.of(state).styleName();
  }

  private String when(SlaveRow row) {
    String since = row.until().map(until -> "until " + times.at(until, clock.now())).orElse("");
    String span = Times.span(row.since(), clock.now());
    String room = row.slave().definition().maxBuilds() > 1 ? "   " + row.room() : "";
    return row.state().words() + "  " + (since.isEmpty() ? span : since) + room;
  }
}
