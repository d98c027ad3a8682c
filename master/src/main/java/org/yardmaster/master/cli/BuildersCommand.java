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
    return master.list(BuildersListing::text, BuildersListing::rows);
  }
}
