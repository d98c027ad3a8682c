package org.yardmaster.console.shell;

import javafx.beans.binding.Bindings;
import javafx.css.PseudoClass;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import org.controlsfx.control.StatusBar;
import org.yardmaster.console.act.Said;
import org.yardmaster.console.farm.Line;
import org.yardmaster.console.keys.Keys;
import org.yardmaster.console.theme.Icon;

/// The bottom line: how the line to the master is, and what became of the last command.
final class StatusView extends StatusBar {
  private static final PseudoClass LIVE = PseudoClass.getPseudoClass("live");
  private static final PseudoClass LOST = PseudoClass.getPseudoClass("lost");
  private static final PseudoClass REFUSED = PseudoClass.getPseudoClass("refused");

  StatusView(Console console) {
    getStyleClass().add("status");
    setText("");
    Region dot = Icon.LINE.node(10);
    dot.getStyleClass().add("line-dot");
    console
        .line()
        .stateProperty()
        .subscribe(state -> {
          dot.pseudoClassStateChanged(LIVE, state == Line.State.LIVE);
          dot.pseudoClassStateChanged(LOST, state == Line.State.LOST);
        });
    Label line = new Label();
    line.textProperty().bind(console.shell().lineTextProperty());
    line.setId("line-text");
    Label said = new Label();
    said.textProperty().bind(console.shell().lastActionProperty());
    said.setId("last-action");
    console
        .actions()
        .saidProperty()
        .subscribe(it -> said.pseudoClassStateChanged(REFUSED, it.kind() == Said.Kind.REFUSED));
    Hyperlink undo = new Hyperlink("Undo " + Keys.UNDO.text());
    undo.setFocusTraversable(false);
    undo.visibleProperty()
        .bind(
            Bindings.createBooleanBinding(
                () ->
                    console.actions().canUndoProperty().get()
                        && console.actions().saidProperty().get().kind() == Said.Kind.DONE,
                console.actions().canUndoProperty(),
                console.actions().saidProperty()));
    undo.setOnAction(_ -> console.actions().undo());
    HBox left = new HBox(6, dot, line);
    left.getStyleClass().add("status-part");
    HBox right = new HBox(6, said, undo);
    right.getStyleClass().add("status-part");
    getLeftItems().add(left);
    getRightItems().add(right);
  }
}
