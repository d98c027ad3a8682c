package org.yardmaster.slave.cli;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.yardmaster.slave.owner.OwnerCommand;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Lets no new build come.
@Command(
    name = "away",
    description = "Take no new build; those that run go on.",
    mixinStandardHelpOptions = true)
final class AwayCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private DataOption data = new DataOption();

  @Option(names = "--reason", paramLabel = "TEXT", description = "Shown at the master.")
  private String reason = "";

  @ArgGroup(exclusive = true)
  private @Nullable End end;

  /// When it is over by itself.
  static final class End {
    @Option(
        names = "--until",
        paramLabel = "TIME",
        description = "Come back then: 17:30, 2026-12-24T08:00, or with a zone.")
    private @Nullable String until;

    @Option(names = "--for", paramLabel = "TIME", description = "Come back after: 90m, 2h, 1d12h.")
    private @Nullable String length;

    private Instant at(Times times) {
      return until != null ? times.at(until) : times.after(Objects.requireNonNull(length));
    }
  }

  @Override
  public Integer call() {
    return new OwnerAnswer(spec.commandLine(), data).to(new OwnerCommand.Away(reason, until()));
  }

  private Optional<Instant> until() {
    Times times = new Times(Clock.system(ZoneId.systemDefault()));
    return Optional.ofNullable(end).map(given -> given.at(times));
  }
}
