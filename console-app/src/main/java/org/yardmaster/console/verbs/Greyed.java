package org.yardmaster.console.verbs;

import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;

/// Greys a button or a menu item out while there is a reason why its verb cannot be given, and lets
/// it say that reason: on hover, to a screen reader, and in a menu in place of the key.
public final class Greyed {
  private static final double TITLE = 190;

  private Greyed() {}

  /// A button in a place of its own: a greyed button hears nothing of the pointer, so that the
  /// place around it has to say why.
  ///
  /// @param hint what the button says on hover while it can be pressed; "" for nothing
  /// @param whyNot why it cannot be pressed; "" while it can
  public static Node button(Button button, String hint, ObservableValue<String> whyNot) {
    StackPane place = new StackPane(button);
    place.setMinWidth(StackPane.USE_PREF_SIZE);
    place.visibleProperty().bind(button.visibleProperty());
    place.managedProperty().bind(button.managedProperty());
    Tooltip tooltip = new Tooltip();
    place.getProperties().put(Greyed.class, whyNot); // Bindings are forgotten unless held.
    whyNot.subscribe(reason -> {
      button.setDisable(!reason.isEmpty());
      String text = reason.isEmpty() ? hint : reason;
      tooltip.setText(text);
      button.setAccessibleHelp(text);
      if (text.isEmpty()) {
        Tooltip.uninstall(place, tooltip);
      } else {
        Tooltip.install(place, tooltip);
      }
    });
    return place;
  }

  /// A menu item with its key beside it, or with the reason why it cannot be chosen.
  public static MenuItem item(
      String title, String key, Runnable act, ObservableValue<String> whyNot) {
    Label hint = new Label();
    hint.getStyleClass().add("menu-key");
    Label label = new Label(title);
    label.setMinWidth(TITLE);
    MenuItem item = new MenuItem("", new HBox(label, hint));
    item.setOnAction(_ -> act.run());
    item.getProperties().put(Greyed.class, whyNot);
    whyNot.subscribe(reason -> {
      item.setDisable(!reason.isEmpty());
      hint.setText(reason.isEmpty() ? key : reason);
    });
    return item;
  }
}
