package org.yardmaster.master.cli;

import java.util.concurrent.Callable;
import org.yardmaster.protocol.message.Command.RemoveSlave;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "remove", description = "Take a slave out of the farm; what it runs ends first.")
final class SlaveRemoveCommand implements Callable<Integer> {
  @Mixin private final ToMaster master;

  @Parameters(paramLabel = "NAME", description = "The slave.")
  private String name = "";

  SlaveRemoveCommand(ToMaster master) {
    this.master = master;
  }

  @Override
  public Integer call() {
    return master.carryOut(new RemoveSlave(name));
  }
}
