package org.yardmaster.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.stage.Window;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;
import org.yardmaster.console.builders.BuildersView;
import org.yardmaster.console.builds.HistoryView;
import org.yardmaster.console.builds.RunningView;
import org.yardmaster.console.memory.Remembers;
import org.yardmaster.console.memory.ViewMemory;
import org.yardmaster.console.queue.QueueView;
import org.yardmaster.console.queue.SubmitView;
import org.yardmaster.console.search.Hit;
import org.yardmaster.console.search.SearchView;
import org.yardmaster.console.search.SearchViewModel;
import org.yardmaster.console.shelf.ShelfView;
import org.yardmaster.console.shell.Console;
import org.yardmaster.console.shell.Place;
import org.yardmaster.console.shell.ShellView;
import org.yardmaster.console.slaves.SlavesView;
import org.yardmaster.console.theme.Theme;
import org.yardmaster.console.toast.ToastView;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.RequestId;

/// The scene of one attached console: makes the views, ties them together and lets the clock tick.
public final class ConsoleWindow {
  private static final String RESUME = "Resume the farm";
  private static final String UNDO = "Undo";
  private static final String REDO = "Redo";
  private static final String LIGHT_OR_DARK = "Light or dark";
  private static final String RETRY = "Retry now";
  private static final String UNSHELVE = "Unshelve";
  private static final String SUBMIT = "Submit a request";

  private final Console console;
  private final ViewMemory views;
  private final ShellView shell;
  private final Scene scene;
  private final Timeline clock;
  private final SearchView search;
  private Theme theme;

  /// `views` is how its views were left.
  public ConsoleWindow(
      Console console, ViewMemory views, Theme theme, double width, double height) {
    this.console = console;
    this.views = views;
    this.theme = theme;
    this.search = new SearchView(new SearchViewModel(console.farm(), always()), this::choose);
    this.shell =
        new ShellView(
            console,
            makers(),
            new ShellView.Openers(this::search, () -> submit(""), this::otherTheme));
    this.scene = new Scene(shell, width, height);
    this.clock = new Timeline(new KeyFrame(Duration.seconds(1), _ -> console.clock().tick()));
    console.toasts().showBy(toast -> ToastView.show(toast, scene.getWindow(), this::build));
    scene.windowProperty().subscribe(this::followFocus);
    clock.setCycleCount(Timeline.INDEFINITE);
    clock.play();
    theme.dress(scene);
  }

  private void followFocus(@Nullable Window window) {
    console.toasts().lookingProperty().unbind();
    if (window != null) {
      console.toasts().lookingProperty().bind(window.focusedProperty());
    }
  }

  private Map<Place, Supplier<Node>> makers() {
    return Map.of(
        Place.QUEUE, () -> asLeft(queue()),
        Place.RUNNING, () -> asLeft(running()),
        Place.SLAVES, () -> asLeft(slaves()),
        Place.BUILDERS, () -> asLeft(builders()),
        Place.SHELF, () -> asLeft(shelf()),
        Place.HISTORY, () -> asLeft(history()));
  }

  private <V extends Node & Remembers> Node asLeft(V view) {
    view.remember(views);
    return view;
  }

  private QueueView queue() {
    return new QueueView(
        console.queue(),
        console.request(),
        console.actions(),
        console.clock(),
        console.times(),
        () -> submit(""),
        this::build);
  }

  private RunningView running() {
    return new RunningView(console.running(), console.actions(), console.clock(), console.times());
  }

  private ShelfView shelf() {
    return new ShelfView(console.shelf(), console.clock(), console.times(), this::build);
  }

  private SlavesView slaves() {
    return new SlavesView(console.slaves(), console.clock(), console.times());
  }

  private BuildersView builders() {
    return new BuildersView(
        console.builders(),
        console.schedules(),
        console.actions(),
        console.clock(),
        console.times(),
        new BuildersView.Openers(this::submit, this::waiting, last -> build(last.build())));
  }

  private HistoryView history() {
    return new HistoryView(console.history(), console.actions(), console.clock(), console.times());
  }

  private void submit(String builder) {
    if (console.actions().possible().get()) {
      new SubmitView(console.submit(builder), scene.getWindow()).show();
    }
  }

  private void waiting(String builder) {
    go(Place.QUEUE);
    console.queue().filterProperty().set(builder);
  }

  /// Shows a build where it belongs: among the running ones or in history.
  private void build(BuildId id) {
    if (console.farm().build(id).isPresent()) {
      go(Place.RUNNING);
      if (shell.view(Place.RUNNING) instanceof RunningView view) {
        view.reveal(id);
      }
    } else {
      go(Place.HISTORY);
      if (shell.view(Place.HISTORY) instanceof HistoryView view) {
        view.reveal(id);
      }
    }
  }

  private void go(Place place) {
    console.shell().placeProperty().set(place);
  }

  private static List<Hit> always() {
    List<Hit> hits = new ArrayList<>();
    for (Place place : Place.values()) {
      hits.add(new Hit(Hit.Kind.VIEW, place.title(), place.key()));
    }
    hits.add(new Hit(Hit.Kind.ACT, SUBMIT, "Ctrl+N"));
    hits.add(new Hit(Hit.Kind.ACT, RETRY, "the selected requests that wait for it"));
    hits.add(new Hit(Hit.Kind.ACT, UNSHELVE, "the selected requests that are on the shelf"));
    hits.add(new Hit(Hit.Kind.ACT, UNDO, "Ctrl+Z"));
    hits.add(new Hit(Hit.Kind.ACT, REDO, "Ctrl+Shift+Z"));
    hits.add(new Hit(Hit.Kind.ACT, RESUME, "ends a pause of the farm"));
    hits.add(new Hit(Hit.Kind.ACT, LIGHT_OR_DARK, "Ctrl+T"));
    return hits;
  }

  private void search() {
    search.show(scene.getWindow());
  }

  private void choose(Hit hit) {
    switch (hit.kind()) {
      case VIEW -> view(hit.name());
      case REQUEST -> request(new RequestId(Long.parseLong(hit.name().substring(1))));
      case BUILD -> build(new BuildId(Long.parseLong(hit.name())));
      case BUILDER -> {
        go(Place.BUILDERS);
        if (shell.view(Place.BUILDERS) instanceof BuildersView view) {
          view.reveal(hit.name());
        }
      }
      case SLAVE -> {
        go(Place.SLAVES);
        if (shell.view(Place.SLAVES) instanceof SlavesView view) {
          view.reveal(hit.name());
        }
      }
      case SUBMIT -> submit(hit.name());
      case ACT -> act(hit.name());
    }
  }

  private void view(String title) {
    for (Place place : Place.values()) {
      if (place.title().equals(title)) {
        go(place);
      }
    }
  }

  private void request(RequestId id) {
    console
        .farm()
        .request(id)
        .flatMap(request -> request.build())
        .ifPresentOrElse(
            this::build,
            () -> {
              go(Place.QUEUE);
              if (shell.view(Place.QUEUE) instanceof QueueView view) {
                view.reveal(id);
              }
            });
  }

  private void act(String name) {
    switch (name) {
      case SUBMIT -> submit("");
      case RETRY -> {
        go(Place.QUEUE);
        console.queue().retryNow();
      }
      case UNSHELVE -> unshelve();
      case UNDO -> console.actions().undo();
      case REDO -> console.actions().redo();
      case RESUME -> {
        var _ = console.shell().resume();
      }
      case LIGHT_OR_DARK -> otherTheme();
      default -> throw new IllegalArgumentException(name);
    }
  }

  /// Where the user is: on the shelf, or else in the queue.
  private void unshelve() {
    if (console.shell().placeProperty().get() == Place.SHELF) {
      console.shelf().unshelve();
    } else {
      go(Place.QUEUE);
      console.queue().unshelve();
    }
  }

  private void otherTheme() {
    dress(theme.other());
  }

  /// Shows it in another look.
  public void dress(Theme other) {
    theme = other;
    theme.dress(scene);
  }

  public Theme theme() {
    return theme;
  }

  public Scene scene() {
    return scene;
  }

  public ShellView shell() {
    return shell;
  }

  /// Ends the clock and the line.
  public void close() {
    clock.stop();
    console.close();
  }
}
