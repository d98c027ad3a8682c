package org.yardmaster.slave.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;

/// Starts programs as children of this process, with nothing to read and all they print caught.
interface Launcher {

  /// @param argv the program and its arguments; a name without a slash is looked for in this
  ///   process's `PATH`
  /// @param environment all of it
  /// @throws IOException if it cannot be started; nothing runs then
  Child start(List<String> argv, Map<String, String> environment, Path folder) throws IOException;

  /// The quickest that this machine has.
  ///
  /// @param threads read what a child prints, where the system has no better way
  static Launcher ofThisMachine(ExecutorService threads) {
    Launcher everywhere = new JavaLauncher(threads);
    return Libc.ofThisMachine()
        .<Launcher>map(libc -> new LinuxLauncher(libc, everywhere))
        .orElse(everywhere);
  }
}
