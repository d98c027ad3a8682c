package org.yardmaster.master.cli;

import java.util.Optional;
import org.yardmaster.protocol.model.PauseScope;
import picocli.CommandLine.Option;

/// What is paused or resumed: the whole farm, unless a builder or a slave is named.
final class ScopeOptions {
  @Option(names = "--builder", paramLabel = "BUILDER", description = "This builder only.")
  private Optional<String> builder = Optional.empty();

  @Option(names = "--slave", paramLabel = "SLAVE", description = "This slave only.")
  private Optional<String> slave = Optional.empty();

  PauseScope scope() {
    if (builder.isPresent() && slave.isPresent()) {
      throw new Failure(ExitCode.USAGE, "pause: --builder and --slave at once; give one of them");
    }
    return builder
        .map(PauseScope::builder)
        .or(() -> slave.map(PauseScope::slave))
        .orElseGet(PauseScope::farm);
  }
}
