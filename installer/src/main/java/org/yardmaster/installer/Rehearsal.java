package org.yardmaster.installer;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Runs the finished image once: a master, a slave with a build, and commands. Java keeps what it
/// loaded for one of the commands in `lib/command.aot`, so that commands start in a third of the
/// time.
///
/// It does so at another place than the image's, as people will run it at another. Master and
/// slaves have no such help: with G1, Java 25 does not start from what was remembered at a place
/// that is gone, or finds no database driver.
final class Rehearsal {
  private static final String READY = "Master of ";
  private static final String FARM =
      """
      builders:
        rehearsal:
          steps: ['true']
      """;
  private static final int MINUTES = 2;

  private final Path image;

  private Rehearsal(Path image) {
    this.image = image;
  }

  /// @param image what is rehearsed, and is finished with that
  /// @throws IOException if the image does not work, with what it printed
  static void play(Path image) throws IOException, InterruptedException {
    Path stage = image.resolveSibling(image.getFileName() + "-rehearsed");
    Folders.delete(stage);
    Files.move(image, stage);
    Path farm = Files.createTempDirectory("yardmaster-image");
    try {
      Rehearsal rehearsal = new Rehearsal(stage);
      rehearsal.play(farm, farm.resolve("master"));
      rehearsal.printCompletion();
    } finally {
      Folders.delete(farm);
      Files.move(stage, image);
    }
  }

  private void play(Path farm, Path data) throws IOException, InterruptedException {
    Files.createDirectories(data);
    Files.writeString(data.resolve("farm.yaml"), FARM);
    String onFarm = "--data=" + data;
    run(program("yardmaster", "init", data.toString()), farm.resolve("init.log"));
    List<Process> started = new ArrayList<>();
    try {
      started.add(master(onFarm));
      Path line = farm.resolve("join.line");
      run(program("yardmaster", "slave", "add", "rehearsal", "--address=127.0.0.1", onFarm), line);
      started.add(slave(line, farm.resolve("slave")));
      run(
          recorded(program("yardmaster", "submit", "rehearsal", "--wait", onFarm)),
          farm.resolve("submit.log"));
    } finally {
      end(started.reversed());
    }
  }

  private Process master(String onFarm) throws IOException {
    ProcessBuilder program =
        program("yardmaster", "master", onFarm, "--bind=127.0.0.1", "--port=0", "--slave-port=0");
    Process master = program.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    BufferedReader said = master.inputReader();
    String line = said.readLine();
    if (line == null || !line.startsWith(READY)) {
      master.destroyForcibly();
      throw new IOException("image " + image + ": its master does not start: " + line);
    }
    return master;
  }

  /// @param line the file with the line to paste
  private Process slave(Path line, Path data) throws IOException {
    String[] words = (Files.readString(line).strip() + " --data " + data).split(" ", -1);
    return program(words[0], List.of(words).subList(1, words.length))
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /// Java writes what it remembers when its program ends.
  private ProcessBuilder recorded(ProcessBuilder program) {
    program
        .environment()
        .put(
            "YARDMASTER_JAVA_OPTS",
            "-XX:-AOTClassLinking -XX:AOTCacheOutput=" + image.resolve("lib/command.aot"));
    return program;
  }

  private static void end(List<Process> processes) throws InterruptedException {
    for (Process process : processes) {
      process.destroy();
      process.waitFor();
    }
  }

  /// What a shell needs to complete commands and options.
  private void printCompletion() throws IOException, InterruptedException {
    Path file = image.resolve("share/completion/yardmaster");
    Files.createDirectories(file.resolveSibling("."));
    run(program("yardmaster", "completion", "bash"), file);
    run(program("yardmaster", "completion", "fish"), file.resolveSibling("yardmaster.fish"));
  }

  private ProcessBuilder program(String name, String... arguments) {
    return program(name, List.of(arguments));
  }

  private ProcessBuilder program(String name, List<String> arguments) {
    ProcessBuilder process = new ProcessBuilder(image.resolve("bin").resolve(name).toString());
    process.command().addAll(arguments);
    process.environment().keySet().removeIf(variable -> variable.startsWith("YARDMASTER_"));
    return process;
  }

  private void run(ProcessBuilder program, Path output) throws IOException, InterruptedException {
    File errors = output.resolveSibling("errors").toFile();
    Process process = program.redirectOutput(output.toFile()).redirectError(errors).start();
    if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new IOException(program.command() + ": not over after " + MINUTES + " minutes");
    }
    if (process.exitValue() != 0) {
      throw new IOException(
          program.command()
              + ": exit "
              + process.exitValue()
              + ": "
              + Files.readString(output)
              + Files.readString(errors.toPath()));
    }
    Files.delete(errors.toPath());
  }
}
