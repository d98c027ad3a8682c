package org.yardmaster.master.logs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yardmaster.protocol.message.Reply;
import org.yardmaster.protocol.model.BuildId;

final class BuildLogsTest {
  private static final BuildId BUILD = new BuildId(12_345_678);
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final long RESERVE = 1000;

  private final ManualDeadlines deadlines = new ManualDeadlines();
  private final AtomicLong freeDisk = new AtomicLong(Long.MAX_VALUE);

  @TempDir private Path dir;
  private BuildLogs logs;

  @BeforeEach
  void open() {
    logs = new BuildLogs(dir, 4, freeDisk::get, () -> RESERVE, deadlines, Runnable::run);
  }

  @AfterEach
  void close() {
    logs.close();
  }

  private void reopen() {
    logs.close();
    open();
  }

  private Stored append(long offset, String text) {
    return logs.append(BUILD, 1, offset, text.getBytes(UTF_8));
  }

  private Reply.LogPart all() {
    return logs.read(BUILD, 1, 0, BuildLogs.MAX_PART);
  }

  private static Reply.LogPart part(long offset, String text, long length, boolean complete) {
    return new Reply.LogPart(offset, text.getBytes(UTF_8), length, complete);
  }

  private static Stored taken(long length) {
    return new Stored(length, false, true);
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.walk(dir)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> dir.relativize(file).toString().replace('\\', '/'))
          .sorted()
          .toList();
    }
  }

  @Test
  void outputIsReadByOffset() {
    assertThat(append(0, "one\n")).isEqualTo(taken(4));
    assertThat(append(4, "two\n")).isEqualTo(taken(8));
    assertThat(all()).isEqualTo(part(0, "one\ntwo\n", 8, false));
    assertThat(logs.read(BUILD, 1, 2, 3)).isEqualTo(part(2, "e\nt", 8, false));
    assertThat(logs.read(BUILD, 1, 8, 3)).isEqualTo(part(8, "", 8, false));
    assertThat(logs.read(BUILD, 1, 99, 3)).isEqualTo(part(8, "", 8, false));
  }

  @Test
  void negativeOffsetCountsFromTheEnd() {
    append(0, "one\ntwo\n");
    assertThat(logs.read(BUILD, 1, -4, 100)).isEqualTo(part(4, "two\n", 8, false));
    assertThat(logs.read(BUILD, 1, -4, 2)).isEqualTo(part(4, "tw", 8, false));
    assertThat(logs.read(BUILD, 1, -100, 3)).isEqualTo(part(0, "one", 8, false));
    assertThat(logs.read(BUILD, 1, Long.MIN_VALUE, 3)).isEqualTo(part(0, "one", 8, false));
  }

  @Test
  void outputSentTwiceIsStoredOnce() {
    append(0, "one\ntwo\n");
    assertThat(append(0, "one\n")).isEqualTo(taken(8));
    assertThat(append(4, "two\nthree\n")).isEqualTo(taken(14));
    assertThat(all()).isEqualTo(part(0, "one\ntwo\nthree\n", 14, false));
  }

  @Test
  void outputBehindAGapIsAnsweredWithTheLength() throws IOException {
    assertThat(append(4, "two\n")).isEqualTo(taken(0));
    assertThat(files()).isEmpty();
    append(0, "one\n");
    assertThat(append(5, "wo\n")).isEqualTo(taken(4));
    assertThat(append(Long.MAX_VALUE, "far")).isEqualTo(taken(4));
    assertThat(all()).isEqualTo(part(0, "one\n", 4, false));
  }

  @Test
  void stepsAndBuildsHaveLogsOfTheirOwn() throws IOException {
    append(0, "one\n");
    logs.append(BUILD, 2, 0, "two\n".getBytes(UTF_8));
    logs.append(new BuildId(7), 1, 0, "three\n".getBytes(UTF_8));
    assertThat(all()).isEqualTo(part(0, "one\n", 4, false));
    assertThat(logs.read(BUILD, 2, 0, 100)).isEqualTo(part(0, "two\n", 4, false));
    assertThat(logs.read(BUILD, 3, 0, 100)).isEqualTo(part(0, "", 0, false));
    assertThat(files())
        .containsExactly(
            "000/000/007/step-01.part", "012/345/678/step-01.part", "012/345/678/step-02.part");
  }

  @Test
  void logIsCompleteOnceItsWholeLengthIsHere() throws IOException {
    append(0, "one\n");
    CompletableFuture<Stored> finished = logs.finish(BUILD, 1, 8);
    assertThat(finished).isNotDone();
    assertThat(append(4, "two\n")).isEqualTo(taken(8));
    assertThat(finished).isCompletedWithValue(new Stored(8, true, true));
    assertThat(all()).isEqualTo(part(0, "one\ntwo\n", 8, true));
    assertThat(files()).containsExactly("012/345/678/step-01.log");
    assertThat(logs.load().finishes()).isZero();
  }

  @Test
  void finishingTwiceIsAnsweredTwice() {
    append(0, "one\n");
    CompletableFuture<Stored> first = logs.finish(BUILD, 1, 8);
    CompletableFuture<Stored> second = logs.finish(BUILD, 1, 8);
    append(4, "two\n");
    assertThat(first).isCompletedWithValue(new Stored(8, true, true));
    assertThat(second).isCompletedWithValue(new Stored(8, true, true));
    assertThat(logs.finish(BUILD, 1, 8)).isCompletedWithValue(new Stored(8, true, true));
  }

  @Test
  void stepWithoutOutputHasACompleteLogAndNoFile() throws IOException {
    assertThat(logs.finish(BUILD, 1, 0)).isCompletedWithValue(new Stored(0, true, true));
    assertThat(all()).isEqualTo(part(0, "", 0, true));
    assertThat(files()).isEmpty();
  }

  @Test
  void nothingIsAddedToACompleteLog() {
    append(0, "one\n");
    logs.finish(BUILD, 1, 4).join();
    assertThat(append(4, "two\n")).isEqualTo(new Stored(4, true, true));
    assertThat(all()).isEqualTo(part(0, "one\n", 4, true));
  }

  @Test
  void logIsCompleteAsItIsWhenTheSlaveKnowsOfLess() {
    append(0, "one\n");
    assertThat(logs.finish(BUILD, 1, 2)).isCompletedWithValue(new Stored(4, true, true));
  }

  @Test
  void logsOfALostBuildAreCompleteAsTheyAre() {
    append(0, "one\n");
    logs.append(BUILD, 2, 0, "two\n".getBytes(UTF_8));
    CompletableFuture<Stored> waiting = logs.finish(BUILD, 2, 100);
    assertThat(logs.finishAsTheyAre(BUILD)).isCompleted();
    assertThat(waiting).isCompletedWithValue(new Stored(4, false, true));
    assertThat(all()).isEqualTo(part(0, "one\n", 4, true));
    assertThat(logs.finishAsTheyAre(new BuildId(99))).isCompleted();
  }

  @Test
  void logOfALostBuildGrowsAgainWhenItsSlaveIsHeardAfterAll() throws IOException {
    append(0, "one\n");
    logs.finishAsTheyAre(BUILD).join();
    assertThat(all()).isEqualTo(part(0, "one\n", 4, true));
    reopen();
    assertThat(append(0, "one\n")).isEqualTo(taken(4));
    assertThat(files()).containsExactly("012/345/678/step-01.cut");
    assertThat(append(4, "two\n")).isEqualTo(taken(8));
    assertThat(all()).isEqualTo(part(0, "one\ntwo\n", 8, false));
    CompletableFuture<Stored> finished = logs.finish(BUILD, 1, 12);
    assertThat(finished).isNotDone();
    append(8, "end\n");
    assertThat(finished).isCompletedWithValue(new Stored(12, true, true));
    assertThat(all()).isEqualTo(part(0, "one\ntwo\nend\n", 12, true));
    assertThat(files()).containsExactly("012/345/678/step-01.log");
  }

  @Test
  void logThatEndedBeforeItHadAnyOutputGrowsWhenSomeComesAfterAll() throws IOException {
    var _ = logs.finish(BUILD, 1, 8);
    logs.finishAsTheyAre(BUILD).join();
    assertThat(all()).isEqualTo(part(0, "", 0, true));
    CompletableFuture<Stored> finished = logs.finish(BUILD, 1, 8);
    assertThat(finished).isNotDone();
    append(0, "one\n");
    assertThat(all()).isEqualTo(part(0, "one\n", 4, false));
    append(4, "two\n");
    assertThat(finished).isCompletedWithValue(new Stored(8, true, true));
    assertThat(files()).containsExactly("012/345/678/step-01.log");
  }

  @Test
  void logOfALostBuildWaitsForTheRestThatALateResultTellsOf() throws IOException {
    append(0, "one\n");
    logs.finishAsTheyAre(BUILD).join();
    CompletableFuture<Stored> finished = logs.finish(BUILD, 1, 8);
    assertThat(finished).isNotDone();
    append(4, "two\n");
    assertThat(finished).isCompletedWithValue(new Stored(8, true, true));
    assertThat(logs.load().finishes()).isZero();
  }

  @Test
  void logOfALostBuildIsWholeIfALateResultTellsOfNoMore() throws IOException {
    append(0, "one\n");
    logs.finishAsTheyAre(BUILD).join();
    assertThat(logs.finish(BUILD, 1, 4)).isCompletedWithValue(new Stored(4, true, true));
    assertThat(append(4, "two\n")).isEqualTo(new Stored(4, true, true));
    assertThat(files()).containsExactly("012/345/678/step-01.log");
  }

  @Test
  void lateResultGoesBeforeAnEndThatCouldNotBeWrittenYet() throws IOException {
    append(0, "one\n");
    Path inTheWay = Files.createDirectories(dir.resolve("012/345/678/step-01.cut/x"));
    CompletableFuture<Void> ended = logs.finishAsTheyAre(BUILD);
    assertThat(ended).isNotDone();
    CompletableFuture<Stored> finished = logs.finish(BUILD, 1, 8);
    Files.delete(inTheWay);
    Files.delete(inTheWay.getParent());
    deadlines.pass();
    assertThat(finished).isNotDone();
    append(4, "two\n");
    assertThat(finished).isCompletedWithValue(new Stored(8, true, true));
    assertThat(ended).isCompleted();
    assertThat(logs.load().finishes()).isZero();
  }

  @Test
  void wholeLogThatIsToldToBeLongerIsAnsweredAtOnce() {
    append(0, "one\n");
    logs.finish(BUILD, 1, 4).join();
    assertThat(logs.finish(BUILD, 1, 8)).isCompletedWithValue(new Stored(4, true, true));
    assertThat(logs.load().finishes()).isZero();
  }

  @Test
  void nobodyWaitsForTheRestOfALostBuildsLog() {
    append(0, "one\n");
    logs.finishAsTheyAre(BUILD).join();
    CompletableFuture<Stored> rest = logs.finish(BUILD, 1, 8);
    CompletableFuture<Stored> all = logs.finish(BUILD, 2, 8);
    logs.finishAsTheyAre(BUILD).join();
    assertThat(rest).isCompletedWithValue(new Stored(4, false, true));
    assertThat(all).isCompletedWithValue(new Stored(0, false, true));
    assertThat(logs.load().finishes()).isZero();
  }

  @Test
  void reopenedLogsAreWhatTheyWere() {
    append(0, "one\n");
    logs.append(BUILD, 2, 0, "two\n".getBytes(UTF_8));
    logs.finish(BUILD, 2, 4).join();
    reopen();
    assertThat(logs.length(BUILD, 1)).isEqualTo(taken(4));
    assertThat(logs.length(BUILD, 2)).isEqualTo(new Stored(4, true, true));
    assertThat(append(4, "more\n")).isEqualTo(taken(9));
    assertThat(all()).isEqualTo(part(0, "one\nmore\n", 9, false));
  }

  @Test
  void followerIsAnsweredWhenThereIsMore() {
    append(0, "one\n");
    assertThat(logs.follow(BUILD, 1, 0, 100, PATIENCE))
        .isCompletedWithValue(part(0, "one\n", 4, false));
    CompletableFuture<Reply.LogPart> more = logs.follow(BUILD, 1, 4, 100, PATIENCE);
    assertThat(more).isNotDone();
    assertThat(deadlines.delays()).containsExactly(PATIENCE);
    append(4, "two\n");
    assertThat(more).isCompletedWithValue(part(4, "two\n", 8, false));
    assertThat(deadlines.delays()).isEmpty();
    assertThat(logs.load().followers()).isZero();
  }

  @Test
  void followerIsAnsweredWhenTheLogIsComplete() {
    CompletableFuture<Reply.LogPart> more = logs.follow(BUILD, 1, -10, 100, PATIENCE);
    assertThat(more).isNotDone();
    logs.finish(BUILD, 1, 0).join();
    assertThat(more).isCompletedWithValue(part(0, "", 0, true));
    assertThat(logs.follow(BUILD, 1, 0, 100, PATIENCE)).isCompletedWithValue(part(0, "", 0, true));
  }

  @Test
  void followerIsAnsweredWhenItsPatienceEnds() {
    CompletableFuture<Reply.LogPart> more = logs.follow(BUILD, 1, 0, 100, PATIENCE);
    deadlines.pass();
    assertThat(more).isCompletedWithValue(part(0, "", 0, false));
    assertThat(logs.load().followers()).isZero();
  }

  @Test
  void noOutputIsTakenWhileTheDiskIsBelowItsReserve() {
    append(0, "one\n");
    freeDisk.set(RESERVE - 1);
    assertThat(append(4, "two\n")).isEqualTo(new Stored(4, false, false));
    CompletableFuture<Void> taking = logs.whenTaking(BUILD);
    assertThat(taking).isNotDone();
    assertThat(all()).isEqualTo(part(0, "one\n", 4, false));

    freeDisk.set(RESERVE);
    deadlines.pass();
    assertThat(taking).isNotDone();
    assertThat(append(4, "two\n")).isEqualTo(new Stored(4, false, false));

    freeDisk.set(2 * RESERVE);
    deadlines.pass();
    assertThat(taking).isCompleted();
    assertThat(logs.whenTaking(BUILD)).isCompleted();
    assertThat(append(4, "two\n")).isEqualTo(taken(8));
    assertThat(deadlines.delays()).isEmpty();
  }

  @Test
  void failedWriteCostsOnlyItsOwnLogAndLosesNothing() throws IOException {
    append(0, "one\n");
    Path blocked = Files.createFile(dir.resolve("000"));
    BuildId other = new BuildId(7);
    byte[] x = "x".getBytes(UTF_8);
    assertThat(logs.append(other, 1, 0, x)).isEqualTo(new Stored(0, false, false));
    assertThat(append(4, "two\n")).isEqualTo(taken(8));
    CompletableFuture<Void> taking = logs.whenTaking(other);
    assertThat(taking).isNotDone();
    assertThat(logs.whenTaking(BUILD)).isCompleted();

    Files.delete(blocked);
    assertThat(logs.append(other, 1, 0, x)).isEqualTo(new Stored(0, false, false));
    deadlines.pass();
    assertThat(taking).isCompleted();
    assertThat(logs.length(other, 1)).isEqualTo(taken(0));
    assertThat(logs.append(other, 1, 0, x)).isEqualTo(taken(1));
  }

  @Test
  void whatFailsAgainIsLeftAloneForLonger() throws IOException {
    Path blocked = Files.createFile(dir.resolve("012"));
    List<Long> seconds = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      assertThat(append(0, "x").taking()).isFalse();
      seconds.add(deadlines.delays().getFirst().toSeconds());
      assertThat(append(0, "x").taking()).isFalse();
      assertThat(deadlines.delays()).hasSize(1);
      deadlines.pass();
    }
    assertThat(seconds).containsExactly(5L, 10L, 20L, 40L, 80L, 160L, 300L, 300L);
    Files.delete(blocked);
    assertThat(append(0, "x")).isEqualTo(taken(1));
  }

  @Test
  void failedCompletionIsTriedAgain() throws IOException {
    append(0, "one\n");
    Path away = Files.move(dir.resolve("012"), dir.resolve("away"));
    CompletableFuture<Stored> finished = logs.finish(BUILD, 1, 4);
    assertThat(finished).isNotDone();
    Files.move(away, dir.resolve("012"));
    deadlines.pass();
    assertThat(finished).isCompletedWithValue(new Stored(4, true, true));
  }

  @Test
  void fewFilesStayOpen() {
    for (int build = 0; build < 20; build++) {
      for (int step = 0; step < 3; step++) {
        logs.append(new BuildId(build), step, 0, "x".getBytes(UTF_8));
      }
    }
    assertThat(logs.load().openFiles()).isEqualTo(4);
    assertThat(logs.append(new BuildId(0), 0, 1, "y".getBytes(UTF_8))).isEqualTo(taken(2));
  }

  @Test
  void deletedLogsAreGone() throws IOException {
    append(0, "one\n");
    logs.append(BUILD, 2, 0, "two\n".getBytes(UTF_8));
    logs.append(new BuildId(7), 1, 0, "three\n".getBytes(UTF_8));
    logs.delete(BUILD);
    logs.delete(new BuildId(99));
    assertThat(files()).containsExactly("000/000/007/step-01.part");
    assertThat(all()).isEqualTo(part(0, "", 0, false));
  }

  @Test
  void numbersThatNoLogHasAreRefused() {
    byte[] bytes = "x".getBytes(UTF_8);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> logs.append(BUILD, 1, -1, bytes))
        .withMessage("log of build 12345678, step 1: offset -1 is negative");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> logs.append(BUILD, -1, 0, bytes))
        .withMessage(
            "log of build 12345678, step -1: no such log; builds count from 0, steps from 0 to"
                + " 9999");
    assertThatIllegalArgumentException().isThrownBy(() -> logs.read(new BuildId(-1), 1, 0, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> logs.read(BUILD, 1, 0, -1));
  }
}
