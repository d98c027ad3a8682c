package org.yardmaster.console.shell;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import org.yardmaster.console.act.Actions;
import org.yardmaster.console.act.Said;
import org.yardmaster.console.farm.FarmModel;
import org.yardmaster.console.farm.FarmObserver;
import org.yardmaster.console.farm.Line;
import org.yardmaster.console.farm.MasterClock;
import org.yardmaster.console.link.FarmLink;
import org.yardmaster.console.link.LostLine;
import org.yardmaster.console.words.Times;
import org.yardmaster.protocol.message.Answer;
import org.yardmaster.protocol.message.Command;
import org.yardmaster.protocol.message.FarmChange;
import org.yardmaster.protocol.model.Pause;
import org.yardmaster.protocol.model.PauseScope;

/// What the frame of the window says: attached to what and as whom, how much runs and waits, who
/// paused it, whether what is shown may be stale, and what became of the last command.
public final class ShellViewModel implements FarmObserver {
  private final FarmLink link;
  private final FarmModel farm;
  private final Line line;
  private final MasterClock clock;
  private final Actions actions;
  private final Times times;
  private final ObjectProperty<Place> place = new SimpleObjectProperty<>(Place.QUEUE);
  private final ReadOnlyStringWrapper counts = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper paused = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper pausedElsewhere = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper lost = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper lineText = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper lastAction = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
  private final ReadOnlyBooleanWrapper stale = new ReadOnlyBooleanWrapper();

  public ShellViewModel(
      FarmLink link, FarmModel farm, Line line, MasterClock clock, Actions actions, Times times) {
    this.link = link;
    this.farm = farm;
    this.line = line;
    this.clock = clock;
    this.actions = actions;
    this.times = times;
    clock.nowProperty().subscribe(_ -> look());
    line.stateProperty().subscribe(_ -> look());
    line.lostProperty().subscribe(_ -> look());
    actions.saidProperty().map(Said::text).subscribe(lastAction::set);
    farm.observe(this);
  }

  @Override
  public void changed(FarmChange change) {}

  @Override
  public void ends() {
    look();
  }

  private void look() {
    counts.set(
        farm.runningProperty().get()
            + " running   "
            + farm.queuedProperty().get()
            + " queued   "
            + farm.shelvedProperty().get()
            + " shelved");
    paused.set(farm.pause(PauseScope.farm()).map(this::pauseText).orElse(""));
    pausedElsewhere.set(otherPauses());
    boolean isLost = line.stateProperty().get() == Line.State.LOST;
    stale.set(isLost);
    lost.set(isLost ? line.lostProperty().get().map(this::lostText).orElse("") : "");
    lineText.set(text(line.stateProperty().get()));
  }

  private String pauseText(Pause pause) {
    Instant now = clock.now();
    return "PAUSED by "
        + pause.by()
        + " since "
        + times.at(pause.at(), now)
        + pause.until().map(until -> ", until " + times.at(until, now)).orElse("")
        + (pause.reason().isBlank() ? "" : ": " + pause.reason());
  }

  private String otherPauses() {
    List<String> names = new ArrayList<>();
    for (PauseScope scope : farm.pauses().keySet()) {
      if (scope.kind() != PauseScope.Kind.FARM) {
        names.add(scope.toString());
      }
    }
    return names.isEmpty() ? "" : "paused: " + String.join(", ", names);
  }

  private String lostText(LostLine lost) {
    Instant now = clock.ourNow();
    String next =
        lost.nextTry()
            .map(at -> Math.max(0, Duration.between(now, at).toSeconds()))
            .map(wait -> wait == 0 ? ", trying again now" : ", trying again in " + wait + " s")
            .orElse(", not trying again by itself");
    return "Line to the master lost "
        + Times.ago(lost.since(), now)
        + next
        + (lost.why().isBlank() ? "" : " (" + lost.why() + ")")
        + ". What you see is as it was then.";
  }

  private String text(Line.State state) {
    return switch (state) {
      case LOADING -> "loading the farm";
      case LOST -> "line lost";
      case LIVE ->
          "connected"
              + line.roundTripProperty()
                  .get()
                  .map(time -> ", " + Math.max(1, time.toMillis()) + " ms")
                  .orElse("")
              + line.lastChangeProperty()
                  .get()
                  .map(at -> ", last change " + Times.ago(at, clock.now()))
                  .orElse("");
    };
  }

  /// The view that is shown.
  public ObjectProperty<Place> placeProperty() {
    return place;
  }

  public ReadOnlyStringProperty countsProperty() {
    return counts.getReadOnlyProperty();
  }

  /// Who paused the farm; "" if nobody did.
  public ReadOnlyStringProperty pausedProperty() {
    return paused.getReadOnlyProperty();
  }

  /// Which builders and slaves are paused; "" for none.
  public ReadOnlyStringProperty pausedElsewhereProperty() {
    return pausedElsewhere.getReadOnlyProperty();
  }

  /// Since when the line is lost and what happens about it; "" while it is not.
  public ReadOnlyStringProperty lostProperty() {
    return lost.getReadOnlyProperty();
  }

  /// How the line is, in a few words.
  public ReadOnlyStringProperty lineTextProperty() {
    return lineText.getReadOnlyProperty();
  }

  public ReadOnlyStringProperty lastActionProperty() {
    return lastAction.getReadOnlyProperty();
  }

  /// Whether what is shown may be old.
  public ReadOnlyBooleanProperty staleProperty() {
    return stale.getReadOnlyProperty();
  }

  /// Why the last pause or resume was refused; "" if it was not.
  public ReadOnlyStringProperty problemProperty() {
    return problem.getReadOnlyProperty();
  }

  /// Pauses the farm; a second time it changes reason and end.
  public CompletableFuture<Boolean> pause(String reason, Optional<Duration> span) {
    Optional<Instant> until = span.map(clock.now()::plus);
    return give(new Command.Pause(PauseScope.farm(), reason.trim(), until));
  }

  /// Lets the farm go on.
  public CompletableFuture<Boolean> resume() {
    return give(new Command.Resume(PauseScope.farm()));
  }

  /// Tries to get the line back now.
  public void retry() {
    link.retry();
  }

  private CompletableFuture<Boolean> give(Command command) {
    problem.set("");
    return actions
        .give(command)
        .thenApply(answer -> {
          if (answer instanceof Answer.Refused(var _, String text)) {
            problem.set(text);
          }
          return answer instanceof Answer.Accepted;
        });
  }
}
