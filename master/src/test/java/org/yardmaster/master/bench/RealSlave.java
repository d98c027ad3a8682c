package org.yardmaster.master.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.yardmaster.protocol.client.Secrets;
import org.yardmaster.protocol.message.Command;
import org.yardmaster.protocol.model.Contact;
import org.yardmaster.protocol.model.SlaveDefinition;
import org.yardmaster.protocol.model.Sorted;
import org.yardmaster.slave.Main;

/// Slaves of the product in processes of their own, started as its launcher does.
final class RealSlave implements AutoCloseable {
  private static final List<String> LAUNCHER =
      List.of(
          "-Xmx256m",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:CompileThresholdScaling=0.2",
          "-XX:+ExitOnOutOfMemoryError",
          "--enable-native-access=ALL-UNNAMED");

  private final Path data;
  private final Process process;

  private RealSlave(Path data, Process process) {
    this.data = data;
    this.process = process;
  }

  /// Starts `count` slaves of one build each, and waits until all are attached.
  static List<RealSlave> start(BenchFarm farm, Desk desk, Onlooker onlooker, Path folder, int count)
      throws Exception {
    List<RealSlave> slaves = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      slaves.add(start(farm, desk, "real-" + i, folder.resolve("real-" + i)));
    }
    onlooker.await(
        count + " slaves attached",
        view ->
            view.slaves().values().stream()
                    .filter(s -> s.contact().state() == Contact.State.CONNECTED)
                    .count()
                == count);
    return slaves;
  }

  private static RealSlave start(BenchFarm farm, Desk desk, String name, Path data)
      throws Exception {
    String secret = Secrets.random();
    desk.accepted(
        new Command.AddSlave(
            name, new SlaveDefinition(Sorted.set(List.of()), 1), Secrets.hash(secret)));
    Files.createDirectories(data);
    List<String> jvm = new ArrayList<>(LAUNCHER);
    String more = System.getProperty("bench.slave.jvm", "");
    if (!more.isEmpty()) {
      jvm.addAll(List.of(more.split(" ")));
    }
    Process process =
        Children.start(
            jvm,
            Main.class,
            List.of(
                "run",
                "--name=" + name,
                "--master=" + farm.slaves(),
                "--fingerprint=" + farm.fingerprint(),
                "--secret=" + secret,
                "--data=" + data),
            data.resolve("slave.out").toFile());
    return new RealSlave(data, process);
  }

  /// Ends it as a service manager does, and removes what it had.
  @Override
  public void close() throws IOException {
    process.destroy();
    process.onExit().join();
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  static void closeAll(List<RealSlave> slaves) throws IOException {
    for (RealSlave slave : slaves) {
      slave.close();
    }
  }
}
