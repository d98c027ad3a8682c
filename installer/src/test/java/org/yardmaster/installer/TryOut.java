package org.yardmaster.installer;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A farm of the product's own processes: a master that can be killed and started again on its
/// ports, and slaves.
final class TryOut implements AutoCloseable {
  private static final Pattern READY =
      Pattern.compile("Master of .*: consoles at port (\\d+), slaves at port (\\d+), .*");

  final Product product;
  final Path folder;
  final Path data;
  private final List<Process> started = new ArrayList<>();
  private int consolePort;
  private int slavePort;
  private Optional<Process> master = Optional.empty();

  /// @param farm what stands in its farm.yaml
  TryOut(Path folder, String farm) throws IOException, InterruptedException {
    this.folder = folder;
    this.product = new Product(folder);
    this.data = folder.resolve("master");
    product.ask("yardmaster", "init", data.toString(), "--password", "correct horse battery");
    Files.writeString(data.resolve("farm.yaml"), farm);
  }

  /// Starts the master, at the ports that it had before, and waits until it is ready.
  void startMaster() throws IOException {
    ProcessBuilder program =
        product.program(
            "yardmaster",
            "master",
            "--data=" + data,
            "--bind=127.0.0.1",
            "--advertise=127.0.0.1",
            "--port=" + consolePort,
            "--slave-port=" + slavePort);
    Process process = started(program.redirectError(append("master.log")).start());
    master = Optional.of(process);
    BufferedReader said = process.inputReader();
    String line = said.readLine();
    Matcher ready = READY.matcher(String.valueOf(line));
    if (!ready.matches()) {
      throw new AssertionError("the master said " + line + "; " + log("master.log"));
    }
    consolePort = Integer.parseInt(ready.group(1));
    slavePort = Integer.parseInt(ready.group(2));
  }

  /// Ends the master as a power cut would.
  void killMaster() {
    kill(master.orElseThrow());
  }

  /// Where slaves find the master.
  InetSocketAddress slaveAddress() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), slavePort);
  }

  /// Asks the master to let a slave in, and starts it with the line that it prints.
  ///
  /// @param address where the slave finds the master
  Process join(String name, String address) throws IOException, InterruptedException {
    String line =
        yardmaster("slave", "add", name, "--address", address).strip()
            + " --data "
            + slaveData(name);
    List<String> words = List.of(line.split(" ", -1));
    if (!words.getFirst().equals("yardmaster-slave")) {
      throw new AssertionError("no line to paste: " + line);
    }
    return slave(name, words.subList(1, words.size()));
  }

  /// Starts a slave that has joined before.
  Process rejoin(String name) throws IOException {
    return slave(name, List.of("run", "--data", slaveData(name).toString()));
  }

  private Process slave(String name, List<String> arguments) throws IOException {
    ProcessBuilder program = product.program("yardmaster-slave", arguments.toArray(String[]::new));
    program.redirectOutput(append(name + ".log")).redirectError(append(name + ".log"));
    return started(program.start());
  }

  Path slaveData(String name) {
    return folder.resolve(name);
  }

  /// A command on the master's own machine.
  ///
  /// @return what it printed
  String yardmaster(String... arguments) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--data=" + data);
    return product.ask("yardmaster", all.toArray(String[]::new));
  }

  /// What a program has logged.
  String log(String file) throws IOException {
    return Files.readString(folder.resolve(file));
  }

  private ProcessBuilder.Redirect append(String file) {
    return ProcessBuilder.Redirect.appendTo(folder.resolve(file).toFile());
  }

  private Process started(Process process) {
    started.add(process);
    return process;
  }

  /// Ends a process without giving it a moment.
  static void kill(Process process) {
    process.destroyForcibly().onExit().join();
  }

  /// Stops the slaves first, so that they end their builds.
  @Override
  public void close() {
    for (Process process : started.reversed()) {
      process.destroy();
      process.onExit().join();
    }
  }
}
