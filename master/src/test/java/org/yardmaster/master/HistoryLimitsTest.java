package org.yardmaster.master;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.yardmaster.protocol.message.Command;
import org.yardmaster.protocol.message.Query;
import org.yardmaster.protocol.message.Reply;
import org.yardmaster.protocol.message.SlaveFrame;
import org.yardmaster.protocol.message.SlaveMessage;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.BuildResult;
import org.yardmaster.protocol.model.BuilderDefinition;
import org.yardmaster.protocol.model.Eligibility;
import org.yardmaster.protocol.model.FarmConfig;
import org.yardmaster.protocol.model.FarmSettings;
import org.yardmaster.protocol.model.HistoryLimits;
import org.yardmaster.protocol.model.Outcome;
import org.yardmaster.protocol.model.RequestId;
import org.yardmaster.protocol.model.Sorted;
import org.yardmaster.protocol.model.StepResult;

/// A whole master whose history is limited: rows and log files go, what has not ended stays.
@Timeout(120)
final class HistoryLimitsTest {
  private static final int ENDED = 5;

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

  private static final String FARM =
      """
      builders:
        hello:
          steps:
            - echo hello
      """;

  @Test
  void endedRequestsBeyondTheLimitGoWithTheirBuildsAndLogs() throws Exception {
    List<Path> logs = new ArrayList<>();
    String secret = master.addSlave(anna, "s", 1);
    try (ScriptedSlave slave =
        new ScriptedSlave("s", secret, "one", master.slaves(), master.fingerprint())) {
      for (int i = 0; i < ENDED; i++) {
        logs.add(build(slave));
      }
      anna.accepted(TestMaster.submit("hello"));
      slave.build();
      anna.accepted(TestMaster.submit("hello"));

      limit(2);

      awaitLogs(logs.subList(ENDED - 2, ENDED));
      assertThat(history()).containsExactly(new RequestId(ENDED), new RequestId(ENDED - 1));
      assertThat(builds(1)).isEmpty();
      assertThat(builds(ENDED)).hasSize(1);
      anna.await(view -> view.requests().size() == 2 && view.builds().size() == 1);
    }
  }

  private Path build(ScriptedSlave slave) throws Exception {
    anna.accepted(TestMaster.submit("hello"));
    BuildId build = slave.build().order().build();
    byte[] output = "1 o| hello\n".getBytes(StandardCharsets.UTF_8);
    assertThat(slave.print(new SlaveFrame.LogChunk(build, 0, 0, output))).isTrue();
    StepResult step =
        new StepResult(
            0, "echo", StepResult.End.EXITED, 0, Duration.ofMillis(5), output.length, "");
    slave.say(
        new SlaveMessage.BuildFinished(build, new BuildResult(Outcome.SUCCESS, List.of(step), "")));
    while (!slave.hear(SlaveFrame.LogStored.class).synced()) {
      continue;
    }
    anna.await(view -> view.requests().isEmpty());
    return folder.resolve("farm/logs/000/000/00" + build.value() + "/step-00.log");
  }

  private void limit(long count) throws Exception {
    BuilderDefinition builder =
        new BuilderDefinition(
            "",
            new Eligibility(Sorted.set(List.of()), Sorted.set(List.of())),
            0,
            Optional.empty(),
            new TreeMap<>(),
            Sorted.set(List.of()),
            List.of(),
            false,
            List.of());
    TreeMap<String, BuilderDefinition> builders = new TreeMap<>();
    builders.put("hello", builder);
    FarmSettings defaults = FarmSettings.defaults();
    anna.accepted(
        new Command.ApplyConfig(
            FarmConfig.of(builders, new TreeMap<>())
                .with(
                    new FarmSettings(
                        defaults.grace(),
                        defaults.lease(),
                        defaults.logLimit(),
                        defaults.diskReserve(),
                        defaults.aging(),
                        defaults.retry(),
                        defaults.backOff(),
                        defaults.overtakes(),
                        defaults.standstill(),
                        new HistoryLimits(Optional.empty(), Optional.of(count)))),
            ""));
  }

  private void awaitLogs(List<Path> left) throws Exception {
    while (true) {
      try (Stream<Path> files = Files.walk(folder.resolve("farm/logs"))) {
        if (files.filter(Files::isRegularFile).sorted().toList().equals(left)) {
          return;
        }
      } catch (UncheckedIOException _) {
        Thread.onSpinWait();
      }
    }
  }

  private List<RequestId> history() throws Exception {
    return anna
        .ask(
            new Query.History(Optional.empty(), Optional.empty(), OptionalLong.empty(), 100),
            Reply.Requests.class)
        .requests()
        .stream()
        .map(ended -> ended.request().id())
        .toList();
  }

  private List<BuildId> builds(long request) throws Exception {
    return anna
        .ask(new Query.Attempts(new RequestId(request)), Reply.Builds.class)
        .builds()
        .stream()
        .map(ended -> ended.build().id())
        .toList();
  }
}
