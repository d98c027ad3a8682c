package org.yardmaster.master.logs;

import java.nio.file.Path;
import java.util.Locale;
import org.yardmaster.protocol.model.BuildId;

/// One step's log, and where its files are: `012/345/678/step-01.log` for build 12345678. No
/// directory gets more than a thousand entries before build 10^9.
record LogName(BuildId build, int step) {
  private static final int PER_DIRECTORY = 1000;
  private static final int MAX_STEP = 9999;

  LogName {
    if (build.value() < 0 || step < 0 || step > MAX_STEP) {
      throw new IllegalArgumentException(
          "log of %s, step %d: no such log; builds count from 0, steps from 0 to %d"
              .formatted(build, step, MAX_STEP));
    }
  }

  static Path directory(Path top, BuildId build) {
    long id = build.value();
    return top.resolve(digits(id / PER_DIRECTORY / PER_DIRECTORY))
        .resolve(digits(id / PER_DIRECTORY % PER_DIRECTORY))
        .resolve(digits(id % PER_DIRECTORY));
  }

  private static String digits(long number) {
    return String.format(Locale.ROOT, "%03d", number);
  }

  /// Where the log is while it grows.
  Path growing(Path top) {
    return file(top, "part");
  }

  /// Where it is when it ended before its end.
  Path cut(Path top) {
    return file(top, "cut");
  }

  /// Where it is once it is whole.
  Path whole(Path top) {
    return file(top, "log");
  }

  private Path file(Path top, String ending) {
    return directory(top, build).resolve(String.format(Locale.ROOT, "step-%02d.%s", step, ending));
  }
}
