package org.yardmaster.slave.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Starts programs as the C library does, in half the time, and reads what they print without
/// threads: what Java starts between itself and a program, so as to be right on every Unix, costs
/// as much as a short program does.
///
/// @param otherwise starts what cannot be started so, or says why it cannot
record LinuxLauncher(Libc libc, Launcher otherwise) implements Launcher {

  @Override
  public Child start(List<String> argv, Map<String, String> environment, Path folder)
      throws IOException {
    List<String> variables = new ArrayList<>();
    environment.forEach((name, value) -> variables.add(name + "=" + value));
    refuseZeros(argv);
    refuseZeros(variables);
    Optional<Child> child = LinuxChild.start(libc, argv, variables, folder);
    return child.isPresent() ? child.get() : otherwise.start(argv, environment, folder);
  }

  /// For C a text would end there.
  private static void refuseZeros(List<String> texts) throws IOException {
    for (String text : texts) {
      if (text.indexOf('\0') >= 0) {
        throw new IOException(
            "'%s': has a NUL, which no program can be given".formatted(text.replace("\0", "\\0")));
      }
    }
  }
}
