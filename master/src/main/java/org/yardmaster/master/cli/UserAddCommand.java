package org.yardmaster.master.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.yardmaster.protocol.client.Passwords;
import org.yardmaster.protocol.message.Answer;
import org.yardmaster.protocol.message.Command.PutUser;
import org.yardmaster.protocol.model.Role;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "add", description = "Let somebody in.")
final class UserAddCommand implements Callable<Integer> {
  @Mixin private final ToMaster master;
  @Mixin private final NewPassword newPassword = new NewPassword();

  @Parameters(paramLabel = "NAME", description = "The user.")
  private String name = "";

  @Option(
      names = "--role",
      paramLabel = "ROLE",
      description = "viewer, operator or admin; viewer if left out.")
  private Role role = Role.VIEWER;

  UserAddCommand(ToMaster master) {
    this.master = master;
  }

  /// What a script reads; `password` is there only where it was made up.
  record Put(boolean accepted, long number, String text, String name, Optional<String> password) {}

  @Override
  public Integer call() {
    try (Attached attached = master.attach()) {
      if (UsersCommand.of(attached).containsKey(name)) {
        throw new Failure(
            ExitCode.REFUSED,
            "user " + name + ": is there already; see 'users passwd' and 'users role'");
      }
      put(master, attached, name, role, newPassword);
    }
    return ExitCode.OK.code();
  }

  /// Gives a user a role and a password.
  static void put(
      ToMaster master, Attached attached, String name, Role role, NewPassword newPassword) {
    NewPassword.Chosen chosen = newPassword.choose(master.terminal(), name);
    Answer.Accepted answer =
        attached.command(
            new PutUser(name, role, Optional.of(Passwords.verifier(chosen.password()))));
    Optional<String> shown = chosen.madeUp() ? Optional.of(chosen.password()) : Optional.empty();
    master.print(
        () ->
            answer.text()
                + ".\n"
                + shown.map(text -> "Password, shown once: " + text + "\n").orElse(""),
        new Put(true, answer.number(), answer.text(), name, shown));
  }
}
