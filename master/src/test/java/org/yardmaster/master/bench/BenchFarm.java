package org.yardmaster.master.bench;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.yardmaster.master.RunFile;
import org.yardmaster.master.cli.Main;
import org.yardmaster.master.keys.FarmKeys;
import org.yardmaster.master.keys.Hosts;
import org.yardmaster.master.keys.TokenFile;
import org.yardmaster.protocol.client.MasterClient;
import org.yardmaster.protocol.wire.Fingerprint;
import org.yardmaster.protocol.wire.HostPort;

/// A farm on this machine's disk, and its master in a process of its own, started as the product's
/// launcher does.
final class BenchFarm implements AutoCloseable {
  private static final List<String> LAUNCHER =
      List.of(
          "-Xms64m",
          "-XX:+ExitOnOutOfMemoryError",
          "-XX:+UseTransparentHugePages",
          // As the Java of the image is made.
          "-XX:ThreadPriorityPolicy=1",
          "-XX:JavaPriority6_To_OSPriority=0",
          "-XX:JavaPriority7_To_OSPriority=0",
          "-XX:JavaPriority8_To_OSPriority=0",
          "-XX:JavaPriority9_To_OSPriority=0",
          "-XX:JavaPriority10_To_OSPriority=-5");

  /// What Java remembers of a master, as the image has it from the installer's rehearsal.
  private static final Path REMEMBERED = Path.of("target", "master.aot").toAbsolutePath();

  private static final int READY_PATIENCE_SECONDS = 300;

  private static boolean rehearsed;

  private final Path data;
  private final List<String> jvm = new ArrayList<>(LAUNCHER);
  private final int consolePort = freePort();
  private final int slavePort = freePort();
  private final Fingerprint fingerprint;
  private Optional<Process> process = Optional.empty();

  /// Makes a new farm; its master does not run yet.
  ///
  /// @param moreJvm options beside the launcher's
  BenchFarm(Path data, String farmYaml, String... moreJvm) throws IOException {
    this.data = Files.createDirectories(data);
    jvm.addAll(List.of(moreJvm));
    String extra = System.getProperty("bench.master.jvm", "");
    if (!extra.isEmpty()) {
      jvm.addAll(List.of(extra.split(" ")));
    }
    fingerprint =
        Fingerprint.parse(
            FarmKeys.create(data, Hosts.ofThisMachine(), Instant.now()).fingerprint());
    Files.writeString(data.resolve("farm.yaml"), farmYaml);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static void rehearse(Path data) throws IOException, InterruptedException {
    Files.deleteIfExists(REMEMBERED);
    try (BenchFarm farm = new BenchFarm(data, Dispatch.FARM)) {
      farm.start("-XX:AOTCacheOutput=" + REMEMBERED);
    }
    if (!Files.exists(REMEMBERED)) {
      throw new IOException("Java remembers nothing of a master: " + REMEMBERED);
    }
  }

  /// Starts the master and waits until it lets people in. Returns how long that took.
  Duration start() throws IOException, InterruptedException {
    if (!rehearsed) {
      rehearse(data.resolveSibling("rehearsal"));
      rehearsed = true;
    }
    return start("-XX:AOTCache=" + REMEMBERED);
  }

  private Duration start(String remembering) throws IOException, InterruptedException {
    List<String> options = new ArrayList<>(jvm);
    options.add(remembering);
    long begin = System.nanoTime();
    Process started =
        Children.start(
            options,
            Main.class,
            List.of(
                "master",
                "--data=" + data,
                "--bind=127.0.0.1",
                "--port=" + consolePort,
                "--slave-port=" + slavePort),
            log().toFile());
    process = Optional.of(started);
    while (RunFile.read(data).filter(run -> run.pid() == started.pid()).isEmpty()) {
      if (started.waitFor(5, TimeUnit.MILLISECONDS)
          || System.nanoTime() - begin > TimeUnit.SECONDS.toNanos(READY_PATIENCE_SECONDS)) {
        throw new IOException("master did not come up: " + Files.readString(log()));
      }
    }
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  /// As `kill -9` does.
  void kill() {
    process.orElseThrow().destroyForcibly().onExit().join();
    process = Optional.empty();
  }

  /// As a service manager does; waits for its end.
  void terminate() {
    Process running = process.orElseThrow();
    running.destroy();
    running.onExit().orTimeout(60, TimeUnit.SECONDS).join();
    process = Optional.empty();
  }

  Path data() {
    return data;
  }

  private Path log() {
    return data.resolve("master.out");
  }

  /// Everything the master has said in its lives.
  String said() throws IOException {
    return Files.readString(log());
  }

  /// The longest turn of those of its masters that ended in peace, as their logs tell.
  double longestTurnMillis() throws IOException {
    return said()
        .lines()
        .filter(line -> line.contains("longest turn"))
        .mapToDouble(
            line -> Double.parseDouble(line.replaceAll(".*longest turn (\\d+) ms.*", "$1")))
        .max()
        .orElseThrow(() -> new IOException("no master told its longest turn"));
  }

  HostPort slaves() {
    return new HostPort("127.0.0.1", slavePort);
  }

  Fingerprint fingerprint() {
    return fingerprint;
  }

  MasterClient.Target target() {
    return new MasterClient.Target(
        new HostPort("127.0.0.1", consolePort), Optional.of(fingerprint), "", this::token, true);
  }

  private String token() {
    try {
      return TokenFile.read(data).orElseThrow();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /// Processor time the master has used so far.
  Duration cpu() {
    return process.orElseThrow().toHandle().info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /// Bytes of the master's heap that are in use after a collection.
  long heapInUse() throws IOException, InterruptedException {
    jcmd("GC.run");
    String told = jcmd("GC.heap_info");
    return Stream.of(told.split("\n"))
        .filter(line -> line.contains("heap") && line.contains("used "))
        .map(line -> line.replaceAll(".*used (\\d+)K.*", "$1").strip())
        .mapToLong(kilobytes -> Long.parseLong(kilobytes) << 10)
        .findFirst()
        .orElseThrow(() -> new IOException("no heap told: " + told));
  }

  private String jcmd(String command) throws IOException, InterruptedException {
    Process asked =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                String.valueOf(process.orElseThrow().pid()),
                command)
            .redirectErrorStream(true)
            .start();
    String told =
        new String(asked.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    asked.waitFor();
    return told;
  }

  /// Ends the master and removes the farm.
  ///
  /// @throws IllegalStateException if the master has ever had to report an error
  @Override
  public void close() throws IOException {
    if (process.isPresent()) {
      terminate();
    }
    Optional<String> error = said().lines().filter(line -> line.contains(" ERROR ")).findFirst();
    if (error.isPresent()) {
      throw new IllegalStateException("the master had errors: " + error.get());
    }
    if (Boolean.getBoolean("bench.keep")) {
      return;
    }
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
