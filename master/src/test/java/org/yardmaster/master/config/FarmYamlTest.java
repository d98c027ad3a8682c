package org.yardmaster.master.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yardmaster.protocol.model.AlertHook;
import org.yardmaster.protocol.model.BackOffPolicy;
import org.yardmaster.protocol.model.BuilderDefinition;
import org.yardmaster.protocol.model.CronTimes;
import org.yardmaster.protocol.model.Eligibility;
import org.yardmaster.protocol.model.FarmConfig;
import org.yardmaster.protocol.model.FarmSettings;
import org.yardmaster.protocol.model.HistoryLimits;
import org.yardmaster.protocol.model.IncidentKind;
import org.yardmaster.protocol.model.LockDefinition;
import org.yardmaster.protocol.model.LockUse;
import org.yardmaster.protocol.model.RetryPolicy;
import org.yardmaster.protocol.model.ScheduleDefinition;
import org.yardmaster.protocol.model.SecretSource;
import org.yardmaster.protocol.model.SlaveDefinition;
import org.yardmaster.protocol.model.Sorted;
import org.yardmaster.protocol.model.Step;
import org.yardmaster.protocol.model.StepAction;

final class FarmYamlTest {
  private static final Optional<Duration> NO_TIMEOUT = Optional.empty();

  private static Checked check(String text) {
    return FarmYaml.check("farm.yaml", text);
  }

  private static FarmConfig config(String text) {
    Checked checked = check(text);
    assertThat(checked.problems()).isEmpty();
    return checked.config().orElseThrow();
  }

  @Test
  void starterIsReadWithoutProblems() {
    Checked checked = check(FarmYaml.starter());
    assertThat(checked.problems()).isEmpty();
    assertThat(checked.warnings()).isEmpty();
    assertThat(checked.config().orElseThrow().builders()).containsOnlyKeys("hello");
    assertThat(checked.config().orElseThrow().settings()).isEqualTo(FarmSettings.defaults());
  }

  /// Whoever takes out the comment signs gets a farm that works.
  @Test
  void starterIsReadWithoutProblemsWhenItsExamplesAreTakenIn() {
    String all =
        FarmYaml.starter()
            .replaceAll("(?m)^  # (library-linux:|  [ a-z#-].*|  [A-Z_]+:.*)$", "  $1")
            .replaceAll(
                "(?m)^  # (rack-.*|UPLOAD_TOKEN.*|SIGNING_KEY.*|  capab.*|  max-b.*)$", "  $1")
            .replaceAll("(?m)^  # (test-d.*|compiler-l.*|nightly:|pager:.*|chat:.*)$", "  $1")
            .replaceAll("(?m)^  # (  builder:.*|  times:.*|  zone:.*|  reason:.*)$", "  $1")
            .replaceAll("(?m)^  # (aging:.*|history:.*)$", "  $1");
    Checked checked = check(all);
    assertThat(checked.problems()).isEmpty();
    assertThat(checked.warnings()).isEmpty();
    FarmConfig config = checked.config().orElseThrow();
    assertThat(config.builders()).containsOnlyKeys("hello", "library-linux");
    assertThat(config.builders().get("library-linux").steps())
        .extracting(Step::name)
        .containsExactly("source", "mvn -B -q compile", "test", "upload", "clean up");
    assertThat(config.slaves()).containsOnlyKeys("rack-1", "rack-2");
    assertThat(config.secrets()).containsOnlyKeys("UPLOAD_TOKEN", "SIGNING_KEY");
    assertThat(config.locks())
        .extracting(LockDefinition::name)
        .containsExactly("test-database", "compiler-licence");
    assertThat(config.builders().get("library-linux").locks())
        .containsExactly(LockUse.exclusive("test-database"));
    assertThat(config.schedules()).containsOnlyKeys("nightly");
    assertThat(config.alerts()).containsOnlyKeys("chat", "pager");
    assertThat(config.settings().aging()).contains(Duration.ofMinutes(10));
    assertThat(config.settings().history().count()).contains(100_000L);
  }

  @Test
  void everythingThatAFileCanSayIsRead() {
    FarmConfig read =
        config(
            """
            builders:
              library:
                description: The library
                on: {slaves: [rack-1], capabilities: [linux]}
                priority: -5
                max-builds: 2
                env: {VERSION: 1.10, EMPTY: '', ON: yes}
                secrets: [TOKEN]
                locks: [database]
                ride-along: true
                source: {git: 'https://git.example.org/l.git', branch: main, revision: 0123}
                timeout: 1h30m
                no-output-timeout: 90s
                steps:
                  - make all
                  - name: unit tests
                    program: [make, check, 1]
                    env: {A: b}
                    workdir: ./core
                    locks: [{name: licence, count: 2}, printer]
                    timeout: 2m
                    no-output-timeout: 1m
                  - run: |

                      # by hand
                      rm -rf out
                    workdir: .
                    even-after-failure: true
            slaves:
              rack-1: {capabilities: [linux, java], max-builds: 3}
              rack-2:
            secrets:
              TOKEN: {file: secrets/token}
              KEY: {env: FARM_KEY}
            locks:
              database: {per: slave}
              licence: {capacity: 5}
              arm: {per: farm, capacity: 1}
              printer:
            schedules:
              nightly:
                builder: library
                times: '30 2  * * MON-fri'
                zone: Europe/Berlin
                reason: every night
                properties: {branch: main, release: 1.10}
                priority: 3
              hourly: {builder: library, times: '0 * * * *', zone: UTC}
            alerts:
              pager: {on: [disk-reserve, host-down], program: [page, --team, 7]}
              chat: {url: 'https://chat.example.org/x?y=z'}
            settings:
              grace: 1m
              lease: 1h
              log-limit: 1 GB
              disk-reserve: 512MiB
              aging: 10m
              retry: {delay: 0s, other-slave: 5m, most: 7, slaves: 4}
              back-off: {losses: 2, first: 1m, most: 1h}
              overtakes: 0
              standstill: 2h
              history: {age: 180d, count: 100000}
            """);
    Optional<Duration> all = Optional.of(Duration.ofMinutes(90));
    Optional<Duration> silence = Optional.of(Duration.ofSeconds(90));
    Step source =
        new Step(
            "source",
            new StepAction.GitCheckout(
                "https://git.example.org/l.git", Optional.of("main"), Optional.of("0123")),
            Sorted.map(Map.of()),
            "",
            all,
            silence,
            false,
            List.of());
    Step make =
        new Step(
            "make all",
            new StepAction.Shell("make all"),
            Sorted.map(Map.of()),
            "",
            all,
            silence,
            false,
            List.of());
    Step tests =
        new Step(
            "unit tests",
            new StepAction.Program(List.of("make", "check", "1")),
            Sorted.map(Map.of("A", "b")),
            "./core",
            Optional.of(Duration.ofMinutes(2)),
            Optional.of(Duration.ofMinutes(1)),
            false,
            List.of(new LockUse("licence", Optional.of(2)), LockUse.exclusive("printer")));
    Step cleanUp =
        new Step(
            "# by hand",
            new StepAction.Shell("\n# by hand\nrm -rf out\n"),
            Sorted.map(Map.of()),
            "",
            all,
            silence,
            true,
            List.of());
    assertThat(read)
        .isEqualTo(
            new FarmConfig(
                Sorted.map(
                    Map.of(
                        "library",
                        new BuilderDefinition(
                            "The library",
                            new Eligibility(
                                Sorted.set(List.of("rack-1")), Sorted.set(List.of("linux"))),
                            -5,
                            Optional.of(2),
                            Sorted.map(Map.of("VERSION", "1.10", "EMPTY", "", "ON", "yes")),
                            Sorted.set(List.of("TOKEN")),
                            List.of(LockUse.exclusive("database")),
                            true,
                            List.of(source, make, tests, cleanUp)))),
                Sorted.map(
                    Map.of(
                        "rack-1",
                        new SlaveDefinition(Sorted.set(List.of("linux", "java")), 3),
                        "rack-2",
                        new SlaveDefinition(Sorted.set(List.of()), 1))),
                Sorted.map(
                    Map.of(
                        "TOKEN",
                        new SecretSource.OfFile("secrets/token"),
                        "KEY",
                        new SecretSource.OfEnvironment("FARM_KEY"))),
                List.of(
                    new LockDefinition("database", LockDefinition.Scope.SLAVE, 1),
                    new LockDefinition("licence", LockDefinition.Scope.FARM, 5),
                    new LockDefinition("arm", LockDefinition.Scope.FARM, 1),
                    new LockDefinition("printer", LockDefinition.Scope.FARM, 1)),
                Sorted.map(
                    Map.of(
                        "nightly",
                        new ScheduleDefinition(
                            "library",
                            new CronTimes("30 2 * * mon-fri"),
                            ZoneId.of("Europe/Berlin"),
                            "every night",
                            Sorted.map(Map.of("branch", "main", "release", "1.10")),
                            Optional.of(3)),
                        "hourly",
                        new ScheduleDefinition(
                            "library",
                            new CronTimes("0 * * * *"),
                            ZoneId.of("UTC"),
                            "",
                            Sorted.map(Map.of()),
                            Optional.empty()))),
                Sorted.map(
                    Map.of(
                        "pager",
                        new AlertHook(
                            Sorted.set(List.of(IncidentKind.HOST_DOWN, IncidentKind.DISK_RESERVE)),
                            new AlertHook.Program(List.of("page", "--team", "7"))),
                        "chat",
                        new AlertHook(
                            Sorted.set(List.of(IncidentKind.values())),
                            new AlertHook.Post("https://chat.example.org/x?y=z")))),
                new FarmSettings(
                    Duration.ofMinutes(1),
                    Duration.ofHours(1),
                    1L << 30,
                    512L << 20,
                    Optional.of(Duration.ofMinutes(10)),
                    new RetryPolicy(Duration.ZERO, Duration.ofMinutes(5), 7, 4),
                    new BackOffPolicy(2, Duration.ofMinutes(1), Duration.ofHours(1)),
                    0,
                    Duration.ofHours(2),
                    new HistoryLimits(Optional.of(Duration.ofDays(180)), Optional.of(100_000L)))));
  }

  @Test
  void whatIsLeftOutHasItsDefault() {
    assertThat(config("builders:\n  b:\n    steps: [make]\n"))
        .isEqualTo(
            FarmConfig.of(
                Sorted.map(
                    Map.of(
                        "b",
                        new BuilderDefinition(
                            "",
                            new Eligibility(Sorted.set(List.of()), Sorted.set(List.of())),
                            0,
                            Optional.empty(),
                            Sorted.map(Map.of()),
                            Sorted.set(List.of()),
                            List.of(),
                            false,
                            List.of(
                                new Step(
                                    "make",
                                    new StepAction.Shell("make"),
                                    Sorted.map(Map.of()),
                                    "",
                                    NO_TIMEOUT,
                                    NO_TIMEOUT,
                                    false,
                                    List.of()))))),
                Sorted.map(Map.of())));
    assertThat(config("builders: {}")).isEqualTo(FarmConfig.empty());
  }

  @Test
  void anchorsSpareRepetition() {
    FarmConfig read =
        config(
            """
            x-common: &common
              priority: 7
              env: {A: b}
              steps: [make]
            builders:
              one:
                <<: *common
              two:
                <<: [*common]
                priority: 8
            """);
    assertThat(read.builders().get("one").priority()).isEqualTo(7);
    assertThat(read.builders().get("two").priority()).isEqualTo(8);
    assertThat(read.builders().get("two").steps()).hasSize(1);
  }

  @Test
  void anchorThatHoldsItselfIsReadOnce() {
    assertThat(check("builders: &b\n  one: {steps: [a], <<: *b}\n").problems())
        .extracting(Problem::toString)
        .containsExactly("farm.yaml:2:3: builder one: unknown key 'one'; did you mean 'on'?");
  }

  @Test
  void longCommandsAreCutForTheNameOfTheirStep() {
    Step step =
        config(
                """
                builders:
                  b:
                    steps: [run-the-whole-thing --with --very-many --options]
                """)
            .builders()
            .get("b")
            .steps()
            .getFirst();
    assertThat(step.name()).isEqualTo("run-the-whole-thing --with --very-many…");
  }

  @Test
  void fileThatIsNotThereIsAProblem(@TempDir Path dir) {
    Path file = dir.resolve("farm.yaml");
    assertThat(FarmYaml.read(file).problems())
        .extracting(Problem::toString)
        .containsExactly("farm.yaml: there is no such file at " + file);
  }

  @Test
  void fileThatIsNotUtf8TellsWhere(@TempDir Path dir) throws IOException {
    Path file = dir.resolve("farm.yaml");
    Files.write(file, "builders:\n  # f\u00fcr alle\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(FarmYaml.read(file).problems())
        .extracting(Problem::toString)
        .containsExactly("farm.yaml:2:6: not UTF-8; save the file in that encoding");
  }
}
