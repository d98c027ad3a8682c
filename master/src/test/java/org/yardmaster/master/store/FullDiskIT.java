package org.yardmaster.master.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the master does about a full disk is enough: look at the free space before each batch, and
/// write the database out before going on. Needs the right to mount a small file system.
final class FullDiskIT {
  private static final long SEED = 5;
  private static final long RESERVE = 8 << 20;

  @TempDir private Path folder;
  private Path disk;
  private Path ballast;
  private boolean mounted;

  @BeforeEach
  void mount() throws Exception {
    disk = Files.createDirectory(folder.resolve("disk"));
    ballast = disk.resolve("ballast");
    mounted = run("mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", disk.toString());
    assumeTrue(mounted, "no right to mount a tmpfs");
  }

  @AfterEach
  void unmount() throws Exception {
    if (mounted) {
      run("umount", disk.toString());
    }
  }

  @Test
  void masterThatStopsAtTheReserveLosesNothing() throws Exception {
    long acknowledged = 0;
    try (StoreProcess process = StoreProcess.start(disk.resolve("data"), SEED)) {
      for (int i = 0; i < 20; i++) {
        acknowledged = process.ask("commit");
      }
      leave(RESERVE + (1 << 20));
      while (process.ask("free") >= RESERVE) {
        acknowledged = process.ask("commit");
      }
      leave(0);
      assertThat(process.ask("free")).isLessThan(RESERVE);
      Files.delete(ballast);
      assertThat(process.ask("checkpoint")).isEqualTo(acknowledged);
      for (int i = 0; i < 20; i++) {
        acknowledged = process.ask("commit");
      }
    }

    StoreProcess.checkAll(disk.resolve("data"), SEED, acknowledged);
  }

  @Test
  void batchesWrittenToADiskThatWasFullAreSavedByTheCheckpoint() throws Exception {
    long acknowledged = 0;
    try (StoreProcess process = StoreProcess.start(disk.resolve("data"), SEED)) {
      for (int i = 0; i < 20; i++) {
        acknowledged = process.ask("commit");
      }
      leave(0);
      for (int i = 0; i < 20; i++) {
        acknowledged = Math.max(acknowledged, process.ask("commit"));
      }
      Files.delete(ballast);
      assertThat(process.ask("checkpoint")).isEqualTo(acknowledged);
      for (int i = 0; i < 20; i++) {
        acknowledged = process.ask("commit");
      }
    }

    StoreProcess.checkAll(disk.resolve("data"), SEED, acknowledged);
  }

  /// Fills the disk until only so many bytes are free.
  private void leave(long bytes) throws IOException {
    try (OutputStream out = Files.newOutputStream(ballast)) {
      byte[] block = new byte[4096];
      while (Files.getFileStore(disk).getUsableSpace() > bytes) {
        out.write(block);
      }
    } catch (IOException e) {
      assertThat(Files.getFileStore(disk).getUsableSpace()).as("full: %s", e).isLessThan(4096);
    }
  }

  private static boolean run(String... command) throws Exception {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException _) {
      return false;
    }
  }
}
