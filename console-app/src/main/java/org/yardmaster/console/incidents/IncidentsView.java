package org.yardmaster.console.incidents;

import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.VBox;
import org.controlsfx.control.PopOver;
import org.yardmaster.console.theme.Icon;
import org.yardmaster.protocol.model.Incident;

/// A button that is there while an incident lasts and says how many do; pressed, it lists them.
public final class IncidentsView extends Button {
  private static final double WIDTH = 400;
  private static final double HEIGHT = 420;

  private final IncidentsViewModel model;
  private final VBox list = new VBox();
  private final ScrollPane scroll = new ScrollPane(list);
  private final PopOver popOver = new PopOver();

  public IncidentsView(IncidentsViewModel model) {
    this.model = model;
    setId("incidents");
    getStyleClass().add("incidents-button");
    setGraphic(Icon.BELL.node(12));
    textProperty().bind(model.titleProperty());
    setTooltip(new Tooltip("What is out of order on the farm now"));
    visibleProperty().bind(model.titleProperty().isNotEmpty());
    managedProperty().bind(visibleProperty());
    setMinWidth(USE_PREF_SIZE);
    list.getStyleClass().add("incidents");
    list.setId("incidents-list");
    scroll.setFitToWidth(true);
    scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
    scroll.getStyleClass().add("edge-to-edge");
    scroll.setPrefViewportWidth(WIDTH);
    popOver.setContentNode(scroll);
    popOver.setArrowLocation(PopOver.ArrowLocation.TOP_RIGHT);
    popOver.setDetachable(false);
    popOver.setAnimated(false);
    setOnAction(_ -> toggle());
    model.present().addListener((ListChangeListener<Incident>) _ -> changed());
  }

  private void toggle() {
    if (popOver.isShowing()) {
      popOver.hide();
    } else {
      paint();
      popOver.show(this);
      fit();
    }
  }

  private void changed() {
    if (model.present().isEmpty()) {
      popOver.hide();
    } else if (popOver.isShowing()) {
      paint();
      fit();
    }
  }

  /// As high as the list is, once it is known how it looks, and no higher than a screen likes.
  private void fit() {
    list.applyCss();
    scroll.setPrefViewportHeight(Math.min(HEIGHT, list.prefHeight(WIDTH)));
  }

  private void paint() {
    list.getChildren().setAll(model.present().stream().map(this::entry).toList());
  }

  private Node entry(Incident incident) {
    Label head = new Label(model.head(incident));
    head.getStyleClass().add("incident-head");
    Label since = new Label(model.since(incident));
    since.getStyleClass().add("muted");
    Label text = new Label(incident.text());
    text.setWrapText(true);
    VBox entry = new VBox(2, head, text, since);
    entry.getStyleClass().add("incident");
    return entry;
  }
}
