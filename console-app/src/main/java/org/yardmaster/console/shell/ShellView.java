package org.yardmaster.console.shell;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;
import javafx.application.Platform;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.yardmaster.console.act.Actions;
import org.yardmaster.console.farm.Line;
import org.yardmaster.console.keys.Keys;
import org.yardmaster.console.keys.TakesFocus;

/// The frame of the window: header and banners above, navigation at the left, the status bar below,
/// and in the middle the view that was chosen. Views are made when they are first gone to.
public final class ShellView extends BorderPane {
  private static final PseudoClass STALE = PseudoClass.getPseudoClass("stale");

  private final ShellViewModel model;
  private final Actions actions;
  private final Map<Place, Supplier<Node>> makers;
  private final Map<Place, Node> made = new EnumMap<>(Place.class);
  private final StackPane content = new StackPane();
  private final Runnable search;
  private final Runnable submit;
  private final Runnable theme;

  /// What the frame opens without knowing how.
  public record Openers(Runnable search, Runnable submit, Runnable theme) {}

  public ShellView(Console console, Map<Place, Supplier<Node>> makers, Openers openers) {
    this.model = console.shell();
    this.actions = console.actions();
    this.makers = new EnumMap<>(makers);
    this.search = openers.search();
    this.submit = openers.submit();
    this.theme = openers.theme();
    getStyleClass().add("shell");
    setTop(
        new VBox(
            new HeaderView(console, openers),
            new BannerView(console.shell(), console.line(), console.actions())));
    setLeft(new NavigationView(console));
    setCenter(content);
    setBottom(new StatusView(console));
    content.getStyleClass().add("content");
    ProgressBar loading = new ProgressBar();
    loading.getStyleClass().add("loading");
    loading.setMaxWidth(Double.MAX_VALUE);
    loading.progressProperty().bind(console.line().loadedProperty());
    loading
        .visibleProperty()
        .bind(console.line().stateProperty().map(state -> state == Line.State.LOADING));
    StackPane.setAlignment(loading, Pos.TOP_CENTER);
    model.placeProperty().subscribe(place -> show(place, loading));
    model.staleProperty().subscribe(stale -> pseudoClassStateChanged(STALE, stale));
    addEventFilter(KeyEvent.KEY_PRESSED, this::keyed);
  }

  private void show(Place place, Node loading) {
    Node view = view(place);
    content.getChildren().setAll(view, loading);
    if (view instanceof TakesFocus focus) {
      Platform.runLater(() -> {
        view.applyCss(); // A view that was just made gets all its parts with its skins.
        focus.takeFocus();
      });
    }
  }

  /// The view of a place, made now if it was not yet.
  public Node view(Place place) {
    return made.computeIfAbsent(place, it -> makers.getOrDefault(it, VBox::new).get());
  }

  private void keyed(KeyEvent event) {
    int digit = Keys.altDigit(event);
    if (digit > 0 && digit <= Place.values().length) {
      model.placeProperty().set(Place.values()[digit - 1]);
      event.consume();
    } else if (!(event.getTarget() instanceof TextInputControl && isEditing(event))) {
      run(event);
    }
  }

  /// Keys that a text field needs for itself.
  private static boolean isEditing(KeyEvent event) {
    return Keys.UNDO.matches(event) || Keys.REDO.matches(event);
  }

  private void run(KeyEvent event) {
    Map<Keys, Runnable> acts =
        Map.of(
            Keys.SEARCH, search,
            Keys.SUBMIT, submit,
            Keys.THEME, theme,
            Keys.UNDO, actions::undo,
            Keys.REDO, actions::redo);
    acts.forEach((key, act) -> {
      if (key.matches(event)) {
        act.run();
        event.consume();
      }
    });
  }
}
