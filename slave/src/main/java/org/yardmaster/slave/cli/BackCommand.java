package org.yardmaster.slave.cli;

import java.util.concurrent.Callable;
import org.yardmaster.slave.owner.OwnerCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Lets builds come again.
@Command(
    name = "back",
    description = "Take builds again; also takes back a graceful stop that is under way.",
    mixinStandardHelpOptions = true)
final class BackCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private DataOption data = new DataOption();

  @Override
  public Integer call() {
    return new OwnerAnswer(spec.commandLine(), data).to(new OwnerCommand.Back());
  }
}
