package org.yardmaster.slave.cli;

import java.util.concurrent.Callable;
import org.yardmaster.slave.owner.OwnerCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Ends the slave.
@Command(
    name = "stop",
    description = "End the slave: at once, stopping its builds, or when they have ended.",
    mixinStandardHelpOptions = true)
final class StopCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private DataOption data = new DataOption();

  @Option(
      names = "--graceful",
      description = "Take no new build, and end when the last one has ended.")
  private boolean graceful;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Shown at the master.")
  private String reason = "by its owner";

  @Override
  public Integer call() {
    return new OwnerAnswer(spec.commandLine(), data).to(new OwnerCommand.Stop(graceful, reason));
  }
}
