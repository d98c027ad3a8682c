package org.yardmaster.master.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import picocli.CommandLine.Option;

/// When something is to end by itself: at a time or after a while, or, without either, not.
final class UntilOptions {
  @Option(
      names = "--until",
      paramLabel = "TIME",
      description = "Ends by itself then: 18:30, '2026-05-01 07:00', or an ISO instant.")
  private Optional<String> until = Optional.empty();

  @Option(
      names = "--for",
      paramLabel = "DURATION",
      description = "Ends by itself after this long: 20m, 1h30m, 2d.")
  private Optional<Duration> length = Optional.empty();

  /// The end that was asked for.
  ///
  /// @param now by the master's clock
  Optional<Instant> end(Instant now, ZoneId zone) {
    if (until.isPresent() && length.isPresent()) {
      throw new Failure(ExitCode.USAGE, "end: --until and --for at once; give one of them");
    }
    return length.map(now::plus).or(() -> until.map(text -> Typed.until(text, now, zone)));
  }
}
