package org.yardmaster.master.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "passwd", description = "Give a user another password.")
final class UserPasswordCommand implements Callable<Integer> {
  @Mixin private final ToMaster master;
  @Mixin private final NewPassword newPassword = new NewPassword();

  @Parameters(paramLabel = "NAME", description = "The user.")
  private String name = "";

  UserPasswordCommand(ToMaster master) {
    this.master = master;
  }

  @Override
  public Integer call() {
    try (Attached attached = master.attach()) {
      UserAddCommand.put(master, attached, name, UsersCommand.roleOf(attached, name), newPassword);
    }
    return ExitCode.OK.code();
  }
}
