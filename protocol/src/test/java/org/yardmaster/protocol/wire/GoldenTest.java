package org.yardmaster.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.yardmaster.protocol.message.Command;
import org.yardmaster.protocol.message.ConsoleFrame;
import org.yardmaster.protocol.message.SlaveFrame;
import org.yardmaster.protocol.model.FarmConfig;

/// Pins the form of every frame: a file for each, with its fields as JSON and its bytes on the
/// line. A change here is a change of the protocol, which running slaves and consoles of other
/// versions must understand.
///
/// After a deliberate change run the tests with `-Dgolden.write=true` and read the difference
/// before committing it.
class GoldenTest {
  private static final Path FOLDER = Path.of("src", "test", "resources", "golden");
  private static final int HEX_WIDTH = 100;

  @TestFactory
  List<DynamicTest> slaveFrames() {
    return tests(SlaveFrame.class, FrameCodec.SLAVE);
  }

  @TestFactory
  List<DynamicTest> consoleFrames() {
    return tests(ConsoleFrame.class, FrameCodec.CONSOLE);
  }

  private static <F> List<DynamicTest> tests(Class<F> family, FrameCodec<F> codec) {
    List<DynamicTest> tests = new ArrayList<>();
    Samples.of(family)
        .forEach((name, sample) ->
            tests.add(
                DynamicTest.dynamicTest(
                    name, () -> check(family, codec, name, family.cast(sample)))));
    return tests;
  }

  private static <F> void check(Class<F> family, FrameCodec<F> codec, String name, F sample)
      throws IOException {
    byte[] body = codec.encode(sample);
    assertThat(codec.decode(body, 0, body.length)).isEqualTo(sample);
    Path file = folder().resolve(family.getSimpleName()).resolve(name + ".txt");
    String text = Records.toPrettyJson(sample) + "\n" + hex(body) + "\n";
    if (Boolean.getBoolean("golden.write")) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    }
    assertThat(file).as("a new kind of frame; see the comment of this test").exists();
    assertThat(text).isEqualTo(Files.readString(file));
  }

  private static String hex(byte[] body) {
    return HexFormat.of().formatHex(body).replaceAll("(.{" + HEX_WIDTH + "})", "$1\n").strip();
  }

  private static Path folder() {
    return Files.isDirectory(Path.of("src", "test", "java"))
        ? FOLDER
        : Path.of("protocol").resolve(FOLDER);
  }

  @Test
  void noFrameHasDisappeared() throws IOException {
    assertThat(filesOf(SlaveFrame.class))
        .isEqualTo(new TreeSet<>(Samples.of(SlaveFrame.class).keySet()));
    assertThat(filesOf(ConsoleFrame.class))
        .isEqualTo(new TreeSet<>(Samples.of(ConsoleFrame.class).keySet()));
  }

  private static SortedSet<String> filesOf(Class<?> family) throws IOException {
    try (Stream<Path> files = Files.list(folder().resolve(family.getSimpleName()))) {
      return new TreeSet<>(
          files.map(file -> file.getFileName().toString().replace(".txt", "")).toList());
    }
  }

  /// Whatever is cut off or turned in a frame: it is either read as some frame, or refused as
  /// malformed; nothing else.
  @Test
  void damagedFramesAreMalformedAtWorst() {
    Samples.of(ConsoleFrame.class)
        .values()
        .forEach(sample -> damage(FrameCodec.CONSOLE, (ConsoleFrame) sample));
    Samples.of(SlaveFrame.class)
        .values()
        .forEach(sample -> damage(FrameCodec.SLAVE, (SlaveFrame) sample));
  }

  private static <F> void damage(FrameCodec<F> codec, F sample) {
    byte[] body = codec.encode(sample);
    for (int i = 0; i < body.length; i++) {
      read(codec, Arrays.copyOf(body, i));
      for (int turned : new int[] {0x01, 0x40, 0xff}) {
        byte[] copy = body.clone();
        copy[i] ^= (byte) turned;
        read(codec, copy);
      }
    }
  }

  private static <F> void read(FrameCodec<F> codec, byte[] body) {
    try {
      assertThat(codec.decode(body, 0, body.length)).isNotNull();
    } catch (MalformedFrame e) {
      assertThat(e.getMessage()).isNotEmpty();
    }
  }

  @Test
  void whatTheStoreKeepsAsTextComesBack() {
    Samples.of(Command.class)
        .values()
        .forEach(command ->
            assertThat(Records.fromJson(Records.toJson(command), Command.class))
                .isEqualTo(command));
    FarmConfig config =
        ((Command.ApplyConfig) Samples.of(Command.class).get("ApplyConfig")).config();
    assertThat(Records.fromJson(Records.toJson(config), FarmConfig.class)).isEqualTo(config);
  }

  @Test
  void secretsAreNotPrintedByToString() {
    Object login = Samples.of(ConsoleFrame.class).get("Login");
    Object attach = Samples.of(SlaveFrame.class).get("Attach");
    assertThat(login.toString()).doesNotContain("credential");
    assertThat(attach.toString()).doesNotContain("secret");
    assertThat(
            new String(FrameCodec.SLAVE.encode((SlaveFrame) attach), StandardCharsets.ISO_8859_1))
        .contains("secret");
  }
}
