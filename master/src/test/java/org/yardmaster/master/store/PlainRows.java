package org.yardmaster.master.store;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.yardmaster.master.farm.Change;
import org.yardmaster.master.farm.CommandRecord;
import org.yardmaster.protocol.message.Answer;
import org.yardmaster.protocol.message.Command;
import org.yardmaster.protocol.message.FarmChange;
import org.yardmaster.protocol.model.Build;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.BuildOrder;
import org.yardmaster.protocol.model.BuildResult;
import org.yardmaster.protocol.model.BuilderId;
import org.yardmaster.protocol.model.FinishedBuild;
import org.yardmaster.protocol.model.FinishedRequest;
import org.yardmaster.protocol.model.Outcome;
import org.yardmaster.protocol.model.Place;
import org.yardmaster.protocol.model.Request;
import org.yardmaster.protocol.model.RequestId;
import org.yardmaster.protocol.model.Retry;
import org.yardmaster.protocol.model.SlaveId;
import org.yardmaster.protocol.model.Sorted;
import org.yardmaster.protocol.model.Step;
import org.yardmaster.protocol.model.StepAction;
import org.yardmaster.protocol.model.StepResult;

/// The life of request number n, and of its one build, in an ordinary farm of 50 builders and 200
/// slaves.
public final class PlainRows {
  static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

  private static final SortedMap<String, String> PROPERTIES =
      Sorted.map(Map.of("branch", "main", "revision", "4f1c2d"));
  private static final List<StepResult> STEPS =
      List.of(step(0, "checkout"), step(1, "compile"), step(2, "test"));

  private PlainRows() {}

  private static StepResult step(int index, String name) {
    return new StepResult(
        index, name, StepResult.End.EXITED, 0, Duration.ofMillis(61_234), 48_000, "");
  }

  static String builder(long n) {
    return "builder-" + n % 50;
  }

  static String slave(long n) {
    return "slave-" + n % 200;
  }

  static Outcome outcome(long n) {
    return n % 1000 == 0 ? Outcome.STOPPED : n % 10 == 0 ? Outcome.FAILURE : Outcome.SUCCESS;
  }

  static Request request(long n) {
    return request(n, PROPERTIES);
  }

  static Request request(long n, SortedMap<String, String> properties) {
    return new Request(
        new RequestId(n),
        new BuilderId(n % 50),
        50,
        false,
        START.plusMillis(n),
        -50,
        Place.ofNumber(n),
        "ann",
        START.plusMillis(n),
        "commit 4f1c2d by ann",
        properties,
        Optional.empty(),
        Optional.empty(),
        Retry.none(),
        Optional.empty(),
        Optional.empty(),
        0,
        0);
  }

  static Build build(long n) {
    return new Build(
        new BuildId(n),
        new RequestId(n),
        Sorted.set(List.of()),
        new BuilderId(n % 50),
        new SlaveId(n % 200),
        "6b2f7c0a",
        1,
        START.plusMillis(n),
        List.of("checkout", "compile", "test"),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /// Submitted: 3 rows.
  static List<Change> submitted(long n) {
    return List.of(
        shown(new FarmChange.RequestKept(request(n))), new Change.CommandKept(command(n)));
  }

  private static CommandRecord command(long n) {
    return new CommandRecord(
        n,
        "6f0c1a52-8f55-4a0e-9d8e-" + n,
        START.plusMillis(n),
        "ann",
        new Command.Submit(
            builder(n), "commit 4f1c2d by ann", PROPERTIES, Optional.empty(), Optional.empty()),
        new Answer.Accepted(n, "request " + n + " queued", Optional.of(new RequestId(n))),
        List.of(),
        0);
  }

  /// Started: 3 rows.
  static List<Change> started(long n) {
    Step step =
        new Step(
            "compile",
            new StepAction.Shell("make -j4 all"),
            Sorted.map(new TreeMap<String, String>()),
            "",
            Optional.of(Duration.ofHours(1)),
            Optional.empty(),
            false,
            List.of());
    BuildOrder order =
        new BuildOrder(
            new BuildId(n),
            new RequestId(n),
            builder(n),
            PROPERTIES,
            Sorted.map(new TreeMap<String, String>()),
            Sorted.set(List.of()),
            List.of(),
            List.of(step, step, step),
            Duration.ofMinutes(40),
            200 << 20);
    return List.of(
        shown(new FarmChange.RequestKept(request(n).started(new BuildId(n)))),
        shown(new FarmChange.BuildKept(build(n))),
        new Change.BuildOrdered(new BuildId(n), order));
  }

  /// Finished: 3 rows deleted, 5 inserted.
  public static List<Change> finished(long n) {
    Build last = build(n);
    for (StepResult step : STEPS) {
      last = last.afterStep(step);
    }
    FinishedBuild build =
        new FinishedBuild(
            last,
            builder(n),
            slave(n),
            new BuildResult(outcome(n), STEPS, ""),
            START.plusMillis(n + 183_702));
    return List.of(
        shown(new FarmChange.BuildEnded(build)),
        shown(
            new FarmChange.RequestEnded(
                new FinishedRequest(
                    request(n).started(new BuildId(n)),
                    builder(n),
                    outcome(n),
                    START.plusMillis(n + 183_702),
                    Duration.ofMillis(1234),
                    slave(n),
                    "",
                    ""))));
  }

  private static Change shown(FarmChange change) {
    return new Change.Shown(change);
  }
}
