package org.yardmaster.slave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yardmaster.protocol.wire.Fingerprint;
import org.yardmaster.protocol.wire.HostPort;

final class SlaveSettingsTest {
  private static final String HEX = "ab".repeat(32);
  private static final SlaveSettings.Said NOTHING =
      new SlaveSettings.Said(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  @TempDir Path folder;

  private SlaveSettings settings() {
    return new SlaveSettings(
        "osx-3",
        List.of(new HostPort("a", 1), new HostPort("b", 2)),
        Fingerprint.parse(HEX),
        "key: #with 'odd' signs",
        folder);
  }

  @Test
  void whatIsWrittenIsReadAgain() throws IOException {
    Path file = settings().write();
    assertThat(SlaveSettings.read(file).check(folder)).isEqualTo(settings());
  }

  /// Where the file system has an owner's permissions to give.
  @Test
  void whatIsWrittenIsPrivate() throws IOException {
    Path file = settings().write();
    assumeThat(Files.getFileStore(file).supportsFileAttributeView("posix")).isTrue();
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void commandLineGoesBeforeTheFile() throws IOException {
    Files.writeString(folder.resolve("key"), "from-file\n");
    Path file = folder.resolve("x.yaml");
    Files.writeString(
        file,
        "name: one\nmaster: [h:1, h:2]\nfingerprint: "
            + HEX
            + "\nsecret-file: key\ndata: things\n");
    SlaveSettings read = SlaveSettings.read(file).check(folder);
    assertThat(read.secret()).isEqualTo("from-file");
    assertThat(read.data()).isEqualTo(folder.resolve("things"));
    assertThat(read.masters()).hasSize(2);
    SlaveSettings.Said said =
        new SlaveSettings.Said(
            Optional.of("two"),
            Optional.empty(),
            Optional.empty(),
            Optional.of("said"),
            Optional.empty(),
            Optional.empty());
    SlaveSettings both = said.or(SlaveSettings.read(file)).check(folder);
    assertThat(both.name()).isEqualTo("two");
    assertThat(both.secret()).isEqualTo("said");
  }

  @Test
  void allProblemsAreToldAtOnce() {
    assertThatThrownBy(() -> NOTHING.check(folder))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("name: missing")
        .hasMessageContaining("secret: missing")
        .hasMessageContaining("master: missing")
        .hasMessageContaining("fingerprint: missing");
  }

  @Test
  void unknownSettingIsAMistake() throws IOException {
    Path file = folder.resolve("x.yaml");
    Files.writeString(file, "nmae: one\n");
    assertThatThrownBy(() -> SlaveSettings.read(file)).hasMessageContaining("unknown [nmae]");
    Files.writeString(file, "[");
    assertThatThrownBy(() -> SlaveSettings.read(file)).isInstanceOf(SettingsException.class);
  }

  @Test
  void secretIsNotPrinted() {
    assertThat(settings().toString()).doesNotContain("odd");
  }
}
