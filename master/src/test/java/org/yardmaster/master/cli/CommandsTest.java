package org.yardmaster.master.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.yardmaster.master.ScriptedSlave;
import org.yardmaster.master.TestMaster;
import org.yardmaster.protocol.message.SlaveFrame;
import org.yardmaster.protocol.message.SlaveMessage;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.BuildResult;
import org.yardmaster.protocol.model.Outcome;
import org.yardmaster.protocol.model.StepResult;
import org.yardmaster.protocol.wire.Fingerprint;
import org.yardmaster.protocol.wire.HostPort;

/// The program against a real master, over a real line; only the slaves are scripted.
@Timeout(120)
final class CommandsTest {
  private static final String FARM =
      """
      builders:
        hello:
          description: Says hello
          steps:
            - name: greet
              run: echo hello
            - name: leave
              run: echo bye
        urgent:
          priority: 5
          steps:
            - date
      """;

  @TempDir Path folder;
  private final ExecutorService aside = Executors.newCachedThreadPool();
  private TestMaster master;
  private Typist typist;

  @BeforeEach
  void start() throws Exception {
    Path farm = folder.resolve("farm");
    master = TestMaster.start(farm, FARM);
    typist = new Typist(folder).with("YARDMASTER_DATA", farm.toString());
  }

  @AfterEach
  void stop() {
    aside.shutdownNow();
    master.close();
  }

  private Typist.Result ok(String... command) {
    Typist.Result result = typist.type(command);
    assertThat(result.err()).isEmpty();
    assertThat(result.code()).isZero();
    return result;
  }

  private Typist.Result fails(ExitCode code, String... command) {
    Typist.Result result = typist.type(command);
    assertThat(result.code()).isEqualTo(code.code());
    assertThat(result.err()).startsWith("yardmaster: ");
    assertThat(result.out()).isEmpty();
    return result;
  }

  private QueueListing queue() {
    return ok("queue", "--json").json(QueueListing.class);
  }

  private List<Long> order() {
    return queue().requests().stream().map(QueueListing.Row::id).toList();
  }

  private ScriptedSlave slave(String name) {
    Typist.Result added = typist.type("slave", "add", name, "--json");
    assertThat(added.code()).isZero();
    SlaveAddCommand.Added told = added.json(SlaveAddCommand.Added.class);
    return new ScriptedSlave(
        name,
        told.secret(),
        "start-" + name,
        HostPort.parse(told.address()),
        Fingerprint.parse(told.fingerprint()));
  }

  private static StepResult step(int index, String name, int exitCode, long logBytes) {
    return new StepResult(
        index, name, StepResult.End.EXITED, exitCode, Duration.ofMillis(1500), logBytes, "");
  }

  private static void print(ScriptedSlave slave, BuildId build, int step, long offset, String log) {
    byte[] bytes = log.getBytes(StandardCharsets.UTF_8);
    assertThat(slave.print(new SlaveFrame.LogChunk(build, step, offset, bytes))).isTrue();
  }

  @Test
  void theQueueIsShownInItsOrderWithTheReasonsToWait() {
    ok("submit", "hello", "-r", "nightly");
    ok("submit", "urgent", "-D", "branch=main");
    ok("submit", "hello", "-p", "9");
    ok("hold", "#1", "-r", "wait for me");

    String shown = ok("queue").out().replaceAll("\\b\\d+ s", "0 s");

    assertThat(shown)
        .isEqualTo(
            """
            POS  REQUEST  BUILDER  PRIO  WAITED  BY    WHY IT WAITS              REASON
              1       #3  hello       9     0 s  anna  no slave can ever run it
              2       #2  urgent      5     0 s  anna  no slave can ever run it
              3       #1  hello       0     0 s  anna  held by anna              nightly
            3 waiting; no build runs.
            """);
    assertThat(ok("queue", "--why", "--builder", "hello").out())
        .contains("3. #1 hello, priority 0, waits for ")
        .contains("     Held by anna since ")
        .contains("(wait for me).");
  }

  @Test
  void scriptsReadTheQueueByStableNames() {
    ok("submit", "hello", "-r", "nightly", "-D", "branch=main");

    String json =
        ok("queue", "--json")
            .out()
            .replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z", "T")
            .replaceAll("\"waitedMillis\" : \\d+", "\"waitedMillis\" : 0");

    assertThat(json)
        .isEqualTo(
            """
            {
              "queued" : 1,
              "shelved" : 0,
              "running" : 0,
              "matching" : 1,
              "pauses" : [ ],
              "requests" : [ {
                "position" : 1,
                "id" : 1,
                "builder" : "hello",
                "priority" : 0,
                "waitedPoints" : null,
                "held" : false,
                "shelved" : false,
                "notBefore" : null,
                "retryAt" : null,
                "submittedBy" : "anna",
                "submittedAt" : "T",
                "waitedMillis" : 0,
                "reason" : "nightly",
                "properties" : {
                  "branch" : "main"
                },
                "attempts" : 0,
                "why" : [ {
                  "code" : "impossible",
                  "slave" : null,
                  "text" : "No slave of the farm can run hello, even if all were there and idle."
                } ]
              } ]
            }
            """);
  }

  @Test
  void movesAreUndoneAndDoneAgain() {
    for (int i = 0; i < 4; i++) {
      ok("submit", "hello");
    }
    assertThat(ok("move", "3-4", "--before", "1").out()).isEqualTo("Moved 2 requests before #1.\n");
    assertThat(order()).containsExactly(3L, 4L, 1L, 2L);
    ok("move", "2", "--top");
    assertThat(order()).containsExactly(2L, 3L, 4L, 1L);
    ok("move", "2", "--behind", "#4");
    assertThat(order()).containsExactly(3L, 4L, 2L, 1L);
    ok("move", "3", "--bottom");
    assertThat(order()).containsExactly(4L, 2L, 1L, 3L);

    ok("undo");
    ok("undo");
    assertThat(order()).containsExactly(2L, 3L, 4L, 1L);
    ok("redo");
    assertThat(order()).containsExactly(3L, 4L, 2L, 1L);
    ok("priority", "7", "1");
    assertThat(order()).containsExactly(1L, 3L, 4L, 2L);
    ok("cancel", "1-2", "-r", "not needed");
    assertThat(order()).containsExactly(3L, 4L);
    ok("undo");
    assertThat(order()).containsExactly(1L, 3L, 4L, 2L);
  }

  @Test
  void theSameKeySubmitsOnce() {
    assertThat(ok("submit", "hello", "--key", "push-42").out())
        .isEqualTo(
            "Submitted #1 to hello"
                + "; impossible as the farm is now: no slave of it could run this builder.\n");
    ok("submit", "hello", "--key", "push-42");
    ok("submit", "hello", "--key", "push-43");

    assertThat(order()).containsExactly(1L, 2L);
  }

  @Test
  void refusalsSayWhyAndHowByTheirCode() {
    ok("submit", "hello");
    ok("cancel", "1");

    assertThat(fails(ExitCode.NOT_FOUND, "hold", "9").err()).contains("#9: no such request");
    assertThat(fails(ExitCode.NOT_FOUND, "submit", "helo").err()).contains("builder helo");
    assertThat(fails(ExitCode.NOT_FOUND, "queue", "--builder", "helo").err()).contains("helo");
    assertThat(fails(ExitCode.REFUSED, "hold", "1").err()).contains("has ended");
    assertThat(fails(ExitCode.REFUSED, "resume").err()).contains("not paused");
    assertThat(fails(ExitCode.NOT_FOUND, "show", "9").err()).contains("#9");
    assertThat(fails(ExitCode.NOT_FOUND, "show", "build-9").err()).contains("build 9");
    assertThat(fails(ExitCode.NOT_FOUND, "log", "9").err()).contains("build 9");
    assertThat(fails(ExitCode.NOT_FOUND, "slave", "out", "nobody").err()).contains("nobody");
    assertThat(fails(ExitCode.REFUSED, "redo").err()).contains("no undo");
    fails(ExitCode.USAGE, "pause", "--builder", "hello", "--slave", "s");
    fails(ExitCode.USAGE, "show", "it");
    fails(ExitCode.USAGE, "queue", "--limit", "-1");
    fails(ExitCode.USAGE, "history", "--limit", "0");
    fails(ExitCode.USAGE, "audit", "--limit", "many");
  }

  @Test
  void usersMayDoWhatTheirRoleAllows() {
    String password =
        ok("users", "add", "vera", "--json")
            .json(UserAddCommand.Put.class)
            .password()
            .orElseThrow();
    Typist vera =
        new Typist(folder.resolve("vera"))
            .with("YARDMASTER_MASTER", master.consoles().toString())
            .with("YARDMASTER_USER", "vera")
            .answering("y", password, password, password, "wrong");

    Typist.Result first = vera.type("queue");
    assertThat(first.err()).contains(master.fingerprint().grouped());
    assertThat(first.out()).isEqualTo("Nothing waits; no build runs.\n");
    Typist.Result submitted = vera.type("submit", "hello");
    assertThat(submitted.code()).isEqualTo(ExitCode.FORBIDDEN.code());
    assertThat(submitted.err()).contains("VIEWER").contains("OPERATOR");
    assertThat(vera.type("users").code()).isEqualTo(ExitCode.FORBIDDEN.code());

    ok("users", "role", "vera", "admin");
    assertThat(ok("users", "list").out()).isEqualTo("USER  ROLE\nvera  admin\n");
    fails(ExitCode.REFUSED, "users", "add", "vera");
    assertThat(fails(ExitCode.REFUSED, "users", "remove", "vera").err()).contains("last admin");

    Typist.Result wrong = vera.type("queue");
    assertThat(wrong.code()).isEqualTo(ExitCode.NO_MASTER.code());
    assertThat(wrong.err()).contains("wrong password");
  }

  @Test
  void anotherFarmAtTheSameAddressIsNotTrusted() throws Exception {
    Path known = folder.resolve(".config").resolve("yardmaster").resolve("known-farms");
    Files.createDirectories(known.resolveSibling("."));
    Files.writeString(known, master.consoles() + " " + "0".repeat(64) + "\n");

    Typist.Result result =
        new Typist(folder)
            .with("YARDMASTER_PASSWORD", "secret")
            .type("queue", "--master", master.consoles().toString());

    assertThat(result.code()).isEqualTo(ExitCode.NO_MASTER.code());
    assertThat(result.err()).contains("expected was 000").contains(known.toString());
  }

  @Test
  void aNewSlaveGetsOneLineToPaste() {
    Typist.Result added = typist.type("slave", "add", "rack-1", "-c", "linux,java-25");

    assertThat(added.code()).isZero();
    assertThat(added.out())
        .matches(
            "yardmaster-slave join --master 127\\.0\\.0\\.1:"
                + master.slaves().port()
                + " --fingerprint "
                + master.fingerprint()
                + " --name rack-1 --secret [\\w-]{43}\n");
    ok("slave", "out", "rack-1", "-r", "new disk", "--until", "23:59");
    assertThat(ok("slaves").out())
        .contains("rack-1")
        .contains("never attached, out of service by anna until ")
        .contains("(new disk)")
        .contains("java-25 linux");
    ok("slave", "in", "rack-1");
    ok("slave", "remove", "rack-1");
    assertThat(ok("slaves").out()).startsWith("This farm has no slave yet");
  }

  @Test
  void pausesAreShownWithTheirEnd() {
    ok("pause", "--builder", "hello", "-r", "freeze", "--for", "2h");
    assertThat(ok("queue").out()).startsWith("Paused: builder hello, by anna since ");
    ok("resume", "--builder", "hello");
    assertThat(ok("queue").out()).startsWith("Nothing waits");
  }

  @Test
  void aBuildIsFollowedWhileItRunsAndWaitedFor() throws Exception {
    try (ScriptedSlave slave = slave("s")) {
      Typist waiting =
          new Typist(folder).with("YARDMASTER_DATA", folder.resolve("farm").toString());
      Future<Typist.Result> end = aside.submit(() -> waiting.type("submit", "hello", "--wait"));
      BuildId build = slave.build().order().build();
      Typist following =
          new Typist(folder).with("YARDMASTER_DATA", folder.resolve("farm").toString());
      Future<Typist.Result> log = aside.submit(() -> following.type("log", "-f", "#1"));

      slave.say(new SlaveMessage.StepStarted(build, 0));
      print(slave, build, 0, 0, "1 o|hello\n");
      following.awaitPrinted("hello\n");
      assertThat(ok("builds").out()).contains("hello").contains("1/2 greet");
      print(slave, build, 0, 10, "2 e|oops\n");
      StepResult greet = step(0, "greet", 0, 19);
      slave.say(new SlaveMessage.StepFinished(build, greet));
      slave.say(new SlaveMessage.StepStarted(build, 1));
      print(slave, build, 1, 0, "3 o|bye\n");
      StepResult leave = step(1, "leave", 3, 8);
      slave.say(
          new SlaveMessage.BuildFinished(
              build,
              new BuildResult(Outcome.FAILURE, List.of(greet, leave), "step leave: exit 3")));

      assertThat(log.get())
          .isEqualTo(
              new Typist.Result(0, "hello\nbye\n", "== step 1/2 greet\noops\n== step 2/2 leave\n"));
      assertThat(end.get().code()).isEqualTo(ExitCode.NOT_SUCCESSFUL.code());
      assertThat(end.get().out())
          .contains("Submitted #1 to hello.\n")
          .contains("#1 hello: FAILURE on s after waiting ")
          .contains("(step leave: exit 3)");
      assertThat(ok("show", "1").out())
          .contains("Request #1, hello, priority 0: FAILURE")
          .contains("1  greet  exit code 0  1.5 s  19 B")
          .contains("2  leave  exit code 3  1.5 s   8 B");
      assertThat(ok("history", "--outcome", "failure").out()).contains("#1").contains("hello");
      assertThat(ok("history", "--outcome", "success").out()).startsWith("No request");
      assertThat(ok("log", "build-1", "leave", "--json").out())
          .isEqualTo(
              "{\"step\":2,\"at\":\"1970-01-01T00:00:00.003Z\",\"source\":\"stdout\","
                  + "\"endsLine\":true,\"text\":\"bye\"}\n");
      assertThat(ok("log", "1", "2", "--timestamps").out()).isEqualTo("00:00:00.003 bye\n");
      assertThat(ok("builders").out()).contains("FAILURE");
    }
  }

  @Test
  void waitingGoesOnThroughARestartOfTheMaster() throws Exception {
    try (ScriptedSlave slave = slave("s")) {
      Typist waiting =
          new Typist(folder).with("YARDMASTER_DATA", folder.resolve("farm").toString());
      Future<Typist.Result> end = aside.submit(() -> waiting.type("submit", "urgent", "--wait"));
      waiting.awaitPrinted("Submitted");
      BuildId build = slave.build().order().build();
      ok("pause", "-r", "the farm is to stand still");
      slave.say(
          new SlaveMessage.BuildFinished(
              build, new BuildResult(Outcome.SUCCESS, List.of(step(0, "date", 0, 0)), "")));
      slave.hear(SlaveMessage.BuildRecorded.class);
      master.restart();

      assertThat(end.get().code()).isZero();
      assertThat(end.get().out()).contains("#1 urgent: SUCCESS on s");
    }
  }

  @Test
  void whatHappensIsWatchedLineByLine() throws Exception {
    Typist watching = new Typist(folder).with("YARDMASTER_DATA", folder.resolve("farm").toString());
    Future<Typist.Result> watch = aside.submit(() -> watching.type("watch"));
    watching.awaitPrinted("queue: 0 waiting, 0 running");

    ok("submit", "hello", "-r", "try");
    watching.awaitPrinted("  #1 hello: submitted by anna, priority 0 (try)\n");
    watching.awaitPrinted("  queue: 1 waiting, 0 running; next #1 hello\n");
    ok("hold", "1");
    watching.awaitPrinted("  #1 hello: held by anna\n");
    watching.awaitPrinted("next #1 hello (held)\n");
    ok("release", "1");
    watching.awaitPrinted("  #1 hello: released\n");
    ok("priority", "3", "1");
    watching.awaitPrinted("  #1 hello: has priority 3 now\n");
    ok("pause", "-r", "lunch");
    watching.awaitPrinted("  the farm: paused by anna (lunch)\n");
    ok("resume");
    watching.awaitPrinted("  the farm: goes on\n");
    try (ScriptedSlave slave = slave("s")) {
      watching.awaitPrinted("  slave s: connected\n");
      BuildId build = slave.build().order().build();
      watching.awaitPrinted("  #1 hello: starts as build 1 on s\n");
      slave.say(new SlaveMessage.StepStarted(build, 0));
      watching.awaitPrinted("  build 1 hello on s: step 1/2 greet\n");
      ok("stop", "1", "-r", "enough");
      watching.awaitPrinted("  build 1 hello on s: to be stopped for anna (enough)\n");
      slave.say(
          new SlaveMessage.BuildFinished(
              build, new BuildResult(Outcome.STOPPED, List.of(step(0, "greet", 0, 0)), "enough")));
      watching.awaitPrinted("  #1 hello: STOPPED on s after ");
    }
    aside.shutdownNow();
    assertThat(watch.get().code()).isZero();
  }

  @Test
  void theAuditTellsWhoDidWhat() {
    ok("submit", "hello");
    ok("hold", "1");
    ok("undo");

    List<AuditCommand.Row> rows =
        List.of(ok("audit", "--limit", "2", "--json").json(AuditCommand.Row[].class));

    assertThat(rows).extracting(AuditCommand.Row::user).containsExactly("anna", "anna");
    assertThat(rows)
        .extracting(AuditCommand.Row::text)
        .containsExactly("Undone: Held #1", "Held #1");
    assertThat(ok("audit").out()).contains("undone by ");
  }

  @Test
  void aConfigurationIsAppliedAsAWhole() throws Exception {
    Path file = folder.resolve("next.yaml");
    Files.writeString(file, FARM + "  more:\n    steps: [date]\n");

    assertThat(ok("config", "apply", file.toString()).out()).startsWith("Configuration version 2");
    assertThat(ok("builders").out()).contains("more");
    assertThat(ok("config", "--json").json(ConfigCommand.Row.class).version()).isEqualTo(2);

    Files.writeString(file, "builders: 7\n");
    Typist.Result refused = typist.type("config", "apply", file.toString());
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err()).contains("next.yaml:1:").contains("nothing was changed");

    Typist.Result read = typist.type("config", "apply", "--json", file.toString());
    assertThat(read.code()).isEqualTo(1);
    assertThat(read.refused().code()).isEqualTo("refused");
    assertThat(read.refused().message()).endsWith("has problems; nothing was changed");
    assertThat(read.refused().details()).singleElement().asString().contains("next.yaml:1:");
  }

  @Test
  void scriptsReadARefusalOfTheMasterAsOneObject() {
    assertThat(typist.type("hold", "7", "--json"))
        .isEqualTo(
            new Typist.Result(
                ExitCode.NOT_FOUND.code(),
                "",
                "{\"code\":\"not-found\",\"message\":\"#7: no such request\",\"details\":[]}\n"));
  }
}
