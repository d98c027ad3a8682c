package org.yardmaster.master.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.yardmaster.protocol.message.Command.SetPriority;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "priority", description = "Give queued requests another priority.")
final class PriorityCommand implements Callable<Integer> {
  @Mixin private final ToMaster master;

  @Parameters(index = "0", paramLabel = "N", description = "Higher starts earlier.")
  private int priority;

  @Parameters(
      index = "1..*",
      paramLabel = RequestRange.LABEL,
      arity = "1..*",
      description = "17, #17 or 17-20.")
  private List<RequestRange> requests = new ArrayList<>();

  PriorityCommand(ToMaster master) {
    this.master = master;
  }

  @Override
  public Integer call() {
    return master.carryOut(new SetPriority(RequestRange.all(requests), priority));
  }
}
