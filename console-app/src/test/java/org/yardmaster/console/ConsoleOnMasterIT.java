package org.yardmaster.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.yardmaster.console.link.ClientConnector;
import org.yardmaster.console.link.RealMaster;
import org.yardmaster.console.link.Witness;
import org.yardmaster.console.memory.KnownMaster;
import org.yardmaster.console.memory.Memory;
import org.yardmaster.console.queue.ShownQueue;
import org.yardmaster.protocol.client.Passwords;
import org.yardmaster.protocol.message.Command;
import org.yardmaster.protocol.model.Role;

/// The program as people start it, by mouse and keyboard, on a real master over TLS. A second
/// client says what the master's queue has become.
final class ConsoleOnMasterIT {
  private static final String FARM =
      """
      builders:
        library:
          steps: [make]
        site:
          steps: [make]
      """;

  private static final String PASSWORD = "correct horse";

  @TempDir Path folder;
  private final FxRobot robot = new FxRobot();
  private final ShownQueue queue = new ShownQueue(this::scene);
  private Memory memory;
  private RealMaster master;
  private Witness witness;
  private ConsoleApp app;
  private Stage stage;

  @BeforeEach
  void open() throws Exception {
    master = RealMaster.start(folder.resolve("farm"), FARM);
    witness = new Witness(master.local());
    witness.accepted(
        new Command.PutUser("tom", Role.OPERATOR, Optional.of(Passwords.verifier(PASSWORD))));
    int number = 0;
    for (int priority : new int[] {5, 8, 2, 5, 8, 5}) {
      number++;
      witness.submit(number % 2 == 0 ? "site" : "library", priority, "why " + number);
    }
    Stagehand.toolkit();
    memory = new Memory(folder.resolve("memory"));
  }

  private void start(String... arguments) {
    Stagehand.onFx(() -> {
      app = new ConsoleApp(memory, new ClientConnector(), arguments);
      stage = new Stage();
      stage.setX(0);
      stage.setY(0);
      app.start(stage);
    });
  }

  @AfterEach
  void close() {
    robot.release(new KeyCode[0]);
    robot.release(new MouseButton[0]);
    Stagehand.onFx(() -> {
      stage.close();
      app.stop();
    });
    witness.close();
    master.close();
  }

  private Scene scene() {
    return stage.getScene();
  }

  private static void until(String what, BooleanSupplier holds) {
    Stagehand.until(what, holds);
  }

  /// As one who was there before: only the password is asked for.
  private void attach() {
    memory.keep(
        new KnownMaster(
            master.address(),
            "farm",
            "tom",
            Optional.of(master.fingerprint()),
            Instant.now(),
            "QUEUE"));
    start();
    robot.clickOn("#attach-password").write(PASSWORD);
    robot.push(KeyCode.ENTER);
    untilOrder(2L, 5L, 1L, 4L, 6L, 3L);
    untilLive();
  }

  private void logIn(String password) {
    start();
    robot.clickOn("#attach-address").write(master.address().toString());
    robot.clickOn("#attach-user").write("tom");
    robot.clickOn("#attach-password").write(password);
    robot.push(KeyCode.ENTER);
  }

  private String text(String id) {
    return scene().lookup(id) instanceof Label label ? label.getText() : "";
  }

  private void untilOrder(Long... ids) {
    until("the order " + List.of(ids), () -> queue.isThere() && queue.ids().equals(List.of(ids)));
  }

  private void untilLive() {
    until("connected", () -> text("#line-text").startsWith("connected"));
  }

  private boolean isShown(String id) {
    Node node = scene().lookup(id);
    return node != null && node.getParent().isVisible();
  }

  private boolean isGrey() {
    return scene().getRoot().getPseudoClassStates().contains(PseudoClass.getPseudoClass("stale"));
  }

  private boolean canPause() {
    return scene().lookup("#pause") instanceof Button pause && !pause.isDisabled();
  }

  @Test
  void attachesToAMasterThatAPersonHasJudged() {
    logIn(PASSWORD);
    until("the fingerprint is shown", () -> !text("#attach-fingerprint").isEmpty());
    assertThat(text("#attach-fingerprint")).isEqualTo(master.fingerprint().grouped());
    robot.push(KeyCode.ENTER);
    assertThat(scene().lookup("#attach-now").isVisible()).isFalse();
    assertThat(text("#attach-fingerprint")).isNotEmpty();
    robot.clickOn("#attach-trust");
    untilOrder(2L, 5L, 1L, 4L, 6L, 3L);
    untilLive();
    assertThat(memory.master(master.address()))
        .hasValueSatisfying(it -> assertThat(it.fingerprint()).contains(master.fingerprint()));
    assertThat(text("#farm-name")).isNotEmpty().isNotEqualTo("...");
    assertThat(text("#attached-to")).isEqualTo(master.address() + "   tom (operator)");
    assertThat(text("#count-queued")).isEqualTo("6");
  }

  @Test
  void wrongPasswordIsRefusedAndTheRightOneLetsIn() {
    logIn("wrong");
    until("the fingerprint is shown", () -> !text("#attach-fingerprint").isEmpty());
    robot.clickOn("#attach-trust");
    until("it is refused", () -> !text("#attach-problem").isEmpty());
    assertThat(text("#attach-problem")).contains("password");
    robot.write(PASSWORD);
    robot.push(KeyCode.ENTER);
    untilOrder(2L, 5L, 1L, 4L, 6L, 3L);
  }

  @Test
  void draggedRowMovesInTheMasterAndBack() throws Exception {
    attach();
    robot.clickOn(queue.at(3, 0.5));
    queue.lift(robot, 3, 5, 0.2);
    robot.drop();
    assertThat(witness.awaitOrder(2L, 3L, 5L, 1L, 4L, 6L).request(3).priority()).isEqualTo(8);
    untilOrder(2L, 3L, 5L, 1L, 4L, 6L);
    until("settled", () -> !queue.row(3).isPending());
    robot.push(KeyCode.CONTROL, KeyCode.Z);
    assertThat(witness.awaitOrder(2L, 5L, 1L, 4L, 6L, 3L).request(3).priority()).isEqualTo(2);
    untilOrder(2L, 5L, 1L, 4L, 6L, 3L);
  }

  @Test
  void priorityAndHoldReachTheMaster() throws Exception {
    attach();
    robot.clickOn(queue.at(3, 0.5));
    robot.push(KeyCode.F2);
    robot.write("9");
    robot.push(KeyCode.ENTER);
    assertThat(witness.awaitOrder(3L, 2L, 5L, 1L, 4L, 6L).request(3).priority()).isEqualTo(9);
    untilOrder(3L, 2L, 5L, 1L, 4L, 6L);
    robot.push(KeyCode.H);
    witness.await(farm -> farm.request(3).hold().isPresent());
    until("shown as held", () -> queue.row(3).isHeld());
    until("says who", () -> queue.row(3).waitsFor().equals("held by tom"));
  }

  @Test
  void pausesWithAReasonAndResumes() throws Exception {
    attach();
    robot.clickOn("#pause");
    robot.clickOn("#pause-reason").write("freeze");
    robot.push(KeyCode.ENTER);
    witness.await(farm -> farm.pauses().stream().anyMatch(it -> it.reason().equals("freeze")));
    until("the banner says it", () -> text("#banner-paused").endsWith(": freeze"));
    until("why nothing starts", () -> queue.row(1).waitsFor().contains("paused by tom"));
    robot.clickOn("#resume-now");
    witness.await(farm -> farm.pauses().isEmpty());
    until("the banner is gone", () -> text("#banner-paused").isEmpty());
    until("another reason", () -> !queue.row(1).waitsFor().contains("paused"));
  }

  @Test
  void lostMasterIsSaidAndItsReturnNeedsNoHelp() throws Exception {
    attach();
    robot.clickOn(queue.at(1, 0.5));
    robot.push(KeyCode.H);
    until("held", () -> queue.row(1).isHeld());
    master.close();
    until("it says so", () -> text("#banner-lost").startsWith("Line to the master lost"));
    until("it is grey", this::isGrey);
    assertThat(isShown("#banner-lost")).isTrue();
    assertThat(canPause()).isFalse();
    assertThat(queue.ids()).containsExactly(2L, 5L, 1L, 4L, 6L, 3L);
    master.comeBack();
    untilLive();
    assertThat(isGrey()).isFalse();
    assertThat(isShown("#banner-lost")).isFalse();
    untilOrder(2L, 5L, 1L, 4L, 6L, 3L);
    until("commands can be given", this::canPause);
    robot.push(KeyCode.CONTROL, KeyCode.Z);
    until("released", () -> !queue.row(1).isHeld());
  }

  @Test
  void tokenFileLetsInAgainAfterTheMasterHasMadeAnotherToken() throws Exception {
    Path token = folder.resolve("farm").resolve("token");
    String before = Files.readString(token);
    start(
        master.address().toString(),
        "--fingerprint",
        master.fingerprint().hex(),
        "--token-file",
        token.toString());
    untilLive();
    master.close();
    until("it says so", () -> text("#banner-lost").startsWith("Line to the master lost"));
    master.comeBack();
    assertThat(Files.readString(token)).isNotEqualTo(before);
    untilLive();
    untilOrder(2L, 5L, 1L, 4L, 6L, 3L);
  }
}
