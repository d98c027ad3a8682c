package org.yardmaster.console.shell;

import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableValue;
import javafx.css.PseudoClass;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// The rail at the left: where one can go, and how much is there.
final class NavigationView extends VBox {
  private static final PseudoClass HERE = PseudoClass.getPseudoClass("here");

  NavigationView(Console console) {
    getStyleClass().add("navigation");
    for (Place place : Place.values()) {
      getChildren().add(entry(console, place));
    }
  }

  private static Button entry(Console console, Place place) {
    Label name = new Label(place.title());
    name.setMinWidth(Region.USE_PREF_SIZE);
    Region gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    Label number = new Label();
    number.setMinWidth(Region.USE_PREF_SIZE);
    number.getStyleClass().add("navigation-number");
    number.textProperty().bind(number(console, place));
    HBox line = new HBox(8, place.icon().node(14), name, gap, number);
    line.getStyleClass().add("navigation-line");
    Button entry = new Button();
    entry.setGraphic(line);
    entry.setMaxWidth(Double.MAX_VALUE);
    entry.getStyleClass().add("navigation-entry");
    entry.setId("go-" + place.styleName());
    entry.setAccessibleText(place.title());
    entry.setTooltip(new Tooltip(place.title() + "  " + place.key()));
    entry.setOnAction(_ -> console.shell().placeProperty().set(place));
    console
        .shell()
        .placeProperty()
        .subscribe(here -> entry.pseudoClassStateChanged(HERE, here == place));
    return entry;
  }

  private static ObservableValue<String> number(Console console, Place place) {
    return switch (place) {
      case QUEUE -> console.farm().queuedProperty().asString();
      case RUNNING -> console.farm().runningProperty().asString();
      case SLAVES ->
          Bindings.concat(
              console.farm().connectedProperty(), "/", console.farm().slaveCountProperty());
      case SHELF -> console.farm().shelvedProperty().asString();
      case BUILDERS, HISTORY -> Bindings.concat("");
    };
  }
}
