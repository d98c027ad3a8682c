package org.yardmaster.master;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A master in a process of its own, so that it can be killed.
public final class MasterProcess implements AutoCloseable {
  private final Path data;
  private final int consolePort;
  private final int slavePort;
  private final String classPath;
  private Process process;

  private MasterProcess(Path data, int consolePort, int slavePort, String classPath)
      throws IOException {
    this.data = data;
    this.consolePort = consolePort;
    this.slavePort = slavePort;
    this.classPath = classPath;
    this.process = launch();
  }

  /// Starts a master on a folder that is a farm's; its log goes to `master.out` there.
  public static MasterProcess start(Path data, int consolePort, int slavePort) throws IOException {
    return new MasterProcess(data, consolePort, slavePort, classPath());
  }

  /// As [#start], with the classes in a folder instead of those of the same names.
  public static MasterProcess startBroken(Path data, int consolePort, int slavePort, Path classes)
      throws IOException {
    return new MasterProcess(
        data, consolePort, slavePort, classes + File.pathSeparator + classPath());
  }

  private static String classPath() {
    return System.getProperty("surefire.real.class.path", System.getProperty("java.class.path"));
  }

  private Process launch() throws IOException {
    File log = data.resolve("master.out").toFile();
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-cp",
            classPath,
            MasterProcess.class.getName(),
            data.toString(),
            String.valueOf(consolePort),
            String.valueOf(slavePort))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
        .start();
  }

  /// Waits until it lets people in.
  public void awaitReady() throws IOException, InterruptedException {
    while (RunFile.read(data).filter(run -> run.pid() == process.pid()).isEmpty()) {
      if (process.waitFor(20, TimeUnit.MILLISECONDS)) {
        throw new IOException(Files.readString(data.resolve("master.out")));
      }
    }
  }

  /// Kills it as `kill -9` does, and starts it again.
  public void killAndRestart() throws IOException, InterruptedException {
    kill();
    process = launch();
  }

  /// Its exit code, if it ends by itself in this time.
  public Optional<Integer> awaitEnd(long time, TimeUnit unit) throws InterruptedException {
    return process.waitFor(time, unit) ? Optional.of(process.exitValue()) : Optional.empty();
  }

  public void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }

  /// The child's side: runs a master until it is killed.
  public static void main(String[] args) throws Exception {
    Master.start(
        new MasterOptions(
            Path.of(args[0]),
            Optional.empty(),
            false,
            "127.0.0.1",
            Integer.parseInt(args[1]),
            Integer.parseInt(args[2]),
            List.of("127.0.0.1")));
    new CountDownLatch(1).await();
  }
}
