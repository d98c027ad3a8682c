package org.yardmaster.master.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "list", description = "Show who may log in.")
final class UsersListCommand implements Callable<Integer> {
  @Mixin private final ToMaster master;

  UsersListCommand(ToMaster master) {
    this.master = master;
  }

  @Override
  public Integer call() {
    return UsersCommand.show(master);
  }
}
