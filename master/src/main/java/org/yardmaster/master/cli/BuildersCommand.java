package org.yardmaster.master.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "builders",
    description = "Show the builders: last outcome, what waits and runs, their slaves.")
final class BuildersCommand implements Callable<Integer> {
  @Mixin private final ToMaster master;

  BuildersCommand(ToMaster master) {
    this.master = master;
  }

  @Override
  public Integer call() {
    try (Attached attached = master.attach()) {
      FarmRows farm = attached.rows();
      master.print(
          () -> BuildersListing.text(farm, master.terminal().zone()), BuildersListing.rows(farm));
    }
    return ExitCode.OK.code();
  }
}
