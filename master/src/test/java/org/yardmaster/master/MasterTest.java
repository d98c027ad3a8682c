package org.yardmaster.master;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yardmaster.master.config.FarmYaml;
import org.yardmaster.master.loop.SafetyPass;
import org.yardmaster.protocol.client.MasterClient;
import org.yardmaster.protocol.client.Passwords;
import org.yardmaster.protocol.message.Answer;
import org.yardmaster.protocol.message.BuildReport;
import org.yardmaster.protocol.message.Command;
import org.yardmaster.protocol.message.ConsoleFrame;
import org.yardmaster.protocol.message.Query;
import org.yardmaster.protocol.message.Reply;
import org.yardmaster.protocol.message.SlaveFrame;
import org.yardmaster.protocol.message.SlaveMessage;
import org.yardmaster.protocol.message.SlaveMessage.BuildFinished;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.BuildResult;
import org.yardmaster.protocol.model.Contact;
import org.yardmaster.protocol.model.FarmConfig;
import org.yardmaster.protocol.model.Outcome;
import org.yardmaster.protocol.model.PauseScope;
import org.yardmaster.protocol.model.Request;
import org.yardmaster.protocol.model.RequestId;
import org.yardmaster.protocol.model.Role;
import org.yardmaster.protocol.model.StepResult;
import org.yardmaster.protocol.wire.FrameCodec;
import org.yardmaster.protocol.wire.WireLimits;

/// A whole master over real sockets and a real database; only the slaves are scripted.
final class MasterTest {
  private static final String FARM =
      """
      builders:
        hello:
          steps:
            - echo hello
      """;

  private static final byte[] OUTPUT = "1 o|".getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;
  private TestMaster master;
  private TestConsole anna;

  @BeforeEach
  void start() throws Exception {
    master = TestMaster.start(folder.resolve("farm"), FARM);
    anna = master.console();
  }

  @AfterEach
  void stop() {
    anna.close();
    master.close();
  }

  private ScriptedSlave slave(String startId) throws Exception {
    String secret = master.addSlave(anna, "s", 1);
    return slave(secret, startId);
  }

  private ScriptedSlave another(String name) throws Exception {
    String secret = master.addSlave(anna, name, 1);
    return new ScriptedSlave(name, secret, "one", master.slaves(), master.fingerprint());
  }

  private ScriptedSlave slave(String secret, String startId) {
    return new ScriptedSlave("s", secret, startId, master.slaves(), master.fingerprint());
  }

  private static BuildFinished finished(BuildId build, long logBytes) {
    return new BuildFinished(build, success(logBytes));
  }

  private static BuildResult success(long logBytes) {
    return new BuildResult(
        Outcome.SUCCESS,
        List.of(
            new StepResult(
                0, "echo", StepResult.End.EXITED, 0, Duration.ofMillis(5), logBytes, "")),
        "");
  }

  @Test
  void aSubmittedRequestIsBuiltRecordedAndItsLogKept() throws Exception {
    try (ScriptedSlave slave = slave("one")) {
      RequestId request = anna.accepted(TestMaster.submit("hello")).request().orElseThrow();
      BuildId build = slave.build().order().build();
      slave.say(new SlaveMessage.StepStarted(build, 0));
      byte[] output = "1 o| hello\n".getBytes(StandardCharsets.UTF_8);
      assertThat(slave.print(new SlaveFrame.LogChunk(build, 0, 0, output))).isTrue();
      slave.say(finished(build, output.length));

      assertThat(slave.hear(SlaveMessage.BuildRecorded.class).build()).isEqualTo(build);
      awaitWhole(slave);
      anna.await(view -> view.requests().isEmpty() && view.builds().isEmpty());
      Reply.Requests history = anna.ask(new Query.OneFinished(request), Reply.Requests.class);
      assertThat(history.requests())
          .singleElement()
          .extracting(r -> r.outcome())
          .isEqualTo(Outcome.SUCCESS);
      Reply.LogPart log = anna.ask(new Query.ReadLog(build, 0, 0, 1000, true), Reply.LogPart.class);
      assertThat(log).isEqualTo(new Reply.LogPart(0, output, output.length, true));
    }
  }

  @Test
  void theQueueItsOrderHoldsAndPauseSurviveARestart() throws Exception {
    anna.accepted(new Command.Pause(PauseScope.farm(), "freeze", Optional.empty()));
    RequestId a = anna.accepted(TestMaster.submit("hello")).request().orElseThrow();
    RequestId b = anna.accepted(TestMaster.submit("hello")).request().orElseThrow();
    anna.accepted(new Command.Move(List.of(b), Command.Side.BEFORE, a));
    long hold = anna.accepted(new Command.Hold(List.of(a), "wait")).number();

    anna.close();
    master.restart();
    anna = master.console();

    List<RequestId> order =
        anna.read(view -> view.order().values().stream().map(Request::id).toList());
    assertThat(order).containsExactly(b, a);
    anna.await(view -> view.requests().get(a).hold().isPresent());
    anna.await(view -> view.pauses().containsKey(PauseScope.farm()));
    anna.accepted(new Command.Undo(Optional.of(hold)));
    anna.await(view -> view.requests().get(a).hold().isEmpty());
  }

  @Test
  void theConfigurationOfALargeFarmGoesThrough() throws Exception {
    StringBuilder yaml = new StringBuilder("builders:\n");
    for (int i = 0; i < 500; i++) {
      yaml.append("  product-%04d-linux-x86_64:\n".formatted(i))
          .append("    description: builds and tests product %d on each push\n".formatted(i))
          .append("    on: { capabilities: [linux, x86_64, jdk25] }\n")
          .append("    env: { CI: 'true', PRODUCT: product-%d, LANG: C.UTF-8 }\n".formatted(i))
          .append("    steps:\n");
      for (String step : List.of("configure", "compile", "unit-test", "package", "publish")) {
        yaml.append("      - name: %s\n".formatted(step))
            .append("        run: ./tools/ci/%s --product product-%d --strict\n".formatted(step, i))
            .append("        timeout: 30m\n");
      }
    }
    yaml.append("slaves:\n");
    for (int i = 0; i < 5000; i++) {
      yaml.append("  rack-%02d-machine-%04d.lab.example.org:\n".formatted(i / 100, i))
          .append("    capabilities: [linux, x86_64, jdk25, gcc14, docker]\n")
          .append("    max-builds: 4\n");
    }
    FarmConfig config = FarmYaml.check("farm.yaml", yaml.toString()).config().orElseThrow();
    Command.ApplyConfig command = new Command.ApplyConfig(config, yaml.toString());
    int size = FrameCodec.CONSOLE.encode(new ConsoleFrame.Do("1", command, true)).length;
    assertThat(size).isBetween(WireLimits.door().frames() + 1, WireLimits.HARD_MAXIMUM / 4);

    anna.accepted(command);
    anna.await(view -> view.slaves().size() == 5000 && view.builders().size() >= 500);
  }

  /// A build that runs on the slave and has printed [#OUTPUT] once.
  private BuildId printing(ScriptedSlave slave) throws Exception {
    anna.accepted(TestMaster.submit("hello"));
    BuildId build = slave.build().order().build();
    slave.print(new SlaveFrame.LogChunk(build, 0, 0, OUTPUT));
    slave.hear(SlaveFrame.LogStored.class);
    return build;
  }

  private static void awaitWhole(ScriptedSlave slave) throws Exception {
    while (!slave.hear(SlaveFrame.LogStored.class).synced()) {
      continue;
    }
  }

  @Test
  void theLogOfARecordedBuildIsCompletedAfterARestartOfTheMaster() throws Exception {
    try (ScriptedSlave slave = slave("one")) {
      anna.accepted(TestMaster.submit("hello"));
      BuildId build = slave.build().order().build();
      slave.say(finished(build, 4));
      slave.hear(SlaveMessage.BuildRecorded.class);
      slave.has(new BuildReport.Ended(build, success(4)));

      anna.close();
      master.restart();
      anna = master.console();

      slave.hear(SlaveFrame.Attached.class);
      slave.hear(SlaveMessage.BuildRecorded.class);
      assertThat(slave.print(new SlaveFrame.LogChunk(build, 0, 0, OUTPUT))).isTrue();
      awaitWhole(slave);
      assertThat(anna.ask(new Query.OneFinished(new RequestId(1)), Reply.Requests.class).requests())
          .singleElement()
          .extracting(r -> r.outcome())
          .isEqualTo(Outcome.SUCCESS);
    }
  }

  @Test
  void aSlaveCannotEndTheLogOfAnothersBuild() throws Exception {
    try (ScriptedSlave slave = slave("one")) {
      BuildId build = printing(slave);
      try (ScriptedSlave other = another("other")) {
        other.hear(SlaveFrame.Attached.class);
        for (int i = 0; i < 2; i++) {
          other.say(finished(build, 0));
          other.hear(SlaveMessage.BuildRecorded.class);
        }
      }
      slave.print(new SlaveFrame.LogChunk(build, 0, OUTPUT.length, OUTPUT));
      assertThat(slave.hear(SlaveFrame.LogStored.class).length()).isEqualTo(2 * OUTPUT.length);
    }
  }

  @Test
  void aSlaveCannotWriteTheLogOfABuildThatIsStillToCome() throws Exception {
    try (ScriptedSlave other = another("other")) {
      other.hear(SlaveFrame.Attached.class);
      anna.accepted(new Command.TakeOut(List.of("other"), "", Optional.empty()));
      byte[] forged = "1 o| forged".getBytes(StandardCharsets.UTF_8);
      other.print(new SlaveFrame.LogChunk(new BuildId(1), 0, 0, forged));
      other.hear(SlaveFrame.LogStored.class);
      try (ScriptedSlave slave = slave("one")) {
        anna.accepted(TestMaster.submit("hello"));
        BuildId build = slave.build().order().build();
        assertThat(build).isEqualTo(new BuildId(1));
        slave.print(new SlaveFrame.LogChunk(build, 0, 0, OUTPUT));
        assertThat(slave.hear(SlaveFrame.LogStored.class).length()).isEqualTo(OUTPUT.length);
        assertThat(anna.ask(new Query.ReadLog(build, 0, 0, 1000, false), Reply.LogPart.class))
            .isEqualTo(new Reply.LogPart(0, OUTPUT, OUTPUT.length, false));
      }
    }
  }

  @Test
  void theLogOfARemovedSlavesLastBuildIsTakenToItsEnd() throws Exception {
    try (ScriptedSlave slave = slave("one")) {
      BuildId build = printing(slave);
      anna.accepted(new Command.RemoveSlave("s"));
      slave.say(finished(build, 2 * OUTPUT.length));
      slave.hear(SlaveMessage.BuildRecorded.class);
      slave.print(new SlaveFrame.LogChunk(build, 0, OUTPUT.length, OUTPUT));
      awaitWhole(slave);
      assertThat(slave.hear(ScriptedSlave.Refused.class).code())
          .isEqualTo(SlaveFrame.Refusal.UNKNOWN_SLAVE);
    }
  }

  @Test
  void theLogOfARemovedSlaveEndsAsItIsWhenTheMasterIsRestarted() throws Exception {
    try (ScriptedSlave slave = slave("one")) {
      BuildId build = printing(slave);
      anna.accepted(new Command.RemoveSlave("s"));
      slave.say(finished(build, 2 * OUTPUT.length));
      slave.hear(SlaveMessage.BuildRecorded.class);

      anna.close();
      master.restart();
      anna = master.console();

      Query follow = new Query.ReadLog(build, 0, OUTPUT.length, 1000, true);
      assertThat(anna.ask(follow, Reply.LogPart.class).complete()).isTrue();
    }
  }

  @Test
  void aRunningBuildIsAdoptedAfterARestartOfTheMaster() throws Exception {
    try (ScriptedSlave slave = slave("one")) {
      anna.accepted(TestMaster.submit("hello"));
      BuildId build = slave.build().order().build();
      slave.has(new BuildReport.Running(build, List.of(), Optional.of(0), Optional.empty()));

      anna.close();
      master.restart();
      anna = master.console();
      anna.await(
          view -> view.slave("s").orElseThrow().contact().state() == Contact.State.CONNECTED);
      List<BuildId> builds = anna.read(view -> view.builds().keySet().stream().toList());
      assertThat(builds).containsExactly(build);

      slave.say(finished(build, 0));
      anna.await(view -> view.requests().isEmpty());
      assertThat(
              anna.ask(
                      new Query.BuildHistory(
                          Optional.empty(), Optional.empty(), OptionalLong.empty(), 10),
                      Reply.Builds.class)
                  .builds())
          .hasSize(1);
    }
  }

  @Test
  void aBuildWhoseSecretIsMissingFailsAndItsSlaveIsNotTold() throws Exception {
    String yaml = FARM + "    secrets: [TOKEN]\nsecrets: {TOKEN: {file: missing}}\n";
    FarmConfig config = FarmYaml.check("farm.yaml", yaml).config().orElseThrow();
    try (ScriptedSlave slave = slave("one")) {
      slave.hear(SlaveFrame.Attached.class);
      anna.accepted(new Command.ApplyConfig(config, yaml));
      anna.accepted(TestMaster.submit("hello"));
      anna.await(view -> view.order().isEmpty());
      assertThat(anna.ask(new Query.OneFinished(new RequestId(1)), Reply.Requests.class).requests())
          .singleElement()
          .matches(ended -> ended.outcome() == Outcome.FAILURE)
          .matches(ended -> ended.detail().contains("TOKEN"));

      anna.accepted(
          new Command.ApplyConfig(FarmYaml.check("f", FARM).config().orElseThrow(), FARM));
      anna.accepted(TestMaster.submit("hello"));
      assertThat(slave.build().order().build()).isEqualTo(new BuildId(2));
    }
  }

  @Test
  void aSlaveWithAWrongSecretIsRefusedAndToldSo() throws Exception {
    slave("one").close();
    try (ScriptedSlave thief = slave("guess", "two")) {
      assertThat(thief.hear(ScriptedSlave.Refused.class).code())
          .isEqualTo(SlaveFrame.Refusal.WRONG_SECRET);
    }
    try (ScriptedSlave stranger =
        new ScriptedSlave("who", "x", "one", master.slaves(), master.fingerprint())) {
      assertThat(stranger.hear(ScriptedSlave.Refused.class).message()).contains("who");
    }
  }

  @Test
  void aSecondProcessOfOneNameIsRefusedWhileTheFirstAnswers() throws Exception {
    String secret = master.addSlave(anna, "s", 1);
    try (ScriptedSlave first = slave(secret, "one")) {
      first.hear(SlaveFrame.Attached.class);
      try (ScriptedSlave clone = slave(secret, "two")) {
        assertThat(clone.hear(ScriptedSlave.Refused.class).code())
            .isEqualTo(SlaveFrame.Refusal.NAME_IN_USE);
      }
      anna.accepted(TestMaster.submit("hello"));
      assertThat(first.build().order().builder()).isEqualTo("hello");
    }
  }

  @Test
  void aCommandSentTwiceActsOnce() throws Exception {
    Command submit = TestMaster.submit("hello");
    Answer first = anna.client().command("same", submit).get();
    Answer second = anna.client().command("same", submit).get();

    assertThat(second).isEqualTo(first);
    anna.await(view -> view.requests().size() == 1);
  }

  @Test
  void twoPeopleMovingRowsAtOnceSeeOneSameOrder() throws Exception {
    List<RequestId> ids = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      ids.add(anna.accepted(TestMaster.submit("hello")).request().orElseThrow());
    }
    try (TestConsole tom = master.console()) {
      CompletableFuture<Void> annas = shuffle(anna, ids, new Random(1));
      CompletableFuture<Void> toms = shuffle(tom, ids, new Random(2));
      CompletableFuture.allOf(annas, toms).get();
      long last = tom.accepted(new Command.Hold(ids, "done")).number();
      assertThat(last).isPositive();
      List<RequestId> seenByAnna = orderWhenAllHeld(anna);
      List<RequestId> seenByTom = orderWhenAllHeld(tom);

      assertThat(seenByAnna).isEqualTo(seenByTom).containsExactlyInAnyOrderElementsOf(ids);
    }
  }

  private static CompletableFuture<Void> shuffle(
      TestConsole who, List<RequestId> ids, Random random) {
    List<CompletableFuture<Answer>> moves = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      RequestId moved = ids.get(random.nextInt(ids.size()));
      RequestId anchor = ids.get(random.nextInt(ids.size()));
      moves.add(
          who.client().command(new Command.Move(List.of(moved), Command.Side.BEHIND, anchor)));
    }
    return CompletableFuture.allOf(moves.toArray(CompletableFuture[]::new));
  }

  private static List<RequestId> orderWhenAllHeld(TestConsole who) throws Exception {
    return who.read(view ->
        view.requests().values().stream().allMatch(r -> r.hold().isPresent())
            ? view.order().values().stream().map(Request::id).toList()
            : null);
  }

  @Test
  void aNewPersonsPasswordAndRoleAreChecked() throws Exception {
    anna.accepted(
        new Command.PutUser("vera", Role.VIEWER, Optional.of(Passwords.verifier("secret"))));
    try (TestConsole vera =
        TestConsole.attach(
            new MasterClient.Target(
                master.consoles(), Optional.of(master.fingerprint()), "vera", "secret", false))) {
      assertThat(vera.command(TestMaster.submit("hello")))
          .isInstanceOfSatisfying(
              Answer.Refused.class, r -> assertThat(r.code()).isEqualTo(Answer.Code.FORBIDDEN));
    }
  }

  @Test
  void theSafetyPassOverABusyQueueFindsNothingMissed() throws Exception {
    String secret = master.addSlave(anna, "s", 2);
    for (int i = 0; i < 150; i++) {
      anna.accepted(TestMaster.submit("hello"));
    }
    try (ScriptedSlave slave = slave(secret, "one")) {
      for (int i = 0; i < 30; i++) {
        slave.say(finished(slave.build().order().build(), 0));
        assertThat(master.master().safety().pass().get(30, TimeUnit.SECONDS).missed()).isZero();
      }
    }
    SafetyPass.Counts counts = master.master().safety().counts();
    assertThat(counts.passes()).isEqualTo(30);
    assertThat(counts.missed()).isZero();
  }
}
