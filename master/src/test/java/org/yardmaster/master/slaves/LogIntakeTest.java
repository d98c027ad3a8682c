package org.yardmaster.master.slaves;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.yardmaster.master.logs.BuildLogs;
import org.yardmaster.protocol.message.Reply;
import org.yardmaster.protocol.message.SlaveFrame;
import org.yardmaster.protocol.message.SlaveFrame.LogStored;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.BuildResult;
import org.yardmaster.protocol.model.Outcome;
import org.yardmaster.protocol.model.SlaveId;
import org.yardmaster.protocol.model.StepResult;

@Timeout(60)
final class LogIntakeTest {
  private static final BuildId BUILD = new BuildId(12);
  private static final BuildId OTHER = new BuildId(1_000_012);
  private static final SlaveId SLAVE = new SlaveId(7);
  private static final SlaveId STRANGER = new SlaveId(8);

  @TempDir Path folder;

  private final BlockingQueue<Runnable> later = new LinkedBlockingQueue<>();
  private final BlockingQueue<LogStored> told = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> broken = new LinkedBlockingQueue<>();
  private final Map<BuildId, SlaveId> past = new ConcurrentHashMap<>();
  private BuildLogs logs;
  private LogIntake intake;

  @BeforeEach
  void open() {
    logs =
        new BuildLogs(
            folder,
            10,
            () -> Long.MAX_VALUE,
            () -> 0,
            (_, action) -> {
              later.add(action);
              return () -> later.remove(action);
            },
            Runnable::run);
    intake = new LogIntake(logs, build -> Optional.ofNullable(past.get(build)));
  }

  @AfterEach
  void close() {
    intake.close();
  }

  private void send(BuildId build, int step, long offset, String text) {
    send(SLAVE, build, step, offset, text);
  }

  private void send(SlaveId slave, BuildId build, int step, long offset, String text) {
    intake.take(
        slave,
        new SlaveFrame.LogChunk(build, step, offset, text.getBytes(UTF_8)),
        told::add,
        broken::add);
  }

  private void finish(SlaveId slave, BuildId build, long logBytes) {
    StepResult step =
        new StepResult(0, "make", StepResult.End.EXITED, 0, Duration.ZERO, logBytes, "");
    intake.finish(slave, build, new BuildResult(Outcome.SUCCESS, List.of(step), ""), told::add);
  }

  private static LogStored taken(BuildId build, long length) {
    return new LogStored(build, 0, length, 1 << 20, false);
  }

  private static LogStored safe(BuildId build, long length) {
    return new LogStored(build, 0, length, 1 << 20, true);
  }

  private LogStored hear() throws InterruptedException {
    return told.poll(30, TimeUnit.SECONDS);
  }

  @Test
  void aLogThatCannotBeWrittenCostsNoOtherAndIsAskedForAgain() throws Exception {
    Path blocked = Files.createFile(folder.resolve("001"));
    intake.expect(OTHER, SLAVE, 100);
    intake.expect(BUILD, SLAVE, 100);
    send(OTHER, 0, 0, "x");
    send(OTHER, 0, 1, "y");
    assertThat(hear()).isEqualTo(new LogStored(OTHER, 0, 0, 0, false));
    assertThat(hear()).isEqualTo(new LogStored(OTHER, 0, 0, 0, false));
    send(BUILD, 0, 0, "x");
    assertThat(hear()).isEqualTo(new LogStored(BUILD, 0, 1, 1 << 20, false));

    Files.delete(blocked);
    later.take().run();
    assertThat(hear()).isEqualTo(new LogStored(OTHER, 0, 0, 1 << 20, false));
    send(OTHER, 0, 0, "xy");
    assertThat(hear()).isEqualTo(new LogStored(OTHER, 0, 2, 1 << 20, false));
    assertThat(told).isEmpty();
  }

  @Test
  void outputOfAnotherSlavesBuildBreaksTheRules() throws Exception {
    intake.expect(BUILD, SLAVE, 100);
    send(STRANGER, BUILD, 0, 0, "forged");
    assertThat(broken.poll(30, TimeUnit.SECONDS))
        .isEqualTo("log of build 12, step 0: output sent by slave 8, but the build is not its own");
    send(BUILD, 0, 0, "true");
    assertThat(hear().length()).isEqualTo(4);
  }

  @Test
  void buildThatPrintedNothingEndsWithoutAWord() throws Exception {
    intake.expect(BUILD, SLAVE, 100);
    intake.expect(OTHER, SLAVE, 100);
    finish(SLAVE, BUILD, 0);
    assertThat(intake.whenWhole(SLAVE)).isNotDone();
    send(OTHER, 0, 0, "x");
    assertThat(hear()).isEqualTo(taken(OTHER, 1));
    finish(SLAVE, OTHER, 1);
    assertThat(hear()).isEqualTo(safe(OTHER, 1));
    assertThat(intake.whenWhole(SLAVE)).succeedsWithin(Duration.ofSeconds(30));
    assertThat(told).isEmpty();
  }

  @Test
  void whoFollowsALogThatStaysEmptyIsToldItsEnd() throws Exception {
    intake.expect(BUILD, SLAVE, 100);
    CompletableFuture<Reply.LogPart> part = logs.follow(BUILD, 0, 0, 100, Duration.ofHours(1));
    finish(SLAVE, BUILD, 0);
    assertThat(part).succeedsWithin(Duration.ofSeconds(30)).matches(Reply.LogPart::complete);
    assertThat(hear()).isEqualTo(safe(BUILD, 0));
  }

  @Test
  void anotherSlaveCannotEndALog() throws Exception {
    intake.expect(BUILD, SLAVE, 100);
    send(BUILD, 0, 0, "one\n");
    finish(STRANGER, BUILD, 0);
    send(BUILD, 0, 4, "two\n");
    assertThat(hear()).isEqualTo(taken(BUILD, 4));
    assertThat(hear()).isEqualTo(taken(BUILD, 8));
    finish(SLAVE, BUILD, 8);
    assertThat(hear()).isEqualTo(safe(BUILD, 8));
  }

  @Test
  void outputOfABuildThatNobodyKnowsIsNotKept() throws Exception {
    send(STRANGER, BUILD, 0, 0, "forged");
    assertThat(hear()).isEqualTo(safe(BUILD, 6));
    finish(STRANGER, BUILD, 6);
    assertThat(hear()).isEqualTo(safe(BUILD, 6));
    intake.expect(BUILD, SLAVE, 100);
    send(BUILD, 0, 0, "true");
    assertThat(hear()).isEqualTo(taken(BUILD, 4));
    assertThat(broken).isEmpty();
  }

  @Test
  void theOutputThatIsOwedOfAnEndedBuildIsTakenFromItsOwnSlave() throws Exception {
    past.put(BUILD, SLAVE);
    send(STRANGER, BUILD, 0, 0, "forged");
    assertThat(hear()).isEqualTo(safe(BUILD, 6));
    send(BUILD, 0, 0, "one\n");
    assertThat(hear()).isEqualTo(taken(BUILD, 4));
    finish(SLAVE, BUILD, 8);
    send(BUILD, 0, 4, "two\n");
    assertThat(List.of(hear(), hear())).containsExactlyInAnyOrder(taken(BUILD, 8), safe(BUILD, 8));
    send(BUILD, 0, 8, "");
    assertThat(hear()).isEqualTo(safe(BUILD, 8));
  }

  @Test
  void theRestOfALostBuildsLogIsTakenWhenItsSlaveIsHeardAfterAll() throws Exception {
    intake.expect(BUILD, SLAVE, 100);
    send(BUILD, 0, 0, "one\n");
    assertThat(hear()).isEqualTo(taken(BUILD, 4));
    past.put(BUILD, SLAVE);
    intake.close(BUILD);
    send(BUILD, 0, 0, "");
    assertThat(hear()).isEqualTo(taken(BUILD, 4));
    send(BUILD, 0, 4, "two\n");
    assertThat(hear()).isEqualTo(taken(BUILD, 8));
    finish(SLAVE, BUILD, 8);
    assertThat(hear()).isEqualTo(safe(BUILD, 8));
  }

  /// Waits until all is done that was asked before: a build that nobody knows has the same writer.
  private void awaitDone(BuildId build) throws InterruptedException {
    BuildId unknown = new BuildId(build.value() + 1_000);
    send(unknown, 0, 0, "");
    assertThat(hear()).isEqualTo(safe(unknown, 0));
  }

  private boolean isComplete(BuildId build) {
    return logs.read(build, 0, 0, 100).complete();
  }

  @Test
  void anOwedLogEndsAsItIsWhenItsSlaveIsDownAndGrowsAgainWhenThatReturns() throws Exception {
    past.put(BUILD, SLAVE);
    intake.expect(BUILD, SLAVE, 100);
    intake.expect(OTHER, SLAVE, 100);
    send(BUILD, 0, 0, "one\n");
    send(OTHER, 0, 0, "one\n");
    assertThat(List.of(hear(), hear())).containsExactlyInAnyOrder(taken(BUILD, 4), taken(OTHER, 4));
    finish(SLAVE, BUILD, 8);
    awaitDone(BUILD);
    intake.closeOwed(SLAVE);
    assertThat(hear()).isEqualTo(taken(BUILD, 4));
    assertThat(isComplete(BUILD)).isTrue();
    assertThat(isComplete(OTHER)).isFalse();

    finish(SLAVE, BUILD, 8);
    send(BUILD, 0, 4, "two\n");
    assertThat(List.of(hear(), hear())).containsExactlyInAnyOrder(taken(BUILD, 8), safe(BUILD, 8));
  }

  @Test
  void aLogThatWasOwedBeforeTheMasterWasRestartedIsExpectedOrEndsAsItIs() throws Exception {
    past.put(BUILD, SLAVE);
    past.put(OTHER, STRANGER);
    send(SLAVE, BUILD, 0, 0, "one\n");
    send(STRANGER, OTHER, 0, 0, "one\n");
    assertThat(List.of(hear(), hear())).containsExactlyInAnyOrder(taken(BUILD, 4), taken(OTHER, 4));
    intake.close();
    intake = new LogIntake(logs, build -> Optional.ofNullable(past.get(build)));
    intake.endedBefore(BUILD, SLAVE, true);
    intake.endedBefore(OTHER, STRANGER, false);
    finish(SLAVE, BUILD, 8);
    awaitDone(BUILD);
    awaitDone(OTHER);
    assertThat(isComplete(BUILD)).isFalse();
    assertThat(isComplete(OTHER)).isTrue();

    intake.closeOwed(SLAVE);
    assertThat(hear()).isEqualTo(taken(BUILD, 4));
    assertThat(isComplete(BUILD)).isTrue();
  }

  @Test
  void outputWellBeyondTheLimitBreaksTheRules() throws Exception {
    intake.expect(BUILD, SLAVE, 4);
    send(BUILD, 0, 0, "1234");
    send(BUILD, 1, 0, "of the second step");
    assertThat(hear().length()).isEqualTo(4);
    assertThat(hear().length()).isEqualTo(18);

    String many = "x".repeat(1 << 20);
    send(BUILD, 1, 18, many);
    assertThat(broken.poll(30, TimeUnit.SECONDS))
        .isEqualTo(
            "log of build 12, step 1: output sent at 18 goes beyond the build's limit of 4 bytes");
    intake.expect(OTHER, SLAVE, 1 << 20);
    send(OTHER, 1, 0, many);
    assertThat(hear().length()).isEqualTo(1 << 20);
    assertThat(broken).isEmpty();
    assertThat(told).isEmpty();
  }
}
