package org.yardmaster.master.logs;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.core.Context;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.yardmaster.protocol.message.Reply;
import org.yardmaster.protocol.model.BuildId;

/// Kills a process that writes logs, and looks at what is left.
final class BuildLogsKillIT {
  private static final BuildId BUILD = new BuildId(3);
  private static final int STEPS = 3;
  private static final int ACKNOWLEDGED_LINES = 3000;
  private static final int LINE_LENGTH = 10;

  @Test
  void whatWasAcknowledgedIsThereAfterKill(@TempDir Path dir) throws Exception {
    long[] acknowledged = new long[STEPS];
    Process writer = start(dir);
    try (BufferedReader answers = writer.inputReader(US_ASCII)) {
      for (int line = 0; line < ACKNOWLEDGED_LINES; line++) {
        acknowledged[line % STEPS] = Long.parseLong(answers.readLine());
      }
    } finally {
      writer.destroyForcibly().waitFor();
    }
    try (BuildLogs logs = logs(dir)) {
      for (int step = 0; step < STEPS; step++) {
        long length = logs.length(BUILD, step).length();
        assertThat(length).isGreaterThanOrEqualTo(acknowledged[step]);
        String text = new String(logs.read(BUILD, step, 0, BuildLogs.MAX_PART).bytes(), US_ASCII);
        assertThat(text).isEqualTo(lines(length));
        assertThat(logs.append(BUILD, step, length, new byte[1]))
            .isEqualTo(new Stored(length + 1, false, true));
      }
    }
  }

  private static String lines(long length) {
    StringBuilder lines = new StringBuilder();
    for (int number = 0; lines.length() < length; number++) {
      lines.append(line(number));
    }
    return lines.substring(0, (int) length);
  }

  private static String line(int number) {
    return String.format(Locale.ROOT, "%09d\n", number);
  }

  private static Process start(Path dir) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            classPath(),
            Writer.class.getName(),
            dir.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /// What the writer needs, wherever the runner of the tests has it from.
  private static String classPath() {
    return Stream.of(
            Writer.class,
            BuildLogs.class,
            Reply.class,
            LoggerFactory.class,
            Logger.class,
            Context.class)
        .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
        .map(location -> Path.of(URI.create(location.toString())).toString())
        .distinct()
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static BuildLogs logs(Path dir) {
    return new BuildLogs(dir, 8, () -> Long.MAX_VALUE, () -> 0, (_, _) -> () -> {}, Runnable::run);
  }

  /// Writes lines to some logs, and prints each length when it has it, until it is killed.
  static final class Writer {
    private Writer() {}

    public static void main(String[] args) {
      BuildLogs logs = logs(Path.of(args[0]));
      for (int number = 0; ; number++) {
        for (int step = 0; step < STEPS; step++) {
          Stored stored =
              logs.append(
                  BUILD, step, (long) number * LINE_LENGTH, line(number).getBytes(US_ASCII));
          System.out.println(stored.length());
        }
      }
    }
  }
}
