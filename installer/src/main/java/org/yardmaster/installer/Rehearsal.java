package org.yardmaster.installer;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Runs the finished image once: a master, and a command that asks it something. Java keeps what it
/// loaded and found out in `lib/master.aot` and `lib/command.aot`, so that a master is back sooner
/// and commands start in a third of the time. Slaves have no such help: they start seldom.
///
/// It does so at another place than the image's, as people will run it at another.
final class Rehearsal {
  private static final String OF_MASTER = "lib/master.aot";
  private static final String OF_COMMAND = "lib/command.aot";
  private static final String READY = "Master of ";
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
      rehearsal.playOn(farm);
      rehearsal.printCompletion();
    } finally {
      Folders.delete(farm);
      Files.move(stage, image);
    }
  }

  private void playOn(Path farm) throws IOException, InterruptedException {
    Path data = farm.resolve("master");
    run(yardmaster("init", data.toString()), farm.resolve("init.log"));
    Process master =
        remembering(
                OF_MASTER,
                yardmaster(
                    "master", "--data=" + data, "--bind=127.0.0.1", "--port=0", "--slave-port=0"))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader said = master.inputReader()) {
      String line = said.readLine();
      if (line == null || !line.startsWith(READY)) {
        throw new IOException("image " + image + ": its master does not start: " + line);
      }
      ProcessBuilder queue = yardmaster("queue", "--data=" + data);
      run(remembering(OF_COMMAND, queue), farm.resolve("queue.log"));
    } finally {
      master.destroy();
      master.waitFor();
    }
    for (String file : List.of(OF_MASTER, OF_COMMAND)) {
      if (!Files.exists(image.resolve(file))) {
        throw new IOException("image " + image + ": Java has not kept " + file);
      }
    }
  }

  private ProcessBuilder remembering(String file, ProcessBuilder program) {
    program.environment().put("YARDMASTER_JAVA_OPTS", "-XX:AOTCacheOutput=" + image.resolve(file));
    return program;
  }

  /// What a shell needs to complete commands and options.
  private void printCompletion() throws IOException, InterruptedException {
    Path file = image.resolve("share/completion/yardmaster");
    Files.createDirectories(file.resolveSibling("."));
    run(yardmaster("completion", "bash"), file);
    run(yardmaster("completion", "fish"), file.resolveSibling("yardmaster.fish"));
  }

  private ProcessBuilder yardmaster(String... arguments) {
    ProcessBuilder process = new ProcessBuilder(image.resolve("bin/yardmaster").toString());
    process.command().addAll(List.of(arguments));
    process.environment().keySet().removeIf(name -> name.startsWith("YARDMASTER_"));
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
