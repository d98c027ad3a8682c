package org.yardmaster.console.shelf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.yardmaster.console.Stagehand;
import org.yardmaster.console.link.FakeMaster;
import org.yardmaster.console.link.Samples;
import org.yardmaster.console.shell.Place;
import org.yardmaster.console.theme.Theme;
import org.yardmaster.protocol.message.Command;
import org.yardmaster.protocol.model.RequestId;

/// The shelf in the real window, by keyboard and mouse, on a master in memory.
final class ShelfWindowTest {
  private final FakeMaster master = Samples.troubled();
  private final FxRobot robot = new FxRobot();
  private Stagehand hand;

  @BeforeEach
  void open() {
    hand = Stagehand.open(master, Theme.LIGHT, 1000, 800);
    Stagehand.until("all is there", () -> hand.console.farm().shelvedProperty().get() == 3);
    robot.push(KeyCode.ALT, KeyCode.DIGIT5);
    Stagehand.until(
        "the shelf is shown", () -> hand.console.shell().placeProperty().get() == Place.SHELF);
    hand.frames(5);
  }

  @AfterEach
  void close() {
    robot.release(new KeyCode[0]);
    hand.close();
  }

  private void untilShelved(int count) {
    Stagehand.until(
        count + " on the shelf", () -> hand.console.farm().shelvedProperty().get() == count);
  }

  @Test
  void firstIsChosenAndUnshelvedByKey() {
    robot.push(KeyCode.U);
    untilShelved(2);
    assertThat(master.given()).containsExactly(new Command.Unshelve(List.of(new RequestId(1_240))));
    robot.push(KeyCode.CONTROL, KeyCode.Z);
    untilShelved(3);
  }

  @Test
  void severalAreUnshelvedByButton() {
    hand.picture("shelf-narrow");
    robot.push(KeyCode.CONTROL, KeyCode.A);
    Stagehand.until("all are chosen", () -> hand.console.shelf().selected().size() == 3);
    robot.clickOn("#unshelve");
    untilShelved(0);
    hand.frames(3);
    assertThat(((TableView<?>) hand.window.scene().lookup("#shelf-table")).getItems()).isEmpty();
    hand.picture("shelf-emptied");
  }
}
