package org.yardmaster.master.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Starts programs of the product as their launchers do, each with a Java of its own, and leaves
/// none behind, however this one ends.
final class Children {
  private Children() {}

  /// @param log where all it prints goes, behind what is there
  static Process start(List<String> jvm, Class<?> program, List<String> arguments, File log)
      throws IOException {
    List<String> argv = new ArrayList<>();
    argv.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    argv.addAll(jvm);
    argv.add("-cp");
    argv.add(classPath());
    argv.add(program.getName());
    argv.addAll(arguments);
    Process process =
        new ProcessBuilder(argv)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
            .start();
    Thread hook = new Thread(() -> process.destroyForcibly().onExit().join());
    Runtime.getRuntime().addShutdownHook(hook);
    return process;
  }

  /// The product's jars, and no folder of tests: Java remembers only what is in jars.
  private static String classPath() {
    return Stream.of(
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                .split(File.pathSeparator))
        .filter(entry -> Files.isRegularFile(Path.of(entry)))
        .collect(Collectors.joining(File.pathSeparator));
  }
}
