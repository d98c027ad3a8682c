package org.yardmaster.master.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "schedules", description = "Show what the farm submits by itself, and when next.")
final class SchedulesCommand implements Callable<Integer> {
  @Mixin private final ToMaster master;

  SchedulesCommand(ToMaster master) {
    this.master = master;
  }

  @Override
  public Integer call() {
    return master.list(SchedulesListing::text, SchedulesListing::rows);
  }
}
