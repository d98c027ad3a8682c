package org.yardmaster.console.queue;

import java.util.concurrent.CompletableFuture;
import javafx.beans.binding.Bindings;
import javafx.event.ActionEvent;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBar;
import javafx.scene.control.ButtonType;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Dialog;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.VBox;
import javafx.stage.Modality;
import javafx.stage.Window;
import org.controlsfx.control.textfield.TextFields;

/// Asks for a new request; stays open until the master has taken it or the user gives up. Does not
/// stand in the way of the window.
public final class SubmitView {
  private final SubmitViewModel model;
  private final Dialog<Void> dialog = new Dialog<>();
  private final ComboBox<String> builder = new ComboBox<>();

  public SubmitView(SubmitViewModel model, Window owner) {
    this.model = model;
    dialog.initOwner(owner);
    dialog.initModality(Modality.NONE);
    dialog.setTitle("Submit a request");
    ButtonType submit = new ButtonType("Submit request", ButtonBar.ButtonData.OK_DONE);
    dialog.getDialogPane().getButtonTypes().setAll(submit, ButtonType.CANCEL);
    dialog.getDialogPane().setContent(form());
    dialog.getDialogPane().setId("submit-dialog");
    dialog.getDialogPane().getStyleClass().add("submit-dialog");
    if (dialog.getDialogPane().lookupButton(submit) instanceof Button button) {
      button.setId("submit-now");
      button.disableProperty().bind(model.problem().isNotEmpty());
      button.addEventFilter(
          ActionEvent.ACTION,
          event -> {
            event.consume();
            CompletableFuture<Void> _ = model.submit().thenAccept(this::closeIf);
          });
    }
  }

  private void closeIf(boolean taken) {
    if (taken) {
      dialog.setResult(null);
      dialog.close();
    }
  }

  public void show() {
    dialog.show();
    builder.getEditor().requestFocus();
  }

  private VBox form() {
    builder.setEditable(true);
    builder.setId("submit-builder");
    builder.getItems().setAll(model.builders());
    builder.getEditor().textProperty().bindBidirectional(model.builderProperty());
    builder.setMaxWidth(Double.MAX_VALUE);
    TextFields.bindAutoCompletion(builder.getEditor(), model.builders());
    TextField reason = new TextField();
    reason.setId("submit-reason");
    reason.textProperty().bindBidirectional(model.reasonProperty());
    reason.setPromptText("why it is wanted");
    TextField priority = new TextField();
    priority.setId("submit-priority");
    priority.textProperty().bindBidirectional(model.priorityProperty());
    priority
        .promptTextProperty()
        .bind(
            Bindings.createStringBinding(
                () -> model.defaultPriority().map(p -> p + " (the builder's)").orElse(""),
                model.builderProperty()));
    TextField notBefore = new TextField();
    notBefore.setId("submit-not-before");
    notBefore.textProperty().bindBidirectional(model.notBeforeProperty());
    notBefore.setPromptText("at once; or 22:00, 2026-03-04 07:00, +2h");
    TextArea properties = new TextArea();
    properties.setPrefRowCount(3);
    properties.setPromptText("NAME=value, one a line");
    properties.textProperty().bindBidirectional(model.propertiesProperty());
    GridPane grid = new GridPane(10, 8);
    grid.addRow(0, new Label("Builder"), builder);
    grid.addRow(1, new Label("Reason"), reason);
    grid.addRow(2, new Label("Priority"), priority);
    grid.addRow(3, new Label("Properties"), properties);
    grid.addRow(4, new Label("Not before"), notBefore);
    grid.getColumnConstraints().setAll(new ColumnConstraints(80), new ColumnConstraints(340));
    Label problem = new Label();
    problem.getStyleClass().add("form-problem");
    problem.setWrapText(true);
    problem.textProperty().bind(model.problem());
    return new VBox(10, grid, problem);
  }
}
