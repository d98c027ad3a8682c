package org.yardmaster.master;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yardmaster.master.keys.FarmKeys;
import org.yardmaster.master.keys.Hosts;

/// A real master with classes that cannot be loaded, as after half an update: it must end, so as to
/// be started again, and not stay as a shell.
final class BrokenMasterIT {
  /// First needed by the loop, for the first command.
  private static final String LOOP = "org/yardmaster/master/loop/Refusals$Kept";

  /// First needed to log something that was thrown.
  private static final String LOG = "ch/qos/logback/classic/spi/ThrowableProxy";

  @TempDir Path folder;

  @Test
  void aMasterWhoseLoopEndsByAnErrorEndsWithIt() throws Exception {
    assertEndsWithout(LOOP);

    assertThat(folder.resolve("farm/master.out"))
        .content()
        .contains("the loop has ended", "ClassFormatError");
  }

  @Test
  void evenWhereTheErrorCannotBeLogged() throws Exception {
    assertEndsWithout(LOOP, LOG);
  }

  private void assertEndsWithout(String... classes) throws Exception {
    Path data = Files.createDirectories(folder.resolve("farm"));
    FarmKeys.create(data, Hosts.ofThisMachine(), Instant.now());
    Files.writeString(data.resolve("farm.yaml"), "builders:\n  b:\n    steps: [echo]\n");
    try (MasterProcess master = MasterProcess.startBroken(data, 0, 0, broken(classes))) {
      assertThat(master.awaitEnd(60, TimeUnit.SECONDS)).hasValue(70);
    }
  }

  /// A folder with files in the place of these classes that are none.
  private Path broken(String... classes) throws Exception {
    Path broken = folder.resolve("broken");
    for (String name : classes) {
      Path file = broken.resolve(name + ".class");
      Files.createDirectories(file.getParent());
      Files.writeString(file, "no class");
    }
    return broken;
  }
}
