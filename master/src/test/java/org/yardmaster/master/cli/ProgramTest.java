package org.yardmaster.master.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/// What the program says before it asks any master.
final class ProgramTest {
  @TempDir Path home;
  private Typist typist;

  @BeforeEach
  void sitDown() {
    typist = new Typist(home);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "quue",
        "hold",
        "hold x",
        "move 1",
        "move 1 --top --bottom",
        "move 1 --before 2 --behind 3",
        "priority high 1",
        "submit",
        "pause --for soon",
        "users role anna king",
        "slave",
        "completion tcsh"
      })
  void whatMakesNoSenseIsAMatterOfUsage(String line) {
    Typist.Result result = typist.type(line.split(" "));

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).startsWith("yardmaster: ").contains("--help'");
    assertThat(result.out()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "quue --json",
        "hold --json",
        "move 1 --json --top --bottom",
        "queue --json",
        "queue --json --master a --data b"
      })
  void scriptsReadThatSomethingMakesNoSenseAsOneObject(String line) {
    Typist.Result result = typist.type(line.split(" "));

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.refused().code()).isEqualTo("usage");
    assertThat(result.refused().message()).isNotBlank();
    assertThat(result.out()).isEmpty();
  }

  @Test
  void scriptsReadThatNoMasterIsThereAsOneObject() {
    Typist.Result result = typist.type("queue", "--json", "--master", "127.0.0.1:1");

    assertThat(result.code()).isEqualTo(4);
    assertThat(result.refused().code()).isEqualTo("no-master");
    assertThat(result.refused().message()).contains("give --fingerprint");
  }

  @Test
  void withoutAMasterItSaysHowToNameOne() {
    Typist.Result result = typist.type("queue");

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("--master HOST:PORT").contains("YARDMASTER_DATA");
  }

  @Test
  void twoMastersAtOnceAreRefused() {
    assertThat(typist.type("queue", "--master", "a", "--data", "b").code()).isEqualTo(2);
  }

  @Test
  void aDataFolderWithoutAMasterSaysHowToStartOne() {
    Typist.Result result = typist.type("queue", "--data", home.toString());

    assertThat(result.code()).isEqualTo(4);
    assertThat(result.err()).contains("yardmaster master --data " + home);
  }

  @Test
  void aMasterThatIsNotThereCannotBeReached() {
    Typist.Result result =
        typist
            .with("YARDMASTER_PASSWORD", "secret")
            .type("queue", "--master", "127.0.0.1:1", "--fingerprint", "0".repeat(64));

    assertThat(result.code()).isEqualTo(4);
    assertThat(result.err()).startsWith("yardmaster: master 127.0.0.1:1: ");
  }

  @Test
  void nobodyConfirmsAFingerprintWhereNobodySits() {
    Typist.Result result = typist.type("queue", "--master", "127.0.0.1:1");

    assertThat(result.code()).isEqualTo(4);
    assertThat(result.err()).contains("give --fingerprint");
  }

  @Test
  void everyCommandHasAUsageThatFitsATerminal() {
    everyCommand(new Program(terminal()).commands());
  }

  private static void everyCommand(CommandLine command) {
    assertThat(command.getUsageMessage().lines()).allMatch(line -> line.length() <= 80);
    assertThat(command.getCommandSpec().usageMessage().description()).isNotEmpty();
    command.getSubcommands().values().forEach(ProgramTest::everyCommand);
  }

  private Terminal terminal() {
    return new Terminal(
        System.out,
        System.err,
        java.util.Map.of(),
        home,
        "anna",
        java.time.ZoneOffset.UTC,
        java.util.Optional.empty());
  }

  @Test
  void completionKnowsEveryCommand() {
    String script = typist.type("completion", "zsh").out();

    assertThat(script).contains("submit", "slave", "--password-file", "priority");
  }

  @Test
  void completionForFishKnowsEveryCommandWithItsOptions() {
    String script = typist.type("completion", "fish").out();

    assertThat(script.lines())
        .contains(
            "complete -c yardmaster -f",
            "complete -c yardmaster -n '__yardmaster_is' -a 'submit' -d 'Queue a build request'",
            "complete -c yardmaster -n '__yardmaster_in submit' -l wait -d 'Waits for the end'",
            "complete -c yardmaster -n '__yardmaster_in submit' -s r -l reason -x -d 'Why'",
            "complete -c yardmaster -n '__yardmaster_is slave' -a 'remove' -d 'Take a slave out of"
                + " the farm'",
            "complete -c yardmaster -n '__yardmaster_in users role' -a 'viewer operator admin'",
            "complete -c yardmaster -n '__yardmaster_in master' -l config -r -F -d 'The farm.yaml"
                + " to start with'",
            "complete -c yardmaster -n '__yardmaster_in users add' -l role -x -a 'viewer operator"
                + " admin' -d 'viewer, operator or admin'",
            "complete -c yardmaster -n '__yardmaster_in completion' -a 'bash zsh fish'");
    assertThat(script.lines())
        .anyMatch(line ->
            line.startsWith(
                "complete -c yardmaster -n '__yardmaster_in users; and not"
                    + " __fish_seen_subcommand_from list "))
        .noneMatch(line -> line.contains("${"));
  }

  @Test
  void aFarmYamlIsCheckedWithoutAMaster() throws Exception {
    Path file = home.resolve("farm.yaml");
    Files.writeString(file, "builders:\n  hello:\n    step: [date]\n");

    Typist.Result broken = typist.type("config", "check", file.toString());
    assertThat(broken.code()).isEqualTo(1);
    assertThat(broken.err()).contains("farm.yaml:3:");

    Files.writeString(file, "builders:\n  hello:\n    steps: [date]\n");
    Typist.Result sound = typist.type("config", "check", "--json", file.toString());
    assertThat(sound.code()).isZero();
    assertThat(sound.json(ConfigCheckCommand.Row.class).sound()).isTrue();
  }
}
