package org.yardmaster.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yardmaster.master.keys.FarmKeys;
import org.yardmaster.master.keys.Hosts;
import org.yardmaster.master.keys.TokenFile;
import org.yardmaster.protocol.client.MasterClient;
import org.yardmaster.protocol.message.Answer;
import org.yardmaster.protocol.model.RequestId;
import org.yardmaster.protocol.wire.Fingerprint;
import org.yardmaster.protocol.wire.HostPort;

/// A real master on a small disk of its own that is filled up, and killed. Needs the right to
/// mount; is skipped without.
final class MasterFullDiskIT {
  private static final String FARM =
      """
      settings:
        disk-reserve: 16 MB
      builders:
        hello:
          steps: [echo]
      """;

  @TempDir Path folder;
  private Path disk;
  private boolean mounted;

  @BeforeEach
  void mount() throws Exception {
    disk = Files.createDirectories(folder.resolve("disk"));
    mounted = run("mount", "-t", "tmpfs", "-o", "size=512m", "none", disk.toString());
    assumeTrue(mounted, "this account may not mount");
  }

  @AfterEach
  void unmount() throws Exception {
    if (mounted) {
      run("umount", "-l", disk.toString());
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

  @Test
  void aFullDiskStopsDecidingAndLosesNothing() throws Exception {
    Path data = Files.createDirectories(disk.resolve("farm"));
    FarmKeys keys = FarmKeys.create(data, Hosts.ofThisMachine(), Instant.now());
    Files.writeString(data.resolve("farm.yaml"), FARM);
    int port = freePort();
    List<RequestId> acknowledged = new ArrayList<>();
    try (MasterProcess master = MasterProcess.start(data, port, freePort())) {
      try (TestConsole console = attach(master, data, port, keys)) {
        for (int i = 0; i < 50; i++) {
          acknowledged.add(submit(console).get(60, TimeUnit.SECONDS));
        }
        CompletableFuture<RequestId> waiting = overTheReserve(console);
        Files.delete(disk.resolve("filler"));
        acknowledged.add(waiting.get(60, TimeUnit.SECONDS));
        acknowledged.add(submit(console).get(60, TimeUnit.SECONDS));
      }
      master.killAndRestart();
      try (TestConsole console = attach(master, data, port, keys)) {
        console.await(view -> view.requests().keySet().containsAll(acknowledged));
        int rows = console.read(view -> view.requests().size());
        assertThat(rows).isEqualTo(acknowledged.size());
      }
    }
  }

  /// Fills the disk, and submits until a command stays unanswered, with everybody told why.
  private CompletableFuture<RequestId> overTheReserve(TestConsole console) throws Exception {
    try (RandomAccessFile filler = new RandomAccessFile(disk.resolve("filler").toFile(), "rw")) {
      byte[] block = new byte[1 << 20];
      while (Files.getFileStore(disk).getUsableSpace() > (8L << 20)) {
        filler.write(block);
      }
    }
    CompletableFuture<RequestId> waiting = submit(console);
    assertThat(console.awaitNotice()).contains("below the reserve of 16 MB");
    assertThat(waiting).isNotDone();
    return waiting;
  }

  private static CompletableFuture<RequestId> submit(TestConsole console) {
    return console
        .client()
        .command(TestMaster.submit("hello"))
        .thenApply(answer -> ((Answer.Accepted) answer).request().orElseThrow());
  }

  private static TestConsole attach(MasterProcess master, Path data, int port, FarmKeys keys)
      throws Exception {
    master.awaitReady();
    return TestConsole.attach(
        new MasterClient.Target(
            new HostPort("127.0.0.1", port),
            Optional.of(Fingerprint.parse(keys.fingerprint())),
            "",
            TokenFile.read(data).orElseThrow(),
            true));
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
