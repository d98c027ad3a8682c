package org.yardmaster.master.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.yardmaster.protocol.message.Command.PutBack;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "in", description = "Put slaves back in service, also those that are backed off.")
final class SlaveInCommand implements Callable<Integer> {
  @Mixin private final ToMaster master;

  @Parameters(paramLabel = "NAME", arity = "1..*", description = "The slaves.")
  private List<String> names = new ArrayList<>();

  SlaveInCommand(ToMaster master) {
    this.master = master;
  }

  @Override
  public Integer call() {
    return master.carryOut(new PutBack(names));
  }
}
