package org.yardmaster.master.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.yardmaster.master.ScriptedSlave;
import org.yardmaster.master.TestConsole;
import org.yardmaster.master.TestMaster;
import org.yardmaster.protocol.message.Command;
import org.yardmaster.protocol.model.AlertHook;
import org.yardmaster.protocol.model.Contact;
import org.yardmaster.protocol.model.FarmConfig;
import org.yardmaster.protocol.model.FarmSettings;
import org.yardmaster.protocol.model.Incident;
import org.yardmaster.protocol.model.IncidentKind;
import org.yardmaster.protocol.model.Sorted;

/// A whole master, a slave that comes and goes, a program and an HTTP server that are told of it.
@Timeout(120)
final class MasterAlertsTest {
  @TempDir Path folder;
  private Path log;
  private HookServer server;
  private TestMaster master;
  private TestConsole anna;
  private String secret;

  @BeforeEach
  void start() throws Exception {
    log = folder.resolve("log");
    server = new HookServer();
    master = TestMaster.start(folder.resolve("farm"), "builders: {}\n");
    anna = master.console();
    anna.accepted(new Command.ApplyConfig(config(), ""));
    secret = master.addSlave(anna, "osx-3", 1);
  }

  @AfterEach
  void stop() {
    anna.close();
    master.close();
    server.close();
  }

  private FarmConfig config() {
    FarmSettings defaults = FarmSettings.defaults();
    TreeMap<String, AlertHook> hooks = new TreeMap<>();
    hooks.put(
        "file",
        hook(
            new AlertHook.Program(
                List.of(
                    "/bin/sh",
                    "-c",
                    "echo $YARD_FARM $YARD_ALERT_KIND $YARD_ALERT_SUBJECT $YARD_ALERT_STATE >> "
                        + log))));
    hooks.put("web", hook(new AlertHook.Post(server.url("", "/alerts"))));
    return new FarmConfig(
        new TreeMap<>(),
        new TreeMap<>(),
        new TreeMap<>(),
        List.of(),
        new TreeMap<>(),
        hooks,
        new FarmSettings(
            Duration.ofMillis(50),
            defaults.lease(),
            defaults.logLimit(),
            defaults.diskReserve(),
            defaults.aging(),
            defaults.retry(),
            defaults.backOff(),
            defaults.overtakes(),
            defaults.standstill(),
            defaults.history()));
  }

  private static AlertHook hook(AlertHook.Action action) {
    return new AlertHook(Sorted.set(List.of(IncidentKind.values())), action);
  }

  @Test
  void hostThatGoesDownAndComesBackIsToldOnceEach() throws Exception {
    slave("a").close();
    assertThat(server.next().body()).contains("\"host-down\"", "\"osx-3\"", "\"begin\"");
    anna.await(
        view -> view.incidents().values().stream().anyMatch(i -> i.told() == Incident.Told.BEGIN));

    try (ScriptedSlave _ = slave("b")) {
      assertThat(server.next().body()).contains("\"host-down\"", "\"osx-3\"", "\"over\"");
      anna.await(view -> view.incidents().isEmpty());

      assertThat(Files.readAllLines(log))
          .containsExactly("farm host-down osx-3 begin", "farm host-down osx-3 over");
      assertThat(server.isSilent()).isTrue();
    }
  }

  @Test
  void restartOfTheMasterNeitherForgetsNorRepeats() throws Exception {
    server.answer(503);
    slave("a").close();
    server.next();
    awaitLines(1);

    server.answer(200);
    restart();

    assertThat(server.next().body()).contains("\"begin\"");
    anna.await(
        view -> view.incidents().values().stream().anyMatch(i -> i.told() == Incident.Told.BEGIN));
    restart();
    try (ScriptedSlave _ = slave("b")) {
      assertThat(server.next().body()).contains("\"over\"");
      anna.await(view -> view.incidents().isEmpty());
      assertThat(Files.readAllLines(log))
          .containsExactly("farm host-down osx-3 begin", "farm host-down osx-3 over");
    }
  }

  private void restart() throws Exception {
    anna.close();
    master.restart();
    anna = master.console();
  }

  private void awaitLines(int count) throws Exception {
    while (!Files.exists(log) || Files.readAllLines(log).size() < count) {
      Thread.onSpinWait();
    }
  }

  private ScriptedSlave slave(String startId) throws Exception {
    ScriptedSlave slave =
        new ScriptedSlave("osx-3", secret, startId, master.slaves(), master.fingerprint());
    anna.await(view ->
        view.slaves().values().stream()
            .anyMatch(s -> s.contact().state() == Contact.State.CONNECTED));
    return slave;
  }
}
