package org.yardmaster.slave.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.yardmaster.protocol.message.SlaveFrame;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.BuildOrder;
import org.yardmaster.protocol.model.LockUse;
import org.yardmaster.protocol.model.RequestId;
import org.yardmaster.protocol.model.Step;
import org.yardmaster.protocol.model.StepAction;
import org.yardmaster.protocol.model.StepResult;
import org.yardmaster.protocol.model.StepResult.End;
import org.yardmaster.slave.core.Entry;
import org.yardmaster.slave.core.Input;
import org.yardmaster.slave.core.Memory;
import org.yardmaster.slave.core.Orders;

@Timeout(60)
@EnabledOnOs({OS.LINUX, OS.MAC})
final class BuildsTest {
  private static final BuildId B1 = new BuildId(1);

  @TempDir Path data;

  private final BlockingQueue<Input> inputs = new LinkedBlockingQueue<>();
  private final LogStore store = new LogStore();
  private LogSender sender;
  private Builds builds;

  @BeforeEach
  void start() {
    sender = new LogSender(data, store, inputs::addAll);
    store.answerTo(sender::stored);
    sender.connected();
    builds = life("start1");
  }

  private Builds life(String start) {
    return new Builds(
        "slave" + data.getFileName(),
        start,
        data,
        InstantSource.system(),
        Duration.ofMillis(500),
        sender,
        inputs::addAll);
  }

  @AfterEach
  void stop() {
    builds.close();
    sender.close();
  }

  private record Ran(List<StepResult> steps, Input.BuildOver over) {
    StepResult step(int index) {
      return steps.get(index);
    }
  }

  private Ran run(BuildOrder order) throws InterruptedException {
    return run(order, new TreeMap<>());
  }

  private Ran run(BuildOrder order, SortedMap<String, String> secrets) throws InterruptedException {
    builds.start(order, secrets, 1);
    return awaitOver();
  }

  private Ran awaitOver() throws InterruptedException {
    List<StepResult> steps = new ArrayList<>();
    while (true) {
      switch (inputs.take()) {
        case Input.StepEnded ended -> steps.add(ended.result());
        case Input.BuildOver over -> {
          return new Ran(steps, over);
        }
        default -> {}
      }
    }
  }

  private ProcessHandle awaitProcess() throws InterruptedException {
    while (true) {
      if (inputs.take() instanceof Input.ProcessStarted started) {
        return ProcessHandle.of(started.process().pid()).orElseThrow();
      }
    }
  }

  /// The log without its times.
  private String log(int step, StepResult result) throws InterruptedException {
    return store
        .await(B1, step, result.logBytes())
        .lines()
        .map(l -> l.replaceFirst("^\\d+ ", ""))
        .collect(Collectors.joining("\n"));
  }

  private static String word(String text, String before) {
    String rest = text.substring(text.indexOf(before) + before.length());
    return rest.split("\\s", 2)[0];
  }

  private static void assertGone(String pid) {
    assertThat(ProcessHandle.of(Long.parseLong(pid)).filter(p -> new MarkedProcesses().alive(p)))
        .as("process %s", pid)
        .isEmpty();
  }

  @Test
  void endOfTheLastStepIsToldWithThatOfItsBuild() throws Exception {
    BlockingQueue<List<Input>> told = new LinkedBlockingQueue<>();
    try (Builds alone = onFullMachine(new AtomicBoolean(), told::add)) {
      alone.start(Orders.shell(1, "true", "true"), new TreeMap<>(), 1);
      assertThat(told.take()).singleElement().isInstanceOf(Input.ProcessStarted.class);
      assertThat(told.take()).singleElement().isInstanceOf(Input.StepEnded.class);
      assertThat(told.take()).singleElement().isInstanceOf(Input.ProcessStarted.class);
      assertThat(told.take())
          .hasExactlyElementsOfTypes(Input.StepEnded.class, Input.BuildOver.class);
    }
  }

  @Test
  void outputGoesToTheLogByStream() throws Exception {
    Ran ran = run(Orders.shell(1, "echo out; echo err >&2; printf tail"));
    assertThat(ran.step(0).succeeded()).isTrue();
    assertThat(ran.over()).isEqualTo(new Input.BuildOver(B1, false, Optional.empty()));
    assertThat(log(0, ran.step(0)).lines()).containsExactlyInAnyOrder("o|out", "e|err", "o|tail");
  }

  @Test
  void silentStepHasAnEmptyLog() throws Exception {
    Ran ran = run(Orders.shell(1, "true"));
    assertThat(ran.step(0).logBytes()).isZero();
    assertThat(data.resolve("spool")).doesNotExist();
  }

  @Test
  void failedStepSkipsTheRestButNotTheCleanUp() throws Exception {
    List<Step> steps =
        List.of(
            Orders.step("fail", new StepAction.Shell("exit 3")),
            Orders.step("next", new StepAction.Shell("true")),
            Orders.always(Orders.step("clean", new StepAction.Shell("true"))));
    Ran ran = run(Orders.of(1, "b", steps));
    assertThat(ran.steps())
        .extracting(StepResult::end)
        .containsExactly(End.EXITED, End.SKIPPED, End.EXITED);
    assertThat(ran.steps()).extracting(StepResult::exitCode).containsExactly(3, -1, 0);
  }

  @Test
  void missingProgramIsBroken() throws Exception {
    Ran ran =
        run(
            Orders.of(
                1, "b", List.of(Orders.step("x", new StepAction.Program(List.of("/no/such"))))));
    assertThat(ran.step(0).end()).isEqualTo(End.BROKEN);
    assertThat(ran.step(0).detail()).contains("/no/such");
    assertThat(ran.over().cut()).isFalse();
  }

  @Test
  void workdirOutsideTheWorkspaceIsBroken() throws Exception {
    Step step = Orders.step("x", new StepAction.Shell("true"));
    Step outside =
        new Step(
            "x",
            step.action(),
            step.env(),
            "../..",
            Optional.empty(),
            Optional.empty(),
            false,
            List.of());
    assertThat(run(Orders.of(1, "b", List.of(outside))).step(0).end()).isEqualTo(End.BROKEN);
  }

  @Test
  void environmentCarriesPropertiesVariablesAndSecrets() throws Exception {
    Step step =
        new Step(
            "env",
            new StepAction.Shell(
                "echo $YARD_BRANCH_NAME $YARD_BUILDER $YARD_BUILD $YARD_REQUEST $FROM_ORDER"
                    + " $FROM_STEP $TOKEN; pwd"),
            new TreeMap<>(Map.of("FROM_STEP", "s")),
            "sub/dir",
            Optional.empty(),
            Optional.empty(),
            false,
            List.of());
    BuildOrder order =
        new BuildOrder(
            B1,
            new RequestId(9),
            "my builder",
            new TreeMap<>(Map.of("branch-name", "main")),
            new TreeMap<>(Map.of("FROM_ORDER", "o", "FROM_STEP", "x")),
            new TreeSet<>(List.of("TOKEN")),
            List.of(),
            List.of(step),
            Duration.ofHours(1),
            1000);
    Ran ran = run(order, new TreeMap<>(Map.of("TOKEN", "s3cret")));
    assertThat(log(0, ran.step(0)))
        .isEqualTo(
            "o|main my builder 1 9 o s ***\no|"
                + data.toRealPath().resolve("workspaces/my%20builder/1/sub/dir"));
  }

  @Test
  void stopEndsATreeThatIgnoresTerm() throws Exception {
    builds.start(
        Orders.shell(
            1,
            "trap '' TERM; (trap '' TERM; sleep 600) & echo child=$!; wait; sleep 600; sleep 600"),
        new TreeMap<>(),
        1);
    String text = store.awaitText(B1, 0, "child=");
    ProcessHandle root = awaitProcess();
    builds.stop(B1, "stopped by anna");
    Ran ran = awaitOver();
    assertThat(ran.step(0).end()).isEqualTo(End.STOPPED);
    assertThat(ran.step(0).detail()).isEqualTo("stopped by anna");
    assertThat(ran.over().cut()).isTrue();
    assertGone(Long.toString(root.pid()));
    assertGone(word(text, "child="));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void daemonThatDetachedItselfIsEndedWithItsStep() throws Exception {
    Ran ran =
        run(
            Orders.shell(
                1,
                "setsid sh -c 'sh -c \"echo \\$\\$ > pid; exec sleep 600\" >/dev/null 2>&1"
                    + " </dev/null &'; until test -s pid; do :; done; echo daemon=$(cat pid)"));
    assertThat(ran.step(0).succeeded()).isTrue();
    String text = log(0, ran.step(0));
    assertGone(word(text, "daemon="));
    assertThat(text).contains("m|ended 1 process left behind");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void daemonThatHoldsTheOutputDoesNotHoldTheBuild() throws Exception {
    Ran ran = run(Orders.shell(1, "setsid sleep 600 & echo daemon=$!"));
    assertThat(ran.step(0).succeeded()).isTrue();
    assertGone(word(log(0, ran.step(0)), "daemon="));
  }

  @Test
  void stopIsAFinalWord() throws Exception {
    builds.start(Orders.shell(1, "echo go; sleep 600", "echo never"), new TreeMap<>(), 1);
    var _ = store.awaitText(B1, 0, "go");
    builds.stop(B1, "enough");
    Ran ran = awaitOver();
    assertThat(ran.steps()).hasSize(1);
    builds.stop(B1, "again");
  }

  @Test
  void stepThatTakesTooLongIsEnded() throws Exception {
    Step step =
        Orders.timed(
            Orders.step("slow", new StepAction.Shell("while :; do echo x; sleep 0.05; done")),
            Optional.of(Duration.ofMillis(300)),
            Optional.of(Duration.ofSeconds(20)));
    Ran ran = run(Orders.of(1, "b", List.of(step)));
    assertThat(ran.step(0).end()).isEqualTo(End.TIMED_OUT);
    assertThat(ran.step(0).detail()).isEqualTo("ran longer than 300ms");
    assertThat(ran.over().cut()).isFalse();
  }

  @Test
  void stepThatFallsSilentIsEnded() throws Exception {
    Step step =
        Orders.timed(
            Orders.step(
                "silent",
                new StepAction.Shell("for i in 1 2 3 4; do echo $i; sleep 0.1; done; sleep 600")),
            Optional.empty(),
            Optional.of(Duration.ofMillis(300)));
    Ran ran = run(Orders.of(1, "b", List.of(step)));
    assertThat(ran.step(0).end()).isEqualTo(End.SILENT);
    assertThat(log(0, ran.step(0)))
        .contains("o|4")
        .contains("m|ending the step: printed nothing for 300ms");
  }

  @Test
  void partOfALineIsSentBeforeItsEnd() throws Exception {
    builds.start(Orders.shell(1, "mkfifo wait; printf prompt; read x < wait"), new TreeMap<>(), 1);
    var _ = awaitProcess();
    assertThat(store.awaitText(B1, 0, "prompt")).contains("o+prompt\n");
    builds.stop(B1, "");
    var _ = awaitOver();
  }

  @Test
  void hugeOutputIsCutInTheMiddle() throws Exception {
    BuildOrder order =
        Orders.shell(1, "i=0; while [ $i -lt 20000 ]; do echo line $i; i=$((i+1)); done");
    BuildOrder limited =
        new BuildOrder(
            order.build(),
            order.request(),
            order.builder(),
            order.properties(),
            order.env(),
            order.secrets(),
            order.locks(),
            order.steps(),
            order.lease(),
            20_000);
    Ran ran = run(limited);
    String text = log(0, ran.step(0));
    assertThat(ran.step(0).logBytes()).isBetween(19_000L, 20_100L);
    assertThat(text).startsWith("o|line 0\no|line 1\n").endsWith("o|line 19999");
    assertThat(text)
        .containsPattern("m\\|\\.\\.\\. \\d+ bytes dropped: the log limit was reached \\.\\.\\.");
    assertThat(text.lines()).allMatch(line -> line.matches("(o\\|line \\d+)|(m\\|.*)"));
    assertThat(data.resolve("spool/1")).isDirectoryNotContaining("glob:**.tail");
  }

  @Test
  void lineLossIsHealedFromWhatTheMasterHas() throws Exception {
    store.open(false);
    Ran ran = run(Orders.shell(1, "seq 1 20000"));
    sender.disconnected();
    store.open(true);
    sender.connected();
    String whole = store.await(B1, 0, ran.step(0).logBytes());
    assertThat(whole.lines()).hasSize(20_000);
    store.truncate(B1, 0, 5000);
    sender.disconnected();
    sender.connected();
    assertThat(store.await(B1, 0, ran.step(0).logBytes())).isEqualTo(whole);
    sender.stored(new SlaveFrame.LogStored(B1, 0, ran.step(0).logBytes(), 0, true));
    assertThat(inputs.take()).isEqualTo(new Input.LogSynced(B1, 0));
  }

  @Test
  void noMoreIsSentThanTheCredit() throws Exception {
    store.answerTo(_ -> {});
    Ran ran = run(Orders.shell(1, "seq 1 50000"));
    assertThat(ran.step(0).logBytes()).isGreaterThan(600_000);
    var _ = store.await(B1, 0, 256 * 1024);
    sender.stored(new SlaveFrame.LogStored(B1, 0, 256 * 1024, 1000, false));
    assertThat(store.await(B1, 0, 256 * 1024 + 1000)).hasSize(256 * 1024 + 1000);
  }

  @Test
  void whatTheMasterDidNotTakeIsSentAgainWhenItTakesOutputAgain() throws Exception {
    store.take(false);
    Ran ran = run(Orders.shell(1, "seq 1 20000"));
    store.awaitChunk();
    store.take(true);
    sender.stored(new SlaveFrame.LogStored(B1, 0, 0, 100_000, false));
    assertThat(log(0, ran.step(0)).lines()).hasSize(20_000);
  }

  @Test
  void nextLifeEndsWhatTheOldOneLeft() throws Exception {
    builds.start(
        Orders.shell(
            1,
            "setsid sh -c 'trap \"\" TERM; echo daemon=$$; while :; do sleep 1; done' & sleep 600"),
        new TreeMap<>(),
        1);
    ProcessHandle root = awaitProcess();
    String daemon = word(store.awaitText(B1, 0, "daemon="), "daemon=");
    try (Builds next = life("start2")) {
      next.endPreviousLife(new Memory());
      assertGone(daemon);
      assertGone(Long.toString(root.pid()));
    }
  }

  @Test
  void nextLifeSendsTheLogsThatAreOwed() throws Exception {
    store.open(false);
    Ran ran = run(Orders.shell(1, "echo a; echo b"));
    Files.createDirectories(data.resolve("spool/99"));
    Memory memory =
        Memory.of(
            List.of(
                new Entry.Accepted(Orders.shell(1, "x"), 1), new Entry.StepEnded(B1, ran.step(0))));
    try (LogSender nextSender = new LogSender(data, store, inputs::addAll);
        Builds next =
            new Builds(
                "s",
                "2",
                data,
                InstantSource.system(),
                Duration.ofSeconds(1),
                nextSender,
                inputs::addAll)) {
      store.answerTo(nextSender::stored);
      next.recover(memory);
      store.open(true);
      nextSender.connected();
      assertThat(log(0, ran.step(0))).isEqualTo("o|a\no|b");
      assertThat(data.resolve("spool/99")).doesNotExist();
    }
  }

  @Test
  void nextLifeSendsWhatWasPrintedByAStepThatWasCutShort() throws Exception {
    Path spooled = data.resolve("spool/1/0.log");
    Files.createDirectories(spooled.getParent());
    Files.writeString(spooled, "7 o|a\n8 o|to");
    Memory memory = Memory.of(List.of(new Entry.Accepted(Orders.shell(1, "x"), 1)));
    assertThat(builds.recover(memory)).containsExactly(Map.entry(B1, 13L));
    assertThat(builds.recover(memory)).containsExactly(Map.entry(B1, 13L));
    assertThat(store.await(B1, 0, 13)).isEqualTo("7 o|a\n8 o|to\n");
  }

  @Test
  void gitCheckoutBringsTheRevision() throws Exception {
    Path origin = data.resolve("origin");
    git(data, "init", "-q", "-b", "trunk", origin.toString());
    String first = commit(origin, "a", "1");
    git(origin, "checkout", "-q", "-b", "side");
    String second = commit(origin, "a", "2");
    git(origin, "checkout", "-q", "trunk");
    Path workspace = data.resolve("workspaces/b/1/src");

    assertThat(checkOut(origin, Optional.empty(), Optional.empty()).succeeded()).isTrue();
    assertThat(workspace.resolve("a")).hasContent("1");
    Files.writeString(workspace.resolve("a"), "changed by a build");
    Files.writeString(workspace.resolve("untracked"), "x");
    assertThat(checkOut(origin, Optional.of("side"), Optional.empty()).succeeded()).isTrue();
    assertThat(workspace.resolve("a")).hasContent("2");
    assertThat(workspace.resolve("untracked")).doesNotExist();
    assertThat(checkOut(origin, Optional.of("side"), Optional.of(first)).succeeded()).isTrue();
    assertThat(workspace.resolve("a")).hasContent("1");
    assertThat(checkOut(origin, Optional.empty(), Optional.of(second)).succeeded()).isTrue();
    assertThat(workspace.resolve("a")).hasContent("2");
    assertThat(checkOut(origin, Optional.of("none"), Optional.empty()).exitCode()).isNotZero();
  }

  private StepResult checkOut(Path origin, Optional<String> branch, Optional<String> revision)
      throws InterruptedException {
    Step step =
        new Step(
            "get",
            new StepAction.GitCheckout(origin.toString(), branch, revision),
            new TreeMap<>(),
            "src",
            Optional.empty(),
            Optional.empty(),
            false,
            List.of());
    return run(Orders.of(1, "b", List.of(step))).step(0);
  }

  private static String commit(Path origin, String file, String content) throws Exception {
    Files.writeString(origin.resolve(file), content);
    git(origin, "add", file);
    git(origin, "-c", "user.name=t", "-c", "user.email=t@t", "commit", "-q", "-m", "x");
    return git(origin, "rev-parse", "HEAD");
  }

  private static String git(Path folder, String... args) throws IOException, InterruptedException {
    List<String> argv = new ArrayList<>(List.of("git"));
    argv.addAll(List.of(args));
    Process git =
        new ProcessBuilder(argv).directory(folder.toFile()).redirectErrorStream(true).start();
    String text = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(git.waitFor()).as(text).isZero();
    return text.strip();
  }

  @Test
  void foldersOfBuildersNeverMeet() {
    assertThat(Builds.folderName("linux-x86_64")).isEqualTo("linux-x86_64");
    assertThat(Builds.folderName("a/b")).isEqualTo("a%2fb");
    assertThat(Builds.folderName("..")).isEqualTo("%2e%2e");
    assertThat(Builds.folderName("ä")).isEqualTo("%c3%a4");
  }

  @Test
  void foldersOfBuildersNeverMeetWhereCapitalLettersAreSmallOnes() {
    assertThat(Builds.folderName("Linux")).isEqualTo("%4cinux");
    assertThat(Builds.folderName("%4cinux")).isEqualTo("%254cinux");
  }

  @Test
  void foldersOfBuildersHaveNamesThatEverySystemTakes() {
    assertThat(Builds.folderName("a.b")).isEqualTo("a.b");
    assertThat(Builds.folderName("a.")).isEqualTo("a%2e");
    assertThat(Builds.folderName("nul")).isEqualTo("%6eul");
    assertThat(Builds.folderName("com1.tests")).isEqualTo("%63om1.tests");
    assertThat(Builds.folderName("console")).isEqualTo("console");
  }

  @Test
  void stepWaitsForItsLocksAndItsTimeoutsDoNotRunMeanwhile() throws Exception {
    Step quick =
        Orders.timed(
            Orders.step("locked", new StepAction.Shell("echo now")),
            Optional.of(Duration.ofSeconds(3)),
            Optional.of(Duration.ofSeconds(3)));
    Step locked = Orders.locked(quick, LockUse.exclusive("door"));
    Step sleeper = Orders.step("sleeper", new StepAction.Shell("sleep 3.2"));
    builds.start(Orders.of(1, "b", List.of(locked)), new TreeMap<>(), 1);
    assertThat(inputs.take()).isEqualTo(new Input.StepWaits(B1, 0));
    BuildId other = new BuildId(2);
    builds.start(Orders.of(2, "c", List.of(sleeper)), new TreeMap<>(), 1);
    awaitEnd(other);

    builds.letStart(B1, 0);
    assertThat(awaitOver().step(0).succeeded()).isTrue();
  }

  @Test
  void stepThatIsStoppedWhileItWaitsForItsLocksNeverBegins() throws Exception {
    Step locked =
        Orders.locked(
            Orders.step("locked", new StepAction.Shell("touch began")), LockUse.exclusive("door"));
    builds.start(Orders.of(1, "b", List.of(locked)), new TreeMap<>(), 1);
    assertThat(inputs.take()).isEqualTo(new Input.StepWaits(B1, 0));
    builds.stop(B1, "enough");

    Ran ran = awaitOver();
    assertThat(ran.step(0).end()).isEqualTo(End.STOPPED);
    assertThat(ran.over().cut()).isTrue();
    assertThat(data.resolve("workspaces/b/1/began")).doesNotExist();
  }

  /// Builds on a machine that gives no more threads from some moment on, not even to read with.
  private Builds onFullMachine(AtomicBoolean full, Consumer<List<Input>> events) {
    ThreadFactory threads =
        task -> {
          if (full.get()) {
            throw new OutOfMemoryError("unable to create native thread");
          }
          return Thread.ofPlatform().daemon().unstarted(task);
        };
    return new Builds(
        new Machine(
            "slave" + data.getFileName(),
            "full",
            data,
            InstantSource.system(),
            Duration.ofMillis(500),
            threads,
            JavaLauncher::new),
        sender,
        events);
  }

  @Test
  void buildThatGetsNoThreadIsOverByAFaultOfTheSlave() throws Exception {
    try (Builds full = onFullMachine(new AtomicBoolean(true), inputs::addAll)) {
      full.start(Orders.shell(1, "true"), new TreeMap<>(), 1);
      Input.BuildOver over = awaitOver().over();
      assertThat(over.cut()).isFalse();
      assertThat(over.fault().orElseThrow()).contains("unable to create native thread");
    }
  }

  @Test
  void stepWhoseOutputCannotBeReadIsAFaultOfTheSlaveAndLeavesNoProcess() throws Exception {
    AtomicBoolean isFull = new AtomicBoolean();
    BlockingQueue<String> pids = new LinkedBlockingQueue<>();
    Consumer<List<Input>> events =
        told -> {
          if (told.getFirst() instanceof Input.ProcessStarted started) {
            pids.add(Long.toString(started.process().pid()));
            isFull.set(true);
          }
          inputs.addAll(told);
        };
    try (Builds full = onFullMachine(isFull, events)) {
      full.start(Orders.shell(1, "sleep 1000", "true"), new TreeMap<>(), 1);
      Ran ran = awaitOver();
      assertThat(ran.steps()).singleElement().extracting(StepResult::end).isEqualTo(End.BROKEN);
      assertThat(ran.over().fault().orElseThrow()).contains("unable to create native thread");
      assertGone(pids.take());
    }
  }

  @Test
  void stepIsEndedEvenIfThereIsNoThreadToEndItOn() throws Exception {
    AtomicBoolean isFull = new AtomicBoolean();
    try (Builds full = onFullMachine(isFull, inputs::addAll)) {
      full.start(Orders.shell(1, "echo $$ up >&2; sleep 1000"), new TreeMap<>(), 1);
      String text = store.awaitText(B1, 0, "up");
      isFull.set(true);
      full.stop(B1, "enough");
      Ran ran = awaitOver();
      assertThat(ran.over().cut()).isTrue();
      assertThat(ran.step(0).end()).isEqualTo(End.STOPPED);
      assertGone(word(text, "e|"));
    }
  }

  private void awaitEnd(BuildId build) throws InterruptedException {
    while (!(inputs.take() instanceof Input.BuildOver over && over.build().equals(build))) {
      continue;
    }
  }
}
