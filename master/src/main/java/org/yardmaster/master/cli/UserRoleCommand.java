package org.yardmaster.master.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.yardmaster.protocol.message.Command.PutUser;
import org.yardmaster.protocol.model.Role;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "role", description = "Give a user another role.")
final class UserRoleCommand implements Callable<Integer> {
  @Mixin private final ToMaster master;

  @Parameters(index = "0", paramLabel = "NAME", description = "The user.")
  private String name = "";

  @Parameters(index = "1", paramLabel = "ROLE", description = "viewer, operator or admin.")
  private Role role = Role.VIEWER;

  UserRoleCommand(ToMaster master) {
    this.master = master;
  }

  @Override
  public Integer call() {
    try (Attached attached = master.attach()) {
      UsersCommand.roleOf(attached, name);
      master.tell(attached.command(new PutUser(name, role, Optional.empty())));
    }
    return ExitCode.OK.code();
  }
}
