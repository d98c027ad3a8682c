package org.yardmaster.master.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.yardmaster.protocol.message.Command.Hold;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "hold", description = "Keep queued requests from starting.")
final class HoldCommand implements Callable<Integer> {
  @Mixin private final ToMaster master;

  @Parameters(paramLabel = RequestRange.LABEL, arity = "1..*", description = "17, #17 or 17-20.")
  private List<RequestRange> requests = new ArrayList<>();

  @Option(
      names = {"-r", "--reason"},
      paramLabel = "TEXT",
      description = "Why; everybody sees it.")
  private String reason = "";

  HoldCommand(ToMaster master) {
    this.master = master;
  }

  @Override
  public Integer call() {
    return master.carryOut(new Hold(RequestRange.all(requests), reason));
  }
}
