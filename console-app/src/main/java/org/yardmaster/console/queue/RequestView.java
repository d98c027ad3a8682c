package org.yardmaster.console.queue;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.yardmaster.console.farm.MasterClock;
import org.yardmaster.console.theme.Marks;
import org.yardmaster.console.words.Times;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.FinishedBuild;
import org.yardmaster.protocol.model.Outcome;
import org.yardmaster.protocol.model.Request;

/// The details of one request that has not started, beside the rows it is one of.
public final class RequestView extends ScrollPane {
  private final RequestViewModel model;
  private final MasterClock clock;
  private final Times times;
  private final Consumer<BuildId> log;
  private final VBox content = new VBox();
  private final FlowPane verbs;
  private Optional<Shown> painted = Optional.empty();

  /// All that is to be seen of a request.
  private record Shown(
      Request request,
      String builder,
      String standing,
      List<String> losses,
      List<String> reasons,
      List<FinishedBuild> attempts) {}

  /// `verbs` are the buttons of what can be done with it, `log` shows a build's log.
  public RequestView(
      RequestViewModel model,
      FlowPane verbs,
      MasterClock clock,
      Times times,
      Consumer<BuildId> log) {
    this.model = model;
    this.clock = clock;
    this.times = times;
    this.log = log;
    this.verbs = verbs;
    getStyleClass().addAll("details", "edge-to-edge");
    setId("request-details");
    content.getStyleClass().add("details-content");
    setContent(content);
    setFitToWidth(true);
    setHbarPolicy(ScrollBarPolicy.NEVER);
    model.rowProperty().subscribe(_ -> paint());
    model.looksProperty().subscribe(_ -> paint());
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
        model.standing(),
        model.losses(),
        List.copyOf(model.reasons()),
        List.copyOf(model.attempts()));
  }

  private Node[] of(QueueRow row) {
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
    VBox all = new VBox(title, line(model.standing()), verbs, waits);
    if (!model.losses().isEmpty()) {
      VBox losses = section("lost builds");
      model.losses().forEach(loss -> losses.getChildren().add(line(loss)));
      all.getChildren().add(losses);
    }
    if (request.attempts() > 0) {
      all.getChildren().add(attempts());
    }
    all.getChildren().add(asked);
    all.getStyleClass().add("details-content");
    if (!request.properties().isEmpty()) {
      VBox properties = section("properties");
      request
          .properties()
          .forEach((name, value) -> properties.getChildren().add(line(name + " = " + value)));
      all.getChildren().add(properties);
    }
    return new Node[] {all};
  }

  private VBox attempts() {
    VBox section = section("attempts");
    model.attempts().forEach(attempt -> section.getChildren().addAll(attempt(attempt)));
    return section;
  }

  private List<Node> attempt(FinishedBuild attempt) {
    boolean lost = attempt.result().outcome() == Outcome.TRANSIENT;
    Label outcome =
        new Label(
            lost ? "HOST DOWN" : Marks.of(attempt.result().outcome()).words(),
            lost ? null : Marks.of(attempt.result().outcome()).node());
    if (lost) {
      outcome.getStyleClass().add("host-down");
    }
    outcome.setMinWidth(USE_PREF_SIZE);
    Label where =
        new Label(attempt.slaveName() + ", " + times.at(attempt.finishedAt(), clock.now()));
    Hyperlink open = new Hyperlink("log");
    open.setMinWidth(USE_PREF_SIZE);
    open.setAccessibleText("Log of attempt " + attempt.build().attempt());
    open.setOnAction(_ -> log.accept(attempt.build().id()));
    HBox line = new HBox(6, new Label("" + attempt.build().attempt()), outcome, where, open);
    line.getStyleClass().add("details-attempt");
    return attempt.result().detail().isBlank()
        ? List.of(line)
        : List.of(line, line(attempt.result().detail()));
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
