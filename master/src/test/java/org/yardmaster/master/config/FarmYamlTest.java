package org.yardmaster.master.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yardmaster.protocol.model.BuilderDefinition;
import org.yardmaster.protocol.model.Eligibility;
import org.yardmaster.protocol.model.FarmConfig;
import org.yardmaster.protocol.model.FarmSettings;
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
                "(?m)^  # (rack-.*|UPLOAD_TOKEN.*|SIGNING_KEY.*|  capab.*|  max-b.*)$", "  $1");
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
                source: {git: 'https://git.example.org/l.git', branch: main, revision: 0123}
                timeout: 1h30m
                no-output-timeout: 90s
                steps:
                  - make all
                  - name: unit tests
                    program: [make, check, 1]
                    env: {A: b}
                    workdir: ./core
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
            settings: {grace: 1m, lease: 1h, log-limit: 1 GB, disk-reserve: 512MiB}
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
            List.of());
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
    FarmSettings usual = FarmSettings.defaults();
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
                            List.of(),
                            false,
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
                List.of(),
                Sorted.map(Map.of()),
                Sorted.map(Map.of()),
                new FarmSettings(
                    Duration.ofMinutes(1),
                    Duration.ofHours(1),
                    1L << 30,
                    512L << 20,
                    usual.aging(),
                    usual.retry(),
                    usual.backOff(),
                    usual.overtakes(),
                    usual.standstill(),
                    usual.history())));
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
