package org.yardmaster.master.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yardmaster.master.Master;
import org.yardmaster.master.MasterOptions;
import org.yardmaster.master.keys.FarmKeys;
import org.yardmaster.master.store.HsqldbStore;

final class InitCommandTest {
  @TempDir Path home;

  private Typist.Result init(Path dir, String... more) {
    java.util.ArrayList<String> words = new java.util.ArrayList<>(List.of("init", dir.toString()));
    words.addAll(List.of(more));
    return new Typist(home).type(words.toArray(String[]::new));
  }

  @Test
  void theFirstUserLogsInAtTheNewFarm() throws Exception {
    Path dir = home.resolve("new").resolve("farm");
    Typist.Result made = init(dir, "--admin", "ada", "--json");
    assertThat(made.code()).isZero();
    InitCommand.Made told = made.json(InitCommand.Made.class);

    MasterOptions options =
        new MasterOptions(dir, Optional.empty(), false, "127.0.0.1", 0, 0, List.of("127.0.0.1"));
    try (Master master = Master.start(options)) {
      Typist.Result users =
          new Typist(home)
              .with("YARDMASTER_MASTER", "127.0.0.1:" + master.consoleAddress().getPort())
              .with("YARDMASTER_USER", "ada")
              .with("YARDMASTER_PASSWORD", told.password().orElseThrow())
              .type("users", "--fingerprint", told.fingerprint());

      assertThat(users.err()).isEmpty();
      assertThat(users.out()).isEqualTo("USER  ROLE\nada   admin\n");
    }
  }

  @Test
  void theFolderIsForItsOwnersEyesOnly() throws Exception {
    Path dir = home.resolve("farm");
    init(dir, "--password", "long enough");

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dir)))
        .isEqualTo("rwx------");
    assertThat(dir.resolve("farm.yaml")).exists();
    assertThat(dir.resolve("farm.schema.json")).exists();
  }

  @Test
  void aGivenPasswordIsNotRepeated() {
    Typist.Result made = init(home.resolve("farm"), "--password", "long enough");

    assertThat(made.code()).isZero();
    assertThat(made.out()).doesNotContain("long enough").doesNotContain("shown once");
  }

  @Test
  void aFarmIsNeverMadeTwice() {
    Path dir = home.resolve("farm");
    init(dir);

    Typist.Result again = init(dir);

    assertThat(again.code()).isEqualTo(1);
    assertThat(again.err()).contains("holds a farm already");
  }

  @Test
  void aFolderOfSomethingElseIsRefused() throws Exception {
    Files.writeString(home.resolve("thesis.txt"), "my only copy");

    Typist.Result result = init(home);

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).contains("not empty").contains("thesis.txt");
    assertThat(home.resolve("db")).doesNotExist();
  }

  @Test
  void aRunningMastersFolderIsRefused() throws Exception {
    Path dir = Files.createDirectory(home.resolve("farm"));
    try (HsqldbStore _ = HsqldbStore.open(dir)) {
      Typist.Result result = init(dir);

      assertThat(result.code()).isEqualTo(1);
      assertThat(result.err()).contains("in use");
    }
  }

  @Test
  void anAttemptThatWasCutShortIsMadeAgainWithTheSameKeys() throws Exception {
    Path dir = Files.createDirectory(home.resolve("farm"));
    HsqldbStore.open(dir).close();
    String fingerprint =
        FarmKeys.create(dir, List.of("localhost"), java.time.Instant.now()).fingerprint();
    Files.writeString(dir.resolve("farm.yaml"), "# mine\n");

    Typist.Result made = init(dir, "--json");

    assertThat(made.code()).isZero();
    assertThat(made.json(InitCommand.Made.class).fingerprint()).isEqualTo(fingerprint);
    assertThat(dir.resolve("farm.yaml")).hasContent("# mine\n");
  }

  @Test
  void aShortPasswordIsRefusedBeforeAnythingIsMade() {
    Path dir = home.resolve("farm");

    assertThat(init(dir, "--password", "short").code()).isEqualTo(2);
    assertThat(dir).doesNotExist();
  }
}
