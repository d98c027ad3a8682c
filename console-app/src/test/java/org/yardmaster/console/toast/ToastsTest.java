package org.yardmaster.console.toast;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import javafx.scene.Node;
import javafx.stage.Window;
import org.junit.jupiter.api.Test;
import org.yardmaster.console.Stagehand;
import org.yardmaster.console.farm.ManualLater;
import org.yardmaster.console.link.FakeMaster;
import org.yardmaster.console.link.Samples;
import org.yardmaster.console.shell.Console;
import org.yardmaster.console.shell.Place;
import org.yardmaster.console.theme.Theme;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.FinishedRequest;
import org.yardmaster.protocol.model.Outcome;
import org.yardmaster.protocol.model.Request;

/// A toast tells what is not to be seen where anna looks, and nothing else.
final class ToastsTest {
  private final FakeMaster master = new FakeMaster();
  private final List<Toast> shown = new ArrayList<>();

  private Console attach() {
    master.keep(Samples.builder(1, new Random(1)));
    Console console =
        new Console(
            master,
            Runnable::run,
            new ManualLater(),
            InstantSource.fixed(FakeMaster.NOW),
            ZoneOffset.UTC);
    console.toasts().showBy(shown::add);
    return console;
  }

  private void ends(long id, String user, Outcome outcome) {
    Request request =
        Samples.request(id, 1, 5, user, "", FakeMaster.NOW).started(new BuildId(id + 100));
    master.end(
        new FinishedRequest(
            request,
            "docs",
            outcome,
            FakeMaster.NOW,
            Duration.ofSeconds(5),
            "ws-11",
            "",
            "step test: exit code 1"));
  }

  @Test
  void ownRequestThatFailedWhileAnotherViewIsShownIsTold() {
    Console console = attach();
    ends(7, "anna", Outcome.FAILURE);
    assertThat(shown)
        .containsExactly(
            new Toast(
                "docs failed",
                "#7 on ws-11: step test: exit code 1",
                true,
                Optional.of(new BuildId(107))));
    assertThat(console.shell().placeProperty().get()).isEqualTo(Place.QUEUE);
  }

  @Test
  void whatHistoryShowsIsNotTold() {
    Console console = attach();
    console.shell().placeProperty().set(Place.HISTORY);
    ends(7, "anna", Outcome.FAILURE);
    assertThat(shown).isEmpty();
    console.toasts().lookingProperty().set(false);
    ends(8, "anna", Outcome.FAILURE);
    assertThat(shown).hasSize(1);
  }

  @Test
  void neitherSuccessNorOtherPeoplesFailuresAreTold() {
    attach();
    ends(7, "anna", Outcome.SUCCESS);
    ends(8, "tom", Outcome.FAILURE);
    assertThat(shown).isEmpty();
  }

  @Test
  void manyAtOnceAreOneToast() {
    attach();
    master.atOnce(() -> {
      ends(7, "anna", Outcome.FAILURE);
      ends(8, "anna", Outcome.FAILURE);
    });
    assertThat(shown)
        .containsExactly(new Toast("2 of your requests failed", "docs", true, Optional.empty()));
  }

  @Test
  void lineIsToldOnlyToThoseWhoLookElsewhere() {
    Console console = attach();
    master.lose(FakeMaster.NOW, FakeMaster.NOW.plusSeconds(3), "reset");
    master.attach();
    assertThat(shown).isEmpty();
    console.toasts().lookingProperty().set(false);
    master.lose(FakeMaster.NOW, FakeMaster.NOW.plusSeconds(3), "reset");
    master.lose(FakeMaster.NOW, FakeMaster.NOW.plusSeconds(6), "reset");
    master.attach();
    assertThat(shown)
        .extracting(Toast::title)
        .containsExactly("Line to the master lost", "Line to the master is back");
  }

  @Test
  void toastIsShownOverTheWindow() {
    master.keep(Samples.builder(1, new Random(1)));
    Stagehand hand = Stagehand.open(master, Theme.LIGHT, 1000, 700);
    Stagehand.until("attached", () -> hand.console.line().welcomeProperty().get().isPresent());
    hand.frames(5);
    ends(7, "anna", Outcome.FAILURE);
    Stagehand.until("a toast", () -> bar().isPresent());
    Stagehand.picture(Stagehand.onFx(() -> bar().orElseThrow().getScene()), "toast");
    hand.close();
  }

  private static Optional<Node> bar() {
    return Window.getWindows().stream()
        .map(window -> window.getScene().getRoot().lookup(".notification-bar"))
        .filter(bar -> bar != null && bar.isVisible())
        .findFirst();
  }
}
