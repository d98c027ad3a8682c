package org.yardmaster.master.cli;

import java.util.concurrent.Callable;
import org.yardmaster.protocol.message.Command.Pause;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "pause",
    description = "Start nothing new in the farm, or at one builder or slave; what runs goes on.")
final class PauseCommand implements Callable<Integer> {
  @Mixin private final ToMaster master;
  @Mixin private final ScopeOptions scope = new ScopeOptions();
  @Mixin private final UntilOptions end = new UntilOptions();

  @Option(
      names = {"-r", "--reason"},
      paramLabel = "TEXT",
      description = "Why; everybody sees it.")
  private String reason = "";

  PauseCommand(ToMaster master) {
    this.master = master;
  }

  @Override
  public Integer call() {
    try (Attached attached = master.attach()) {
      master.tell(
          attached.command(
              new Pause(scope.scope(), reason, end.end(attached.now(), master.terminal().zone()))));
    }
    return ExitCode.OK.code();
  }
}
