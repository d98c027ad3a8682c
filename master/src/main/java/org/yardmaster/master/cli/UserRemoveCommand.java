package org.yardmaster.master.cli;

import java.util.concurrent.Callable;
import org.yardmaster.protocol.message.Command.RemoveUser;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "remove", description = "Let somebody in no more.")
final class UserRemoveCommand implements Callable<Integer> {
  @Mixin private final ToMaster master;

  @Parameters(paramLabel = "NAME", description = "The user.")
  private String name = "";

  UserRemoveCommand(ToMaster master) {
    this.master = master;
  }

  @Override
  public Integer call() {
    return master.carryOut(new RemoveUser(name));
  }
}
