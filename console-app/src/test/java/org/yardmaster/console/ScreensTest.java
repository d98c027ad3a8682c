package org.yardmaster.console;

import java.util.Optional;
import javafx.scene.control.Button;
import javafx.stage.Window;
import org.controlsfx.control.PopOver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.yardmaster.console.link.FakeMaster;
import org.yardmaster.console.link.Samples;
import org.yardmaster.console.shell.Place;
import org.yardmaster.console.theme.Theme;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.Pause;
import org.yardmaster.protocol.model.PauseScope;
import org.yardmaster.protocol.model.RequestId;

/// A long test: every screen can be drawn, in both looks and in every state; the pictures are for
/// people.
@EnabledIfSystemProperty(named = "long", matches = "true")
final class ScreensTest {
  private static final double WIDTH = 1280;
  private static final double HEIGHT = 800;
  private Stagehand hand;
  private FakeMaster master;

  private void open(FakeMaster master, Theme theme) {
    this.master = master;
    hand = Stagehand.open(master, theme, WIDTH, HEIGHT);
  }

  @AfterEach
  void close() {
    hand.close();
  }

  private void select(int index) {
    Stagehand.onFx(() -> {
      javafx.scene.control.TableView<?> table =
          (javafx.scene.control.TableView<?>) hand.window.scene().lookup("#queue-table");
      table.getSelectionModel().select(index);
      table.requestFocus();
    });
  }

  @Test
  void queueAtWork() {
    open(Samples.working(), Theme.LIGHT);
    hand.frames(20);
    select(4);
    Stagehand.onFx(() ->
        ((org.yardmaster.console.queue.QueueView) hand.window.shell().view(Place.QUEUE))
            .toggleDetails());
    hand.picture("queue-light");
    Stagehand.onFx(() -> hand.window.dress(Theme.DARK));
    hand.picture("queue-dark");
  }

  private void go(Place place) {
    Stagehand.onFx(() -> hand.console.shell().placeProperty().set(place));
    hand.frames(10);
  }

  @Test
  void everyPlaceInBothLooks() {
    open(Samples.working(), Theme.LIGHT);
    for (Place place : Place.values()) {
      go(place);
      if (place == Place.HISTORY) {
        Stagehand.onFx(
            () -> hand.console.history().show(hand.console.history().rows().get(3).id()));
      }
      Stagehand.onFx(() -> hand.window.dress(Theme.LIGHT));
      hand.picture(place + "-light");
      Stagehand.onFx(() -> hand.window.dress(Theme.DARK));
      hand.picture(place + "-dark");
    }
    go(Place.SLAVES);
    Stagehand.onFx(() -> hand.window.dress(Theme.LIGHT));
    Stagehand.onFx(() -> hand.console.slaves().tilesProperty().set(false));
    hand.picture("slaves-table");
  }

  @Test
  void badDay() {
    open(Samples.troubled(), Theme.LIGHT);
    hand.frames(20);
    Stagehand.onFx(() ->
        ((org.yardmaster.console.queue.QueueView) hand.window.shell().view(Place.QUEUE))
            .reveal(new RequestId(1_250)));
    hand.frames(20);
    inBothLooks("queue");
    go(Place.SHELF);
    inBothLooks("shelf");
    go(Place.SLAVES);
    inBothLooks("slaves");
    go(Place.RUNNING);
    Stagehand.onFx(() ->
        ((org.yardmaster.console.builds.RunningView) hand.window.shell().view(Place.RUNNING))
            .reveal(new BuildId(503)));
    hand.frames(20);
    inBothLooks("running");
    go(Place.BUILDERS);
    inBothLooks("builders");
    Stagehand.onFx(() -> ((Button) hand.window.scene().lookup("#incidents")).fire());
    hand.frames(10);
    Stagehand.picture(
        Stagehand.onFx(() ->
            Window.getWindows().stream()
                .filter(PopOver.class::isInstance)
                .findFirst()
                .orElseThrow()
                .getScene()),
        "bad-incidents");
    go(Place.SHELF);
    master.lose(FakeMaster.NOW.minusSeconds(14), FakeMaster.NOW.plusSeconds(3), "connection reset");
    hand.picture("bad-shelf-lost");
  }

  private void inBothLooks(String name) {
    Stagehand.onFx(() -> hand.window.dress(Theme.DARK));
    hand.picture("bad-" + name + "-dark");
    Stagehand.onFx(() -> hand.window.dress(Theme.LIGHT));
    hand.picture("bad-" + name + "-light");
  }

  @Test
  void emptyFarm() {
    open(Samples.empty(), Theme.LIGHT);
    for (Place place : Place.values()) {
      go(place);
      hand.picture(place + "-empty");
    }
  }

  @Test
  void emptyQueue() {
    open(Samples.empty(), Theme.LIGHT);
    hand.picture("queue-empty");
  }

  @Test
  void bigPausedQueue() {
    FakeMaster master = Samples.big();
    master.keep(
        new Pause(
            PauseScope.farm(),
            "anna",
            FakeMaster.NOW.minusSeconds(1_000),
            "release freeze",
            Optional.of(FakeMaster.NOW.plusSeconds(9_000))));
    open(master, Theme.LIGHT);
    Stagehand.until("all is there", () -> hand.console.queue().totalProperty().get() == 10_000);
    hand.frames(20);
    hand.picture("queue-big");
    master.lose(FakeMaster.NOW.minusSeconds(14), FakeMaster.NOW.plusSeconds(3), "connection reset");
    hand.picture("queue-lost");
  }
}
