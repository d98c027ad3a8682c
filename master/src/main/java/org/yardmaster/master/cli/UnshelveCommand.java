package org.yardmaster.master.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.yardmaster.protocol.message.Command.Unshelve;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "unshelve",
    description = "Take requests back off the shelf; their lost builds are forgotten.")
final class UnshelveCommand implements Callable<Integer> {
  @Mixin private final ToMaster master;

  @Parameters(paramLabel = RequestRange.LABEL, arity = "1..*", description = "17, #17 or 17-20.")
  private List<RequestRange> requests = new ArrayList<>();

  UnshelveCommand(ToMaster master) {
    this.master = master;
  }

  @Override
  public Integer call() {
    return master.carryOut(new Unshelve(RequestRange.all(requests)));
  }
}
