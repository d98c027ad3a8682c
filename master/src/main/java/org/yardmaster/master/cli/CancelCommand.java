package org.yardmaster.master.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.yardmaster.protocol.message.Command.Cancel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "cancel",
    description =
        "Take requests back: out of the queue, or out of a build that they share; a build that"
            + " nobody is left on is stopped. Another one that runs is ended with 'stop'.")
final class CancelCommand implements Callable<Integer> {
  @Mixin private final ToMaster master;

  @Parameters(paramLabel = RequestRange.LABEL, arity = "1..*", description = "17, #17 or 17-20.")
  private List<RequestRange> requests = new ArrayList<>();

  @Option(
      names = {"-r", "--reason"},
      paramLabel = "TEXT",
      description = "Why; everybody sees it.")
  private String reason = "";

  CancelCommand(ToMaster master) {
    this.master = master;
  }

  @Override
  public Integer call() {
    return master.carryOut(new Cancel(RequestRange.all(requests), reason));
  }
}
