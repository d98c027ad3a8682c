package org.yardmaster.installer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
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
      copy(jar, folder.resolve(jar.getFileName()));
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

  /// The packages of a sealed jar belong to the place it lay at when they were defined. Java would
  /// not start from what it remembers of them, because an image is moved to another.
  private static void copy(Path jar, Path copy) throws IOException {
    try (JarFile sealed = new JarFile(jar.toFile())) {
      Manifest manifest = sealed.getManifest();
      if (manifest == null || manifest.getMainAttributes().remove(Attributes.Name.SEALED) == null) {
        Files.copy(jar, copy);
        return;
      }
      try (JarOutputStream open = new JarOutputStream(Files.newOutputStream(copy), manifest)) {
        for (JarEntry entry : Collections.list(sealed.entries())) {
          if (!entry.getName().equals(JarFile.MANIFEST_NAME)) {
            JarEntry same = new JarEntry(entry.getName());
            same.setTime(entry.getTime());
            open.putNextEntry(same);
            sealed.getInputStream(entry).transferTo(open);
          }
        }
      }
    }
  }
}
