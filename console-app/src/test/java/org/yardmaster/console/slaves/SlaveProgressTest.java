package org.yardmaster.console.slaves;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.yardmaster.console.farm.ManualLater;
import org.yardmaster.console.link.FakeMaster;
import org.yardmaster.console.link.Samples;
import org.yardmaster.console.shell.Console;
import org.yardmaster.protocol.model.Build;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.BuildResult;
import org.yardmaster.protocol.model.BuilderId;
import org.yardmaster.protocol.model.FinishedBuild;
import org.yardmaster.protocol.model.FinishedRequest;
import org.yardmaster.protocol.model.Outcome;
import org.yardmaster.protocol.model.Request;
import org.yardmaster.protocol.model.SlaveId;

/// How far a slave's build is likely to be, and how its last ones ended.
final class SlaveProgressTest {
  private static final String SLAVE = "ws-11";

  private final FakeMaster master = new FakeMaster();

  SlaveProgressTest() {
    Random random = new Random(1);
    master.keep(Samples.builder(1, random));
    master.keep(Samples.slave(1, random, false));
  }

  private Console console() {
    return new Console(
        master,
        Runnable::run,
        new ManualLater(),
        InstantSource.fixed(FakeMaster.NOW),
        ZoneOffset.UTC);
  }

  private static SlaveRow row(Console console) {
    return console.slaves().row(SLAVE).orElseThrow();
  }

  private SlaveRow attach() {
    return row(console());
  }

  private static Build build(long id, long secondsAgo) {
    return new Build(
        new BuildId(id),
        Samples.request(id, 1, 5, "tom", "", FakeMaster.NOW).id(),
        new TreeSet<>(),
        new BuilderId(1),
        new SlaveId(1),
        "s1",
        1,
        FakeMaster.NOW.minusSeconds(secondsAgo),
        List.of("make"),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /// In history before anybody looked on.
  private void ended(long id, long seconds, Outcome outcome) {
    Request request = Samples.request(id, 1, 5, "tom", "", FakeMaster.NOW.minusSeconds(9_000));
    master.end(
        new FinishedRequest(
            request,
            "any",
            outcome,
            request.submittedAt().plusSeconds(10 + seconds),
            Duration.ofSeconds(10),
            SLAVE,
            "",
            ""));
  }

  private void endsNow(long id, long seconds, Outcome outcome) {
    master.end(
        new FinishedBuild(
            build(id, seconds),
            "any",
            SLAVE,
            new BuildResult(outcome, List.of(), ""),
            FakeMaster.NOW));
  }

  @Test
  void progressIsAgainstTheMedianOfTheLastSuccesses() {
    ended(1, 100, Outcome.SUCCESS);
    ended(2, 5_000, Outcome.FAILURE);
    ended(3, 400, Outcome.SUCCESS);
    ended(4, 200, Outcome.SUCCESS);
    master.keep(build(9, 50));
    SlaveRow row = attach();
    assertThat(row.expected()).contains(Duration.ofSeconds(200));
    assertThat(row.progress(FakeMaster.NOW)).isEqualTo(OptionalDouble.of(0.25));
    assertThat(row.progress(FakeMaster.NOW.plusSeconds(350))).isEqualTo(OptionalDouble.of(2));
  }

  @Test
  void nothingIsExpectedOfABuilderThatNeverSucceeded() {
    ended(1, 100, Outcome.FAILURE);
    master.keep(build(9, 50));
    SlaveRow row = attach();
    assertThat(row.expected()).isEmpty();
    assertThat(row.progress(FakeMaster.NOW)).isEmpty();
  }

  @Test
  void lastOutcomesAreThoseOfHistoryAndThenThoseThatEndMeanwhile() {
    ended(1, 100, Outcome.SUCCESS);
    ended(2, 100, Outcome.TRANSIENT);
    SlaveRow row = attach();
    assertThat(row.recent()).isEqualTo("\u2022\u25aa");
    endsNow(3, 100, Outcome.FAILURE);
    assertThat(row.recent()).isEqualTo("\u2022\u25aa\u00d7");
    for (long id = 4; id <= 8; id++) {
      endsNow(id, 100, Outcome.SUCCESS);
    }
    assertThat(row.recent()).isEqualTo("\u00d7\u2022\u2022\u2022\u2022\u2022");
    assertThat(row.recentWords()).isEqualTo("5 of its last 6 builds succeeded");
  }

  @Test
  void attachingAgainCountsNothingTwice() {
    ended(1, 100, Outcome.SUCCESS);
    Console console = console();
    master.attach();
    assertThat(row(console).recent()).isEqualTo("\u2022");
  }
}
