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
    try (Attached attached = master.attach()) {
      FarmRows farm = attached.rows();
      master.print(
          () -> SchedulesListing.text(farm, master.terminal().zone()), SchedulesListing.rows(farm));
    }
    return ExitCode.OK.code();
  }
}
