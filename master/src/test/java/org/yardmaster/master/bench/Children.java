package org.yardmaster.master.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Starts programs of the product as their launchers do, each with a Java of its own, and leaves
/// none behind, however this one ends. As in the image, each Java starts from what it remembers of
/// a rehearsal, if there was one.
final class Children {
  private static final String CLASS_PATH =
      Stream.of(
              System.getProperty("surefire.real.class.path", System.getProperty("java.class.path"))
                  .split(File.pathSeparator))
          .filter(entry -> !entry.endsWith("test-classes"))
          .collect(Collectors.joining(File.pathSeparator));

  /// What Java is to remember the programs in, while that is rehearsed, and then from.
  private static volatile Optional<Path> memory = Optional.empty();

  private Children() {}

  /// Whether Java can remember the programs: it does so with classes of jars only.
  static boolean canRehearse() {
    return Stream.of(CLASS_PATH.split(File.pathSeparator))
        .noneMatch(entry -> Files.isDirectory(Path.of(entry)));
  }

  /// From now on, Java remembers each program in this folder when it ends, and starts the next one
  /// from that. What it remembered there before is forgotten.
  static void remember(Path folder) throws IOException {
    Files.createDirectories(folder);
    try (Stream<Path> old = Files.list(folder)) {
      for (Path file : old.toList()) {
        Files.delete(file);
      }
    }
    memory = Optional.of(folder.toAbsolutePath());
  }

  private static List<String> memoryOf(Class<?> program) {
    return memory
        .map(folder -> folder.resolve(program.getName() + ".aot"))
        .map(file ->
            Files.exists(file)
                ? List.of("-XX:AOTCache=" + file, "-Xlog:aot=off")
                : List.of("-XX:AOTCacheOutput=" + file))
        .orElse(List.of());
  }

  /// @param log where all it prints goes, behind what is there
  static Process start(List<String> jvm, Class<?> program, List<String> arguments, File log)
      throws IOException {
    List<String> argv = new ArrayList<>();
    argv.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    argv.addAll(memoryOf(program));
    argv.addAll(jvm);
    argv.add("-cp");
    argv.add(CLASS_PATH);
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
}
