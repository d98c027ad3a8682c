package org.yardmaster.master.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "builds", description = "Show what runs.")
final class BuildsCommand implements Callable<Integer> {
  @Mixin private final ToMaster master;

  BuildsCommand(ToMaster master) {
    this.master = master;
  }

  @Override
  public Integer call() {
    return master.list(BuildsListing::text, BuildsListing::rows);
  }
}
