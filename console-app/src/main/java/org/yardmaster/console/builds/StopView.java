package org.yardmaster.console.builds;

import javafx.event.ActionEvent;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBar;
import javafx.scene.control.ButtonType;
import javafx.scene.control.Dialog;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;
import javafx.stage.Modality;
import javafx.stage.Window;

/// Asks once before a build is stopped: that cannot be undone.
final class StopView {
  private final Dialog<Void> dialog = new Dialog<>();

  StopView(BuildViewModel model, Window owner) {
    dialog.initOwner(owner);
    dialog.initModality(Modality.NONE);
    dialog.setTitle("Stop this build?");
    ButtonType stop = new ButtonType("Stop build", ButtonBar.ButtonData.OK_DONE);
    ButtonType keep = new ButtonType("Let it run", ButtonBar.ButtonData.CANCEL_CLOSE);
    TextField reason = new TextField();
    reason.setPromptText("reason");
    reason.setId("stop-reason");
    Label what = new Label(model.title());
    what.getStyleClass().add("build-title");
    Label about = new Label("Its request ends as stopped. This cannot be undone.");
    VBox form = new VBox(8, what, about, reason);
    form.getStyleClass().add("pop-form");
    dialog.getDialogPane().setContent(form);
    dialog.getDialogPane().getButtonTypes().setAll(stop, keep);
    if (dialog.getDialogPane().lookupButton(stop) instanceof Button button) {
      button.setId("stop-now");
      button.getStyleClass().add("danger");
      button.addEventFilter(ActionEvent.ACTION, _ -> model.stop(reason.getText().trim()));
    }
  }

  void show() {
    dialog.show();
  }
}
