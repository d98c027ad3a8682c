package org.yardmaster.master.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yardmaster.protocol.model.SecretSource;
import org.yardmaster.protocol.model.Sorted;

final class SecretValuesTest {
  @TempDir private Path dir;

  private SecretValues.Found find(Map<String, String> environment, Map<String, SecretSource> of) {
    return new SecretValues(dir, name -> Optional.ofNullable(environment.get(name)))
        .find(Sorted.set(of.keySet()), Sorted.map(of));
  }

  private SecretValues.Found ofFile(byte[] content) throws Exception {
    Files.write(dir.resolve("token"), content);
    return find(Map.of(), Map.of("TOKEN", new SecretSource.OfFile("token")));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void valuesComeFromFilesAndFromTheEnvironment() throws Exception {
    Path file = Files.writeString(dir.resolve("token"), "s3cret\n");
    assertThat(
            find(
                Map.of("FARM_KEY", "k3y\n"),
                Map.of(
                    "TOKEN", new SecretSource.OfFile("token"),
                    "ABSOLUTE", new SecretSource.OfFile(file.toString()),
                    "KEY", new SecretSource.OfEnvironment("FARM_KEY"))))
        .isEqualTo(
            new SecretValues.Found(
                Sorted.map(Map.of("TOKEN", "s3cret", "ABSOLUTE", "s3cret", "KEY", "k3y\n")),
                List.of()));
  }

  @Test
  void onlyTheLastLineEndOfAFileIsCutOff() throws Exception {
    assertThat(ofFile(bytes("a\nb\n\n")).values()).containsEntry("TOKEN", "a\nb\n");
    assertThat(ofFile(bytes("a\r\n")).values()).containsEntry("TOKEN", "a");
    assertThat(ofFile(bytes(" a ")).values()).containsEntry("TOKEN", " a ");
  }

  @Test
  void missingSecretsAreToldByNameNeverByValue() throws Exception {
    SecretValues.Found found =
        new SecretValues(dir, _ -> Optional.of(""))
            .find(
                Sorted.set(List.of("A", "B", "C")),
                Sorted.map(
                    Map.of(
                        "A", new SecretSource.OfFile("nowhere"),
                        "B", new SecretSource.OfEnvironment("FARM_B"))));
    assertThat(found)
        .isEqualTo(
            new SecretValues.Found(
                Sorted.map(Map.of()),
                List.of(
                    "secret A: there is no file " + dir.resolve("nowhere"),
                    "secret B: variable FARM_B is not set, or empty, in the master's environment",
                    "secret C: not in the configuration; add it under 'secrets'")));
  }

  @Test
  void fileThatIsNoVariableIsRefused() throws Exception {
    String file = "secret TOKEN: file " + dir.resolve("token");
    assertThat(ofFile(bytes("\n")).problems()).containsExactly(file + " is empty");
    assertThat(ofFile(bytes("a\0b")).problems())
        .containsExactly(file + " holds a NUL character, which no variable can");
    assertThat(ofFile(new byte[] {'a', (byte) 0xfc, 'b'}).problems())
        .containsExactly(file + " is not UTF-8 text");
    assertThat(ofFile(new byte[70_000]).problems())
        .containsExactly(file + " is longer than 65536 bytes");
    Files.delete(dir.resolve("token"));
    Files.createDirectories(dir.resolve("token"));
    assertThat(find(Map.of(), Map.of("TOKEN", new SecretSource.OfFile("token"))).problems())
        .containsExactly(file + " cannot be read");
  }

  @Test
  void foundValuesAreNotPrinted() throws Exception {
    assertThat(ofFile(bytes("s3cret"))).hasToString("Found[[TOKEN], problems=[]]");
  }
}
