package org.yardmaster.console.attach;

import javafx.application.Platform;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.PasswordField;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.yardmaster.console.memory.KnownMaster;
import org.yardmaster.console.theme.Icon;
import org.yardmaster.protocol.wire.Fingerprint;

/// The first screen: masters known at the left, the one to attach to at the right.
public final class AttachView extends HBox {
  private final AttachViewModel model;
  private final TextField address = field("attach-address", "master.example:7411");
  private final TextField user = field("attach-user", "your name on the farm");
  private final PasswordField password = new PasswordField();

  public AttachView(AttachViewModel model) {
    this.model = model;
    getStyleClass().add("attach");
    setId("attach-view");
    address.textProperty().bindBidirectional(model.addressProperty());
    user.textProperty().bindBidirectional(model.userProperty());
    password.textProperty().bindBidirectional(model.passwordProperty());
    password.setId("attach-password");
    VBox form = form();
    HBox.setHgrow(form, Priority.ALWAYS);
    if (!model.recent().isEmpty()) {
      getChildren().add(recent());
    }
    getChildren().add(form);
    model.problemProperty().subscribe(this::askAgain);
    Platform.runLater(this::focus);
  }

  /// What was refused is most often the password: it is there to be typed over.
  private void askAgain(String problem) {
    if (!problem.isEmpty() && !password.getText().isEmpty()) {
      password.requestFocus();
      password.selectAll();
    }
  }

  private void focus() {
    if (model.addressProperty().get().isBlank()) {
      address.requestFocus();
    } else {
      (model.userProperty().get().isBlank() ? user : password).requestFocus();
    }
  }

  private static TextField field(String id, String prompt) {
    TextField field = new TextField();
    field.setId(id);
    field.setPromptText(prompt);
    return field;
  }

  private VBox recent() {
    Label title = new Label("Masters");
    title.getStyleClass().add("details-head");
    ListView<KnownMaster> list = new ListView<>();
    list.setId("attach-recent");
    list.getItems().setAll(model.recent());
    list.setFixedCellSize(44);
    list.setCellFactory(_ -> new MasterCell());
    list.getSelectionModel().selectFirst();
    list.getSelectionModel()
        .selectedItemProperty()
        .subscribe((_, now) -> {
          if (now != null) {
            model.choose(now);
            focus();
          }
        });
    VBox.setVgrow(list, Priority.ALWAYS);
    VBox box = new VBox(6, title, list);
    box.getStyleClass().add("attach-recent");
    return box;
  }

  private static final class MasterCell extends ListCell<KnownMaster> {
    @Override
    protected void updateItem(@Nullable KnownMaster master, boolean empty) {
      super.updateItem(master, empty);
      setText(null);
      setGraphic(null);
      if (master != null) {
        Label farm = new Label(master.farm());
        farm.getStyleClass().add("tile-name");
        Label where = new Label(master.address() + "  " + master.user());
        where.getStyleClass().add("muted");
        VBox both = new VBox(farm, where);
        both.getStyleClass().add("attach-known");
        setGraphic(both);
      }
    }
  }

  private VBox form() {
    Label title = new Label("Attach to a master");
    title.getStyleClass().add("attach-title");
    Button attach = new Button("Attach");
    attach.setId("attach-now");
    attach.getStyleClass().add("accent");
    attach.setDefaultButton(true);
    attach.disableProperty().bind(model.busyProperty());
    attach.visibleProperty().bind(model.toJudgeProperty().map(it -> it.isEmpty()));
    attach.managedProperty().bind(attach.visibleProperty());
    attach.setOnAction(_ -> model.attach());
    ProgressBar working = new ProgressBar();
    working.getStyleClass().add("loading");
    working.setMaxWidth(Double.MAX_VALUE);
    working.visibleProperty().bind(model.busyProperty());
    VBox form =
        new VBox(
            title,
            labelled("Master", "host or host:port", address),
            labelled("User", "", user),
            labelled("Password", "", password),
            problem(),
            judge(),
            attach,
            working);
    form.getStyleClass().add("attach-form");
    return form;
  }

  private static VBox labelled(String text, String hint, TextField field) {
    Label label = new Label(text);
    label.setLabelFor(field);
    Label more = new Label(hint);
    more.getStyleClass().add("muted");
    return new VBox(3, new HBox(8, label, more), field);
  }

  private HBox problem() {
    Label text = new Label();
    text.setId("attach-problem");
    text.setWrapText(true);
    text.textProperty().bind(model.problemProperty());
    HBox bar = new HBox(Icon.WARNING.node(13), text);
    bar.getStyleClass().addAll("bar", "bar-problem");
    bar.visibleProperty().bind(model.problemProperty().isNotEmpty());
    bar.managedProperty().bind(bar.visibleProperty());
    return bar;
  }

  private VBox judge() {
    Label ask =
        new Label(
            "This master is new here. Compare its farm's fingerprint with the one its administrator"
                + " gave you ('yardmaster init' printed it). Your password has not been sent.");
    ask.setWrapText(true);
    Label fingerprint = new Label();
    fingerprint.setId("attach-fingerprint");
    fingerprint.setWrapText(true);
    fingerprint.getStyleClass().add("fingerprint");
    fingerprint
        .textProperty()
        .bind(model.toJudgeProperty().map(it -> it.map(Fingerprint::grouped).orElse("")));
    Button trust = new Button("It is the right one, attach");
    trust.setId("attach-trust");
    trust.getStyleClass().add("accent");
    trust.setOnAction(_ -> model.trust());
    Button distrust = new Button("Do not attach");
    distrust.setOnAction(_ -> model.distrust());
    VBox box = new VBox(8, ask, fingerprint, new HBox(8, trust, distrust));
    box.getStyleClass().add("judge");
    box.visibleProperty().bind(model.toJudgeProperty().map(it -> it.isPresent()));
    box.managedProperty().bind(box.visibleProperty());
    return box;
  }
}
