package org.yardmaster.installer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Order(Integer.MAX_VALUE)
@Timeout(300)
class TryFarmIT {
  private static final String MASTER_RUNS = "Queueing";
  private static final String SECONDS = Boolean.getBoolean("long") ? "60" : "12";

  @TempDir private Path folder;

  @Test
  void buildsThenEndsByItselfAndLeavesNothing() throws Exception {
    Process farm = tryFarm("--headless", "--for", SECONDS);

    List<String> said = farm.inputReader().lines().toList();

    assertThat(farm.waitFor()).as(String.join("\n", said)).isZero();
    assertThat(said).anyMatch(line -> line.contains("SUCCESS"));
    assertNothingIsLeft();
  }

  @Test
  void whenItsTerminalGoesItLeavesNothing() throws Exception {
    Process farm = tryFarm("--headless");
    BufferedReader said = farm.inputReader();
    String line = said.readLine();
    while (line != null && !line.startsWith(MASTER_RUNS)) {
      line = said.readLine();
    }
    assertThat(line).as("the master runs").isNotNull();

    // Sends SIGTERM, and closes the stream that it prints to.
    farm.destroy();

    assertThat(farm.waitFor()).isEqualTo(143);
    assertNothingIsLeft();
  }

  private Process tryFarm(String... arguments) throws IOException {
    ProcessBuilder program = new ProcessBuilder("./try-farm");
    program.command().addAll(List.of(arguments));
    program.environment().put("TMPDIR", folder.toString());
    program.environment().remove("JAVA_HOME");
    return program.redirectErrorStream(true).start();
  }

  private void assertNothingIsLeft() throws IOException {
    assertThat(Product.processesWith("TMPDIR=" + folder)).isEmpty();
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }
}
