package org.yardmaster.console.toast;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import org.yardmaster.console.farm.FarmModel;
import org.yardmaster.console.farm.FarmObserver;
import org.yardmaster.console.farm.Line;
import org.yardmaster.console.link.LostLine;
import org.yardmaster.console.link.Welcome;
import org.yardmaster.console.shell.Place;
import org.yardmaster.protocol.message.FarmChange;
import org.yardmaster.protocol.model.FinishedRequest;
import org.yardmaster.protocol.model.Outcome;

/// Decides what is worth a toast: a request of the user's own that failed while history is not what
/// they look at, and a line that went or came back while they look at another window. Several of
/// one batch are one toast.
public final class ToastsViewModel implements FarmObserver {
  private final Line line;
  private final Supplier<Place> place;
  private final BooleanProperty looking = new SimpleBooleanProperty(true);
  private final List<FinishedRequest> failed = new ArrayList<>();
  private Consumer<Toast> show = _ -> {};
  private boolean lost;

  public ToastsViewModel(FarmModel farm, Line line, Supplier<Place> place) {
    this.line = line;
    this.place = place;
    farm.observe(this);
    line.stateProperty().subscribe((_, now) -> lineIs(now));
  }

  /// Who shows them.
  public void showBy(Consumer<Toast> view) {
    show = view;
  }

  /// Whether the user looks at this window.
  public BooleanProperty lookingProperty() {
    return looking;
  }

  @Override
  public void changed(FarmChange change) {
    if (change instanceof FarmChange.RequestEnded(FinishedRequest ended)
        && line.stateProperty().get() == Line.State.LIVE
        && ended.outcome() == Outcome.FAILURE
        && isMine(ended)
        && !(looking.get() && place.get() == Place.HISTORY)) {
      failed.add(ended);
    }
  }

  private boolean isMine(FinishedRequest ended) {
    Optional<String> us = line.welcomeProperty().get().map(Welcome::user);
    return us.equals(Optional.of(ended.request().submittedBy()));
  }

  @Override
  public void ends() {
    if (failed.size() == 1) {
      FinishedRequest one = failed.getFirst();
      show.accept(
          new Toast(
              one.builderName() + " failed",
              one.request().id()
                  + (one.slaveName().isBlank() ? "" : " on " + one.slaveName())
                  + (one.detail().isBlank() ? "" : ": " + one.detail()),
              true,
              one.request().build()));
    } else if (!failed.isEmpty()) {
      List<String> names =
          failed.stream().map(FinishedRequest::builderName).distinct().limit(4).toList();
      show.accept(
          new Toast(
              failed.size() + " of your requests failed",
              String.join(", ", names),
              true,
              Optional.empty()));
    }
    failed.clear();
  }

  private void lineIs(Line.State now) {
    if (now == Line.State.LOST && !lost) {
      lost = true;
      tell("Line to the master lost", line.lostProperty().get().map(LostLine::why).orElse(""));
    } else if (now == Line.State.LIVE && lost) {
      lost = false;
      tell("Line to the master is back", "What is shown is live again.");
    }
  }

  /// The banner says it to those who look.
  private void tell(String title, String text) {
    if (!looking.get()) {
      show.accept(new Toast(title, text, lost, Optional.empty()));
    }
  }
}
