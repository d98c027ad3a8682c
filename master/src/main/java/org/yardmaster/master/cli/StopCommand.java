package org.yardmaster.master.cli;

import java.util.concurrent.Callable;
import org.yardmaster.protocol.message.Command.StopBuild;
import org.yardmaster.protocol.model.BuildId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "stop", description = "End a running build; its request ends as STOPPED.")
final class StopCommand implements Callable<Integer> {
  @Mixin private final ToMaster master;

  @Parameters(paramLabel = "BUILD", description = "31 or build-31, as 'builds' shows it.")
  private BuildId build = new BuildId(0);

  @Option(
      names = {"-r", "--reason"},
      paramLabel = "TEXT",
      description = "Why; everybody sees it.")
  private String reason = "";

  StopCommand(ToMaster master) {
    this.master = master;
  }

  @Override
  public Integer call() {
    return master.carryOut(new StopBuild(build, reason));
  }
}
