package org.yardmaster.master.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TokenFileTest {
  @TempDir private Path dir;

  @Test
  void tokenInTheFileIsAdmitted() throws Exception {
    TokenFile master = TokenFile.write(dir);
    String token = TokenFile.read(dir).orElseThrow();
    assertThat(token).matches("[0-9a-f]{64}");
    assertThat(master.admits(token)).isTrue();
    assertThat(master.admits(token.replace(token.charAt(63), 'x'))).isFalse();
    assertThat(master.admits(token.substring(1))).isFalse();
    assertThat(master.admits("")).isFalse();
  }

  @Test
  void tokenOfAnEarlierStartIsWorthNothing() throws Exception {
    TokenFile.write(dir);
    String old = TokenFile.read(dir).orElseThrow();
    TokenFile master = TokenFile.write(dir);
    assertThat(master.admits(old)).isFalse();
    assertThat(master.admits(TokenFile.read(dir).orElseThrow())).isTrue();
  }

  @Test
  void onlyTheOwnerMayReadIt() throws Exception {
    Path file = Files.createFile(dir.resolve("token"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
    TokenFile.write(dir);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    try (Stream<Path> files = Files.list(dir)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void withoutAMasterThereIsNone() throws Exception {
    assertThat(TokenFile.read(dir)).isEmpty();
  }
}
