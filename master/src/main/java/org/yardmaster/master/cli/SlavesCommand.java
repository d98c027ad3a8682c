package org.yardmaster.master.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "slaves", description = "Show the slaves: who is there, what they run.")
final class SlavesCommand implements Callable<Integer> {
  @Mixin private final ToMaster master;

  SlavesCommand(ToMaster master) {
    this.master = master;
  }

  @Override
  public Integer call() {
    return master.list(SlavesListing::text, SlavesListing::rows);
  }
}
