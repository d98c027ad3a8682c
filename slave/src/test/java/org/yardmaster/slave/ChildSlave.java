package org.yardmaster.slave;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The real program in a process of its own.
final class ChildSlave {
  /// A class of every library the slave needs: where they are is told by their loader, however the
  /// tests were started.
  private static final List<Class<?>> LIBRARIES =
      List.of(
          Main.class,
          org.yardmaster.protocol.wire.Records.class,
          picocli.CommandLine.class,
          org.yaml.snakeyaml.Yaml.class,
          org.slf4j.Logger.class,
          ch.qos.logback.classic.Logger.class,
          ch.qos.logback.core.Appender.class,
          org.apache.mina.core.session.IoSession.class,
          tools.jackson.databind.ObjectMapper.class,
          tools.jackson.core.JsonParser.class,
          tools.jackson.dataformat.cbor.CBORMapper.class,
          com.fasterxml.jackson.annotation.JsonInclude.class,
          org.jspecify.annotations.Nullable.class);

  private ChildSlave() {}

  static Process start(String... args) throws IOException {
    return builder(args).inheritIO().start();
  }

  static ProcessBuilder builder(String... args) {
    List<String> argv =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPath()));
    argv.add(Main.class.getName());
    argv.addAll(List.of(args));
    return new ProcessBuilder(argv);
  }

  private static String classPath() {
    SortedSet<String> places = new TreeSet<>();
    for (Class<?> library : LIBRARIES) {
      try {
        Path place = Path.of(library.getProtectionDomain().getCodeSource().getLocation().toURI());
        places.add(place.toString());
      } catch (URISyntaxException e) {
        throw new IllegalStateException(library + " comes from nowhere", e);
      }
    }
    return places.stream().collect(Collectors.joining(File.pathSeparator));
  }
}
