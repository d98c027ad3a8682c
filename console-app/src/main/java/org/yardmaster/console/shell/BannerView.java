package org.yardmaster.console.shell;

import java.util.concurrent.CompletableFuture;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.yardmaster.console.act.Actions;
import org.yardmaster.console.farm.Line;
import org.yardmaster.console.theme.Icon;
import org.yardmaster.console.verbs.Greyed;

/// What everybody must see, below the header: a lost line, a pause, a notice of the master. Nothing
/// is there while there is nothing to say.
final class BannerView extends VBox {
  BannerView(ShellViewModel model, Line line, Actions actions) {
    Button resume = new Button("Resume now");
    resume.setId("resume-now");
    resume.setOnAction(_ -> {
      CompletableFuture<Boolean> _ = model.resume();
    });
    Button retry = new Button("Try now");
    retry.setId("retry-now");
    retry.setOnAction(_ -> model.retry());
    getChildren()
        .addAll(
            bar("lost", Icon.WARNING, model.lostProperty(), retry),
            bar(
                "paused",
                Icon.PAUSE,
                model.pausedProperty(),
                Greyed.button(resume, "", actions.impossibleBecause())),
            bar("paused-elsewhere", Icon.PAUSE, model.pausedElsewhereProperty()),
            bar("notice", Icon.WARNING, line.noticeProperty()));
  }

  private static HBox bar(String kind, Icon icon, ObservableValue<String> text, Node... more) {
    Label label = new Label();
    label.textProperty().bind(text);
    label.setId("banner-" + kind);
    label.setWrapText(true);
    Region gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    HBox bar = new HBox(icon.node(13), label, gap);
    bar.getChildren().addAll(more);
    bar.getStyleClass().addAll("bar", "bar-" + kind);
    bar.visibleProperty().bind(text.map(it -> !it.isEmpty()));
    bar.managedProperty().bind(bar.visibleProperty());
    return bar;
  }
}
