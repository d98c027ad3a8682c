package org.yardmaster.console;

import java.util.Map;
import java.util.function.Supplier;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.util.Duration;
import org.yardmaster.console.queue.QueueView;
import org.yardmaster.console.queue.SubmitView;
import org.yardmaster.console.shell.Console;
import org.yardmaster.console.shell.Place;
import org.yardmaster.console.shell.ShellView;
import org.yardmaster.console.theme.Theme;
import org.yardmaster.protocol.model.BuildId;

/// The scene of one attached console: makes the views, ties them together and lets the clock tick.
public final class ConsoleWindow {
  private final Console console;
  private final ShellView shell;
  private final Scene scene;
  private final Timeline clock;
  private Theme theme;

  public ConsoleWindow(Console console, Theme theme, double width, double height) {
    this.console = console;
    this.theme = theme;
    Map<Place, Supplier<Node>> makers = Map.of(Place.QUEUE, this::queue);
    this.shell =
        new ShellView(
            console,
            makers,
            new ShellView.Openers(this::search, () -> submit(""), this::otherTheme));
    this.scene = new Scene(shell, width, height);
    this.clock =
        new Timeline(new KeyFrame(Duration.seconds(1), _ -> console.clock().tick()));
    clock.setCycleCount(Timeline.INDEFINITE);
    clock.play();
    theme.dress(scene);
  }

  private Node queue() {
    return new QueueView(
        console.queue(),
        console.request(),
        console.actions(),
        console.clock(),
        console.times(),
        () -> submit(""),
        this::log);
  }

  private void submit(String builder) {
    if (console.actions().possible().get()) {
      new SubmitView(console.submit(builder), scene.getWindow()).show();
    }
  }

  private void log(BuildId build) {
    console.shell().placeProperty().set(Place.HISTORY);
  }

  private void search() {}

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
