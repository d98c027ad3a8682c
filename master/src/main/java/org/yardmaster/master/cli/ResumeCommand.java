package org.yardmaster.master.cli;

import java.util.concurrent.Callable;
import org.yardmaster.protocol.message.Command.Resume;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "resume", description = "End a pause.")
final class ResumeCommand implements Callable<Integer> {
  @Mixin private final ToMaster master;
  @Mixin private final ScopeOptions scope = new ScopeOptions();

  ResumeCommand(ToMaster master) {
    this.master = master;
  }

  @Override
  public Integer call() {
    return master.carryOut(new Resume(scope.scope()));
  }
}
