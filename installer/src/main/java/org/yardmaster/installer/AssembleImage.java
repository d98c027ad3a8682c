package org.yardmaster.installer;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.yardmaster.master.config.FarmYaml;

/// Makes the folder `yardmaster` that people install: `bin`, `lib`, `runtime`, `share`.
///
/// The jars are those of this program's own class path, so Maven alone says which they are. What is
/// up to date stays as it is.
public final class AssembleImage {
  private AssembleImage() {}

  /// @param args the folder with what is copied as it is, and the folder to make
  public static void main(String[] args) throws IOException, InterruptedException {
    Path source = Path.of(args[0]);
    Path image = Path.of(args[1]);
    List<Path> classPath =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(Path::of)
            .toList();
    JavaRuntime runtime = new JavaRuntime(image.resolve("runtime"));
    boolean newRuntime = runtime.link();
    Stamp stamp = new Stamp(image.resolve("lib/.made-from"));
    String inputs = Stamp.of(inputs(source, classPath));
    if (!newRuntime && stamp.says(inputs)) {
      stamp.touch();
      return;
    }
    for (String folder : List.of("bin", "lib", "share")) {
      Folders.delete(image.resolve(folder));
    }
    Folders.copy(source, image);
    Files.writeString(image.resolve("share/farm.schema.json"), FarmYaml.schema());
    new Library(image.resolve("lib")).fill(jars(classPath));
    Rehearsal.play(image);
    stamp.write(inputs);
  }

  private static List<Path> jars(List<Path> classPath) {
    return classPath.stream().filter(Files::isRegularFile).toList();
  }

  /// What is copied, and this program itself.
  private static List<Path> inputs(Path source, List<Path> classPath) throws IOException {
    List<Path> inputs = new ArrayList<>(Folders.files(source));
    for (Path entry : classPath) {
      inputs.addAll(Folders.files(entry));
    }
    return inputs;
  }
}
