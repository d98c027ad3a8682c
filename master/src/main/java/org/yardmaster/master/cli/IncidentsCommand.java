package org.yardmaster.master.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "incidents", description = "Show what is wrong with the farm now.")
final class IncidentsCommand implements Callable<Integer> {
  @Mixin private final ToMaster master;

  IncidentsCommand(ToMaster master) {
    this.master = master;
  }

  @Override
  public Integer call() {
    return master.list(IncidentsListing::text, IncidentsListing::rows);
  }
}
