package org.yardmaster.console.shell;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.controlsfx.control.PopOver;

/// Asks why and for how long the farm is to be paused.
final class PauseView {
  private final ShellViewModel model;
  private final TextField reason = new TextField();
  private final ChoiceBox<Span> span = new ChoiceBox<>();
  private final PopOver popOver = new PopOver();

  private record Span(String text, Optional<Duration> length) {
    @Override
    public String toString() {
      return text;
    }
  }

  PauseView(ShellViewModel model) {
    this.model = model;
    span.getItems()
        .setAll(
            new Span("until resumed", Optional.empty()),
            new Span("for 30 minutes", Optional.of(Duration.ofMinutes(30))),
            new Span("for 1 hour", Optional.of(Duration.ofHours(1))),
            new Span("for 4 hours", Optional.of(Duration.ofHours(4))),
            new Span("for 12 hours", Optional.of(Duration.ofHours(12))));
    span.getSelectionModel().selectFirst();
    span.setMaxWidth(Double.MAX_VALUE);
    reason.setPromptText("reason, for everybody to see");
    reason.setId("pause-reason");
    reason.setOnAction(_ -> pause());
    Button pause = new Button("Pause the farm");
    pause.setId("pause-now");
    pause.getStyleClass().add("accent");
    pause.setOnAction(_ -> pause());
    Button resume = new Button("Resume now");
    resume.visibleProperty().bind(model.pausedProperty().isNotEmpty());
    resume.managedProperty().bind(resume.visibleProperty());
    resume.setOnAction(_ -> close(model.resume()));
    Label about = new Label("No new build starts. Running builds go on.");
    about.getStyleClass().add("muted");
    Label problem = new Label();
    problem.getStyleClass().add("form-problem");
    problem.textProperty().bind(model.problemProperty());
    problem.managedProperty().bind(model.problemProperty().isNotEmpty());
    VBox form = new VBox(8, about, reason, span, problem, new HBox(8, pause, resume));
    form.getStyleClass().add("pop-form");
    popOver.setContentNode(form);
    popOver.setArrowLocation(PopOver.ArrowLocation.TOP_RIGHT);
    popOver.setDetachable(false);
    popOver.setAnimated(false);
  }

  void toggle(Node owner) {
    if (popOver.isShowing()) {
      popOver.hide();
    } else {
      popOver.show(owner);
      reason.requestFocus();
    }
  }

  private void pause() {
    close(model.pause(reason.getText(), span.getValue().length()));
  }

  private void close(CompletableFuture<Boolean> done) {
    CompletableFuture<Void> _ =
        done.thenAccept(accepted -> {
          if (accepted) {
            reason.clear();
            popOver.hide();
          }
        });
  }
}
