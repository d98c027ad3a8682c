package org.yardmaster.console;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.yardmaster.console.link.ClientConnector;
import org.yardmaster.console.link.RealMaster;
import org.yardmaster.console.link.Witness;
import org.yardmaster.console.memory.Memory;
import org.yardmaster.console.queue.ShownQueue;
import org.yardmaster.protocol.client.Passwords;
import org.yardmaster.protocol.client.Secrets;
import org.yardmaster.protocol.message.Command;
import org.yardmaster.protocol.model.Contact;
import org.yardmaster.protocol.model.PauseScope;
import org.yardmaster.protocol.model.RequestId;
import org.yardmaster.protocol.model.Role;
import org.yardmaster.protocol.model.SlaveDefinition;
import org.yardmaster.protocol.model.Sorted;

/// A long test: a farm with slaves at work and a queue, in pictures for people. The one of the
/// queue is the one in `doc`.
@EnabledIfSystemProperty(named = "long", matches = "true")
final class MasterScreensIT {
  private static final String FARM =
      """
      builders:
        library-linux: {on: {capabilities: [linux]}, priority: 10, steps: [sleep 600]}
        library-mac: {on: {capabilities: [mac]}, steps: [sleep 600]}
        library-windows: {on: {capabilities: [windows]}, steps: [sleep 600]}
        website: {on: {slaves: [rack-2]}, max-builds: 1, steps: [sleep 600]}
        nightly-docs: {on: {capabilities: [linux]}, priority: -10, steps: [sleep 600]}
        installer: {on: {capabilities: [windows]}, steps: [sleep 600]}
      slaves:
        rack-1: {capabilities: [linux, java-25], max-builds: 2}
        rack-2: {capabilities: [linux, java-25]}
        mini-1: {capabilities: [mac]}
        tower: {capabilities: [windows]}
      """;

  private static final String PASSWORD = "correct horse";

  @TempDir Path folder;
  private final FxRobot robot = new FxRobot();
  private final ShownQueue queue = new ShownQueue(this::scene);
  private final List<Process> machines = new ArrayList<>();
  private RealMaster master;
  private Witness admin;
  private Witness anna;
  private Witness tom;
  private ConsoleApp app;
  private Stage stage;

  @BeforeEach
  void open() throws Exception {
    master = RealMaster.start(folder.resolve("north"), FARM);
    admin = new Witness(master.local());
    anna = user("anna");
    tom = user("tom");
    machine("rack-1");
    machine("rack-2");
    fill();
    Stagehand.toolkit();
    start();
  }

  private Witness user(String name) throws Exception {
    admin.accepted(
        new Command.PutUser(name, Role.OPERATOR, Optional.of(Passwords.verifier(PASSWORD))));
    return new Witness(master.as(name, PASSWORD));
  }

  private void machine(String name) throws Exception {
    String secret = Secrets.random();
    admin.accepted(
        new Command.AddSlave(
            name, new SlaveDefinition(Sorted.set(List.of()), 1), Secrets.hash(secret)));
    machines.add(
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "org.yardmaster.slave.Main",
                "run",
                "--name",
                name,
                "--master",
                master.slaves().toString(),
                "--fingerprint",
                master.fingerprint().hex(),
                "--secret",
                secret,
                "--data",
                folder.resolve(name).toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(name + ".log").toFile())
            .start());
    admin.await(farm ->
        farm.slaves().stream()
            .anyMatch(
                it -> it.name().equals(name) && it.contact().state() == Contact.State.CONNECTED));
  }

  private void fill() throws Exception {
    for (int i = 0; i < 3; i++) {
      tom.submit("library-linux", 10, "main at 4f1c0" + i);
    }
    admin.await(farm -> farm.requests().stream().filter(it -> it.build().isPresent()).count() == 3);
    anna.submit("library-linux", 20, "hot fix for 2.4");
    anna.submit("installer", 20, "release candidate 2.4.1");
    anna.submit("library-windows", 20, "release candidate 2.4.1");
    for (int i = 0; i < 6; i++) {
      (i % 3 == 1 ? anna : tom).submit("library-linux", 10, "main at 8b02e" + i);
    }
    for (int i = 0; i < 3; i++) {
      tom.submit("library-mac", 0, "main at 8b02e" + 2 * i);
      anna.submit("website", 0, "news of week " + (46 + i));
      tom.submit("library-windows", 0, "main at 8b02e" + 2 * i);
    }
    tom.submit("website", 0, "try the new header");
    for (String part : List.of("guide", "reference", "translations", "search index")) {
      admin.submit("nightly-docs", -10, part);
    }
    tom.submit("library-mac", -10, "old branch 2.3");
    anna.accepted(new Command.Hold(List.of(new RequestId(22)), "waits for the new logo"));
    anna.accepted(
        new Command.Pause(PauseScope.builder("installer"), "signing key", Optional.empty()));
    admin.accepted(new Command.TakeOut(List.of("tower"), "disk is full", Optional.empty()));
  }

  private void start() {
    Stagehand.onFx(() -> {
      app = new ConsoleApp(new Memory(folder.resolve("memory")), new ClientConnector());
      stage = new Stage();
      stage.setX(0);
      stage.setY(0);
      app.start(stage);
    });
  }

  private void end() {
    Stagehand.onFx(() -> {
      stage.close();
      app.stop();
    });
  }

  @AfterEach
  void close() throws Exception {
    end();
    for (Process machine : machines) {
      machine.destroy();
      if (!machine.waitFor(20, TimeUnit.SECONDS)) {
        machine.destroyForcibly();
      }
    }
    List.of(anna, tom, admin).forEach(Witness::close);
    master.close();
  }

  private Scene scene() {
    return stage.getScene();
  }

  private void until(String id) {
    Stagehand.until(
        id + " is there",
        () -> {
          var node = scene().lookup(id);
          return node != null && node.getParent().isVisible();
        });
  }

  @Test
  void attachingAndTheQueue() {
    Stagehand.picture(scene(), "attach-new");
    robot.clickOn("#attach-address").write(master.address().toString());
    robot.clickOn("#attach-user").write("anna");
    robot.clickOn("#attach-password").write("wrong");
    robot.push(KeyCode.ENTER);
    until("#attach-trust");
    Stagehand.picture(scene(), "attach-judge");
    robot.clickOn("#attach-trust");
    until("#attach-problem");
    Stagehand.picture(scene(), "attach-refused");
    robot.write(PASSWORD).push(KeyCode.ENTER);
    Stagehand.until("all is there", () -> queue.isThere() && queue.ids().size() == 24);
    Stagehand.until("reasons are there", () -> !queue.row(4).waitsFor().isEmpty());
    robot.clickOn(queue.at(9, 0.5));
    Stagehand.pass(30);
    Stagehand.picture(scene(), "console");
    robot.push(KeyCode.ENTER);
    Stagehand.pass(30);
    Stagehand.picture(scene(), "console-details");
    end();
    start();
    Stagehand.picture(scene(), "attach-known");
  }
}
