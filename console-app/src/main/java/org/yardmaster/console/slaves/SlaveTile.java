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
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.controlsfx.control.GridCell;
import org.jspecify.annotations.Nullable;
import org.yardmaster.console.farm.MasterClock;
import org.yardmaster.console.table.Hint;
import org.yardmaster.console.theme.Mark;
import org.yardmaster.console.theme.Sign;
import org.yardmaster.console.words.Times;

/// A slave on the wall: its name, its state as stripe and mark, what it does, since or until when.
final class SlaveTile extends GridCell<SlaveRow> {
  private static final PseudoClass CHOSEN = PseudoClass.getPseudoClass("chosen");

  static final double WIDTH = 172;
  static final double HEIGHT = 70;
  private static final double STRIPE = 4;
  private static final double BAR = 3;
  private static final PseudoClass LATE = PseudoClass.getPseudoClass("late");

  private final SlavesViewModel model;
  private final MasterClock clock;
  private final Times times;
  private final Label name = new Label();
  private final Label doing = new Label();
  private final Label when = new Label();
  private final Label recent = new Label();
  private final Region progress = new Region();
  private final Sign sign = new Sign(10);
  private final HBox box;
  private final InvalidationListener repaint = _ -> paint();
  private final InvalidationListener choice = _ -> choose();
  private Optional<Subscription> follows = Optional.empty();
  private Optional<Mark> painted = Optional.empty();

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
    recent.getStyleClass().add("tile-recent");
    recent.setMinWidth(Region.USE_PREF_SIZE);
    Region gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    HBox top = new HBox(6, sign, name, gap, recent);
    top.getStyleClass().add("tile-top");
    VBox text = new VBox(top, doing, when);
    text.getStyleClass().add("tile-text");
    Region stripe = new Region();
    stripe.getStyleClass().add("tile-stripe");
    stripe.setMinWidth(STRIPE);
    HBox.setHgrow(text, Priority.ALWAYS);
    progress.getStyleClass().add("tile-progress");
    progress.setManaged(false);
    box = new HBox(stripe, text, progress);
    box.getStyleClass().add("tile");
    box.setMinSize(WIDTH, HEIGHT);
    box.setMaxSize(WIDTH, HEIGHT);
    setGraphic(box);
    setManaged(false); // Its place and size are the wall's: what it says moves nothing else.
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
    if (getIndex() < 0 && !isEmpty()) {
      return; // Put by for a moment: the wall does so each time it gives a tile its place.
    }
    if (row != null && !isEmpty() && !isItemChanged(getItem(), row)) {
      return; // Given what it shows: the wall does so in each of its layouts.
    }
    super.updateItem(row, empty);
    follows.ifPresent(Subscription::unsubscribe);
    follows = Optional.ofNullable(row).map(it -> it.revisionProperty().subscribe(_ -> paint()));
    box.setVisible(row != null);
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
    recent.setText(row.recent());
    Hint.show(this, row.because(until -> times.at(until, clock.now())));
    double share = row.progress(clock.now()).orElse(0);
    progress.resizeRelocate(
        STRIPE, HEIGHT - BAR, Math.round((WIDTH - STRIPE) * Math.min(1, share)), BAR);
    progress.pseudoClassStateChanged(LATE, share > 1);
    Mark mark = SlaveMarks.of(row.state());
    if (!painted.equals(Optional.of(mark))) {
      painted.ifPresent(old -> box.pseudoClassStateChanged(Sign.pseudo(old), false));
      painted = Optional.of(mark);
      box.pseudoClassStateChanged(Sign.pseudo(mark), true);
      sign.show(painted);
    }
    setAccessibleText(
        String.join(
            ", ", row.name(), row.state().words(), row.doing(), when.getText(), row.recentWords()));
  }

  private String when(SlaveRow row) {
    boolean many = row.slave().definition().maxBuilds() > 1;
    String state =
        many && !row.builds().isEmpty()
            ? row.room() // With a build to tell of there is no room for the word; the sign says it.
            : row.state().words() + (many ? "  " + row.room() : "");
    return state
        + "  "
        + row.until()
            .map(until -> "until " + times.at(until, clock.now()))
            .orElseGet(() -> Times.span(row.since(), clock.now()))
        + row.expected().map(usual -> " of " + Times.span(usual)).orElse("");
  }
}
