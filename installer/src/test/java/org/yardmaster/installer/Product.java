package org.yardmaster.installer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// The assembled image, run as on a machine that has no Java: its programs find a shell and the
/// usual small tools, and nothing else.
final class Product {
  static final Path IMAGE = Path.of("target", "yardmaster").toAbsolutePath();
  private static final int LIMIT_SECONDS = 120;

  private final Path folder;
  private final Path tools;

  /// @param folder for what the programs need and print
  Product(Path folder) throws IOException {
    this.folder = folder;
    this.tools = Files.createDirectories(IMAGE.resolveSibling("tools"));
    for (String tool :
        List.of("sh", "cat", "date", "mkfifo", "readlink", "setsid", "sleep", "uname")) {
      link(tool);
    }
  }

  private void link(String tool) throws IOException {
    for (Path bin : List.of(Path.of("/bin"), Path.of("/usr/bin"))) {
      Path link = tools.resolve(tool);
      if (Files.isExecutable(bin.resolve(tool)) && !Files.exists(link)) {
        Files.createSymbolicLink(link, bin.resolve(tool));
      }
    }
  }

  /// How a program ended, and what it printed.
  record Ended(int exit, String out, String err) {
    List<String> lines() {
      return out.lines().toList();
    }
  }

  /// A program of the image, ready to be started.
  ProcessBuilder program(String name, String... arguments) {
    return program(IMAGE.resolve("bin").resolve(name), arguments);
  }

  ProcessBuilder program(Path file, String... arguments) {
    ProcessBuilder program = new ProcessBuilder(file.toString());
    program.command().addAll(List.of(arguments));
    program.environment().clear();
    program.environment().put("PATH", tools.toString());
    program.environment().put("HOME", folder.toString());
    program.environment().put("LC_ALL", "C.UTF-8");
    return program;
  }

  /// Runs a program to its end.
  Ended run(String name, String... arguments) throws IOException, InterruptedException {
    return run(program(name, arguments));
  }

  /// Runs a program that has to succeed.
  ///
  /// @return what it printed
  String ask(String name, String... arguments) throws IOException, InterruptedException {
    Ended ended = run(name, arguments);
    if (ended.exit() != 0) {
      throw new AssertionError(name + " " + String.join(" ", arguments) + ": " + ended);
    }
    return ended.out();
  }

  Ended run(ProcessBuilder program) throws IOException, InterruptedException {
    Path out = Files.createTempFile(folder, "out", ".txt");
    Path err = Files.createTempFile(folder, "err", ".txt");
    Process process = program.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError(
          program.command() + ": not over in time; printed " + Files.readString(out));
    }
    return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  /// The processes that carry a text in their environment, as Linux shows it.
  static List<Long> processesWith(String text) throws IOException {
    try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
      return all.map(ProcessHandle::pid).filter(pid -> carries(pid, text)).toList();
    }
  }

  private static boolean carries(long pid, String text) {
    try {
      byte[] environment = Files.readAllBytes(Path.of("/proc", Long.toString(pid), "environ"));
      return new String(environment, StandardCharsets.UTF_8).contains(text);
    } catch (IOException _) {
      return false;
    }
  }
}
