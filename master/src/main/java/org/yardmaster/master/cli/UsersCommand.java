package org.yardmaster.master.cli;

import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import org.yardmaster.protocol.message.Query;
import org.yardmaster.protocol.message.Reply;
import org.yardmaster.protocol.model.Role;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "users", description = "Show who may log in, or change it.")
final class UsersCommand implements Callable<Integer> {
  @Mixin private final ToMaster master;

  UsersCommand(ToMaster master) {
    this.master = master;
  }

  /// Somebody who may log in. `role` is viewer, operator or admin.
  record Row(String name, String role) {}

  @Override
  public Integer call() {
    return show(master);
  }

  /// Prints everybody who may log in.
  static int show(ToMaster master) {
    try (Attached attached = master.attach()) {
      SortedMap<String, Role> users = of(attached);
      master.print(() -> text(users), rows(users));
    }
    return ExitCode.OK.code();
  }

  /// Everybody who may log in.
  static SortedMap<String, Role> of(Attached attached) {
    attached.need(Role.ADMIN);
    return attached.ask(new Query.Users(), Reply.Users.class).users();
  }

  /// The role of this user.
  static Role roleOf(Attached attached, String name) {
    Role role = of(attached).get(name);
    if (role == null) {
      throw new Failure(ExitCode.NOT_FOUND, "user " + name + ": no such user");
    }
    return role;
  }

  private static List<Row> rows(SortedMap<String, Role> users) {
    return users.entrySet().stream()
        .map(user -> new Row(user.getKey(), lower(user.getValue())))
        .toList();
  }

  private static String text(SortedMap<String, Role> users) {
    Table table = new Table("USER", "ROLE");
    users.forEach((name, role) -> table.row(name, lower(role)));
    return table.toString();
  }

  private static String lower(Role role) {
    return role.name().toLowerCase(Locale.ROOT);
  }
}
