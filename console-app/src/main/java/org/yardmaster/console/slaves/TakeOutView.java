package org.yardmaster.console.slaves;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;
import org.controlsfx.control.PopOver;

/// Asks why and for how long slaves are to be out of service.
final class TakeOutView {
  private final SlavesViewModel model;
  private final TextField reason = new TextField();
  private final ChoiceBox<Span> span = new ChoiceBox<>();
  private final Label about = new Label();
  private final PopOver popOver = new PopOver();

  private record Span(String text, Optional<Duration> length) {
    @Override
    public String toString() {
      return text;
    }
  }

  TakeOutView(SlavesViewModel model) {
    this.model = model;
    span.getItems()
        .setAll(
            new Span("until put back", Optional.empty()),
            new Span("for 1 hour", Optional.of(Duration.ofHours(1))),
            new Span("for 12 hours", Optional.of(Duration.ofHours(12))),
            new Span("for 7 days", Optional.of(Duration.ofDays(7))));
    span.getSelectionModel().selectFirst();
    span.setMaxWidth(Double.MAX_VALUE);
    reason.setPromptText("reason, for everybody to see");
    reason.setId("take-out-reason");
    reason.setOnAction(_ -> act());
    Button act = new Button("Take out of service");
    act.setId("take-out-now");
    act.getStyleClass().add("accent");
    act.setOnAction(_ -> act());
    about.getStyleClass().add("muted");
    VBox form = new VBox(8, about, reason, span, act);
    form.getStyleClass().add("pop-form");
    popOver.setContentNode(form);
    popOver.setArrowLocation(PopOver.ArrowLocation.TOP_RIGHT);
    popOver.setDetachable(false);
    popOver.setAnimated(false);
  }

  void toggle(Node owner) {
    if (popOver.isShowing()) {
      popOver.hide();
      return;
    }
    int count = model.selected().size();
    String who = count == 1 ? model.selected().getFirst().name() : count + " slaves";
    about.setText(who + ": no new build; what runs there goes on.");
    popOver.show(owner);
    reason.requestFocus();
  }

  private void act() {
    CompletableFuture<Void> _ =
        model
            .takeOut(reason.getText(), span.getValue().length())
            .thenAccept(_ -> {
              reason.clear();
              popOver.hide();
            });
  }
}
