package org.yardmaster.console.shell;

import java.util.Locale;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.yardmaster.console.incidents.IncidentsView;
import org.yardmaster.console.keys.Keys;
import org.yardmaster.console.link.Welcome;
import org.yardmaster.console.theme.Icon;
import org.yardmaster.console.verbs.Greyed;
import org.yardmaster.protocol.model.Role;

/// The top line: which farm, as whom, how much is going on, and the two things wanted from
/// everywhere: search and pause.
final class HeaderView extends HBox {
  HeaderView(Console console, ShellView.Openers openers) {
    getStyleClass().add("header");
    Label farm = new Label();
    farm.getStyleClass().add("farm-name");
    farm.setId("farm-name");
    farm.textProperty()
        .bind(console.line().welcomeProperty().map(it -> it.map(Welcome::farm).orElse("...")));
    Label where = new Label();
    where.getStyleClass().add("muted");
    where.setId("attached-to");
    where
        .textProperty()
        .bind(console.line().welcomeProperty().map(it -> it.map(HeaderView::who).orElse("")));
    Tooltip whole = new Tooltip();
    whole.textProperty().bind(where.textProperty());
    where.setTooltip(whole); // What has to give way where the window is narrow.
    farm.setMinWidth(USE_PREF_SIZE);
    Region gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    HBox counts =
        new HBox(
            count("running", console.farm().runningProperty().asString()),
            count("queued", console.farm().queuedProperty().asString()),
            shelved(console),
            count(
                "slaves",
                Bindings.concat(
                    console.farm().connectedProperty(), "/", console.farm().slaveCountProperty())));
    counts.getStyleClass().add("header-counts");
    IncidentsView incidents = new IncidentsView(console.incidents());
    getChildren()
        .addAll(
            farm, where, gap, incidents, counts, search(openers), theme(openers), pause(console));
  }

  private static String who(Welcome welcome) {
    String role = welcome.role() == Role.VIEWER ? "viewer: looking only" : roleName(welcome);
    return welcome.address() + "   " + welcome.user() + " (" + role + ")";
  }

  private static String roleName(Welcome welcome) {
    return welcome.role().name().toLowerCase(Locale.ROOT);
  }

  private static HBox shelved(Console console) {
    HBox count = count("shelved", console.farm().shelvedProperty().asString());
    count.visibleProperty().bind(console.farm().shelvedProperty().greaterThan(0));
    count.managedProperty().bind(count.visibleProperty());
    return count;
  }

  private static HBox count(String what, ObservableValue<String> number) {
    Label value = new Label();
    value.textProperty().bind(number);
    value.getStyleClass().add("count-number");
    value.setId("count-" + what);
    Label name = new Label(what);
    name.getStyleClass().add("muted");
    value.setMinWidth(USE_PREF_SIZE);
    name.setMinWidth(USE_PREF_SIZE);
    HBox box = new HBox(4, value, name);
    box.getStyleClass().add("count");
    return box;
  }

  private static Button search(ShellView.Openers openers) {
    Button search = new Button("Search", Icon.SEARCH.node(12));
    search.getStyleClass().add("search-button");
    search.setId("search");
    search.setTooltip(new Tooltip("Go to or act on anything by name  " + Keys.SEARCH.text()));
    search.setText("Search  " + Keys.SEARCH.text());
    search.setMinWidth(USE_PREF_SIZE);
    search.setOnAction(_ -> openers.search().run());
    return search;
  }

  private static Button theme(ShellView.Openers openers) {
    Button theme = new Button("", Icon.THEME.node(13));
    theme.getStyleClass().add("flat");
    theme.setAccessibleText("Light or dark");
    theme.setTooltip(new Tooltip("Light or dark  " + Keys.THEME.text()));
    theme.setOnAction(_ -> openers.theme().run());
    return theme;
  }

  private static Node pause(Console console) {
    Button pause = new Button();
    pause.setId("pause");
    var paused = console.shell().pausedProperty().isNotEmpty();
    pause.textProperty().bind(Bindings.when(paused).then("Paused").otherwise("Pause"));
    pause.setGraphic(Icon.PAUSE.node(11));
    PauseView view = new PauseView(console.shell());
    pause.setOnAction(_ -> view.toggle(pause));
    return Greyed.button(
        pause,
        "Start no new build on the whole farm; running ones go on",
        console.actions().impossibleBecause());
  }
}
