package org.yardmaster.installer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;

/// The Java runtime that the product brings along: the parts it needs of the JDK that runs this.
final class JavaRuntime {

  /// The modules that our jars need, and what for.
  private static final List<String> MODULES =
      List.of(
          "java.sql", // HSQLDB, MyBatis; brings logging and XML
          "java.net.http", // alerts that are posted to a URL
          "java.naming", // HSQLDB, MyBatis and Logback look for data sources by name
          "java.management", // load and memory of the machine
          "jdk.management", // the same, for the JVM's own beans
          "java.desktop", // JavaFX' properties are JavaBeans too
          "jdk.jfr", // JavaFX; flight recordings of a master in trouble
          "jdk.unsupported", // JavaFX and MINA reach for sun.misc.Unsafe
          "jdk.net", // keep-alive of sockets
          "jdk.charsets", // output of builds in old encodings
          "jdk.jcmd"); // thread dumps of a master in trouble

  /// The master's loop goes before other threads, where the system allows that (to root, or by a
  /// limit as in the master's unit), and its log writers behind them; all others are alike. Said
  /// here because on a command line Java warns of it.
  private static final List<String> PRIORITY =
      List.of(
          "-XX:ThreadPriorityPolicy=1",
          "-XX:JavaPriority6_To_OSPriority=0",
          "-XX:JavaPriority7_To_OSPriority=0",
          "-XX:JavaPriority8_To_OSPriority=0",
          "-XX:JavaPriority9_To_OSPriority=0",
          "-XX:JavaPriority10_To_OSPriority=-5");

  private static final Pattern PROVIDER = Pattern.compile("security\\.provider\\.\\d+=(\\S+)");

  private final Path folder;

  JavaRuntime(Path folder) {
    this.folder = folder;
  }

  /// Links the runtime, unless it is there from the same JDK.
  ///
  /// @return whether it is new
  boolean link() throws IOException {
    Stamp stamp = new Stamp(folder.resolve(".made-from"));
    String inputs =
        Runtime.version() + " " + System.getProperty("java.home") + " " + MODULES + PRIORITY;
    if (stamp.says(inputs)) {
      return false;
    }
    Folders.delete(folder);
    int exit =
        ToolProvider.findFirst("jlink")
            .orElseThrow(() -> new IllegalStateException("jlink: not in this JDK; use a full one"))
            .run(System.out, System.err, options());
    if (exit != 0) {
      throw new IOException("jlink: could not make " + folder + ", exit " + exit);
    }
    keepProviders(folder.resolve("conf/security/java.security"));
    stamp.write(inputs);
    return true;
  }

  /// Strikes out the security providers that are not in the runtime. Java would look through every
  /// jar for each of them, and every program start half a second later.
  private static void keepProviders(Path file) throws IOException {
    List<String> lines = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      Matcher provider = PROVIDER.matcher(line);
      if (!provider.matches() || isInJavaBase(provider.group(1))) {
        lines.add(line);
      }
    }
    Files.write(file, lines);
  }

  private static boolean isInJavaBase(String provider) {
    return Optional.ofNullable(Security.getProvider(provider))
        .filter(known -> "java.base".equals(known.getClass().getModule().getName()))
        .isPresent();
  }

  private String[] options() {
    return new String[] {
      "--add-modules",
      String.join(",", MODULES),
      "--output",
      folder.toString(),
      "--add-options",
      String.join(" ", PRIORITY),
      "--generate-cds-archive",
      "--no-header-files",
      "--no-man-pages"
    };
  }
}
