package org.yardmaster.master.cli;

import java.util.concurrent.Callable;
import org.yardmaster.protocol.message.Query;
import org.yardmaster.protocol.message.Reply;
import org.yardmaster.protocol.model.Role;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "config",
    description = "Show the configuration in force, check a file, or apply one.")
final class ConfigCommand implements Callable<Integer> {
  @Mixin private final ToMaster master;

  ConfigCommand(ToMaster master) {
    this.master = master;
  }

  /// The configuration in force. `text` is the file it came from.
  record Row(long version, String by, String at, String text) {}

  @Override
  public Integer call() {
    try (Attached attached = master.attach()) {
      attached.need(Role.ADMIN);
      Reply.Config config = attached.ask(new Query.Config(), Reply.Config.class);
      if (!master.json()) {
        Words words = new Words(attached.now(), master.terminal().zone());
        master
            .terminal()
            .err()
            .println(
                "Version "
                    + config.version()
                    + ", in force since "
                    + words.time(config.at())
                    + ", by "
                    + config.by()
                    + ":");
      }
      master.print(
          config::text,
          new Row(config.version(), config.by(), Json.time(config.at()), config.text()));
    }
    return ExitCode.OK.code();
  }
}
