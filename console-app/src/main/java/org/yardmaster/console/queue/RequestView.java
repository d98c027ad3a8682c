package org.yardmaster.console.queue;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.yardmaster.console.farm.MasterClock;
import org.yardmaster.console.keys.Keys;
import org.yardmaster.console.theme.Marks;
import org.yardmaster.console.verbs.Greyed;
import org.yardmaster.console.words.Times;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.FinishedBuild;
import org.yardmaster.protocol.model.Request;

/// The details of one queued request, beside the queue.
final class RequestView extends ScrollPane {
  private final QueueViewModel queue;
  private final RequestViewModel model;
  private final MasterClock clock;
  private final Times times;
  private final Consumer<BuildId> log;
  private final VBox content = new VBox();
  private final Button hold = new Button();
  private final FlowPane verbs;
  private Optional<Shown> painted = Optional.empty();

  /// All that is to be seen of a request.
  private record Shown(
      Request request,
      String builder,
      int priority,
      int place,
      List<String> reasons,
      List<FinishedBuild> attempts) {}

  RequestView(
      QueueViewModel queue,
      RequestViewModel model,
      MasterClock clock,
      Times times,
      Consumer<BuildId> log) {
    this.queue = queue;
    this.model = model;
    this.clock = clock;
    this.times = times;
    this.log = log;
    this.verbs = verbs();
    getStyleClass().addAll("details", "edge-to-edge");
    setId("request-details");
    content.getStyleClass().add("details-content");
    setContent(content);
    setFitToWidth(true);
    setHbarPolicy(ScrollBarPolicy.NEVER);
    model.rowProperty().subscribe(_ -> paint());
    queue.revisionProperty().subscribe(_ -> paint());
    model.reasons().addListener((ListChangeListener<String>) _ -> paint());
    model.attempts().addListener((ListChangeListener<FinishedBuild>) _ -> paint());
  }

  /// The farm changes many times a second, what is shown here seldom does.
  private void paint() {
    Optional<QueueRow> row = model.rowProperty().get();
    Optional<Shown> now = row.map(this::shown);
    if (now.equals(painted) && !content.getChildren().isEmpty()) {
      return;
    }
    painted = now;
    if (row.isEmpty()) {
      Label none = new Label("Select a request to see why it waits.");
      none.getStyleClass().add("placeholder");
      none.setWrapText(true);
      content.getChildren().setAll(none);
    } else {
      content.getChildren().setAll(of(row.get()));
    }
  }

  private Shown shown(QueueRow row) {
    return new Shown(
        row.request(),
        row.builder(),
        row.priority(),
        model.place(),
        List.copyOf(model.reasons()),
        List.copyOf(model.attempts()));
  }

  private Node[] of(QueueRow row) {
    hold.setText(row.isHeld() ? "Release" : "Hold");
    Request request = row.request();
    Label title = new Label(row.id() + "  " + row.builder());
    title.getStyleClass().add("details-title");
    VBox waits = section("waits because");
    if (model.reasons().isEmpty()) {
      waits.getChildren().add(line("asking the master ..."));
    }
    model.reasons().forEach(reason -> waits.getChildren().add(line(reason)));
    VBox asked = section("asked for");
    asked.getChildren().add(line("by " + request.submittedBy()));
    asked.getChildren().add(line(times.exact(request.submittedAt())));
    if (!request.reason().isBlank()) {
      asked.getChildren().add(line(request.reason()));
    }
    VBox all = new VBox(title, line(where(row)), verbs, waits, asked);
    all.getStyleClass().add("details-content");
    if (!request.properties().isEmpty()) {
      VBox properties = section("properties");
      request
          .properties()
          .forEach((name, value) -> properties.getChildren().add(line(name + " = " + value)));
      all.getChildren().add(properties);
    }
    if (request.attempts() > 0) {
      all.getChildren().add(attempts());
    }
    return new Node[] {all};
  }

  private String where(QueueRow row) {
    return "priority "
        + row.priority()
        + (row.request().priorityByHand() ? " (set by hand)" : "")
        + ", place "
        + model.place();
  }

  private FlowPane verbs() {
    hold.setOnAction(_ -> queue.holdOrRelease());
    Button cancel = new Button("Cancel");
    cancel.setOnAction(_ -> queue.cancel());
    return new FlowPane(
        6,
        6,
        Greyed.button(hold, Keys.HOLD.text(), queue.whyNotOnSelection()),
        Greyed.button(cancel, Keys.CANCEL.text(), queue.whyNotOnSelection()));
  }

  private VBox attempts() {
    VBox section = section("attempts");
    for (FinishedBuild attempt : model.attempts()) {
      Hyperlink open = new Hyperlink("log");
      open.setOnAction(_ -> log.accept(attempt.build().id()));
      Label words =
          new Label(
              attempt.build().attempt()
                  + "  "
                  + Marks.of(attempt.result().outcome()).words()
                  + " on "
                  + attempt.slaveName()
                  + ", "
                  + times.at(attempt.finishedAt(), clock.now()));
      HBox line = new HBox(6, Marks.of(attempt.result().outcome()).node(), words, open);
      line.getStyleClass().add("details-attempt");
      section.getChildren().addAll(line, line(attempt.result().detail()));
    }
    return section;
  }

  private static VBox section(String title) {
    Label head = new Label(title);
    head.getStyleClass().add("details-head");
    VBox box = new VBox(head);
    box.getStyleClass().add("details-section");
    return box;
  }

  private static Label line(String text) {
    Label label = new Label(text);
    label.setWrapText(true);
    return label;
  }
}
