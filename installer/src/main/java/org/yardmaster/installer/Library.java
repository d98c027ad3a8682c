package org.yardmaster.installer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;

/// The folder of jars. One of them, `yardmaster.jar`, is empty but for the names of the others in
/// their order: the launchers name only it, and the order is the same on every machine.
final class Library {
  private final Path folder;

  Library(Path folder) {
    this.folder = folder;
  }

  /// @throws IOException if two jars have one name, or the disk refuses
  void fill(List<Path> jars) throws IOException {
    Files.createDirectories(folder);
    for (Path jar : jars) {
      Files.copy(jar, folder.resolve(jar.getFileName()));
    }
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.put(
        Attributes.Name.CLASS_PATH,
        jars.stream()
            .map(jar -> String.valueOf(jar.getFileName()))
            .collect(Collectors.joining(" ")));
    new JarOutputStream(Files.newOutputStream(folder.resolve("yardmaster.jar")), manifest).close();
  }
}
