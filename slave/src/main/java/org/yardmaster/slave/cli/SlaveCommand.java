package org.yardmaster.slave.cli;

import java.io.PrintWriter;
import org.yardmaster.slave.ExitCode;
import org.yardmaster.slave.SettingsException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The command `yardmaster-slave`, which does nothing but name its subcommands.
@Command(
    name = "yardmaster-slave",
    description = "Runs builds on this machine for a Yardmaster farm.",
    mixinStandardHelpOptions = true,
    versionProvider = SlaveVersion.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      RunCommand.class,
      JoinCommand.class,
      StatusCommand.class,
      AwayCommand.class,
      BackCommand.class,
      StopCommand.class
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:as asked",
      "1:unforeseen; the log says what",
      "2:command line or settings wrong",
      "3:the master does not let this slave in: secret, name or fingerprint",
      "4:another process of this name is attached",
      "5:another process uses the data folder",
      "6:no slave runs here",
      "7:the data folder cannot be written"
    })
public final class SlaveCommand {
  private SlaveCommand() {}

  /// The command line, ready to execute.
  public static CommandLine commandLine() {
    return new CommandLine(new SlaveCommand())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(SlaveCommand::failed);
  }

  private static int failed(Exception e, CommandLine command, CommandLine.ParseResult parsed)
      throws Exception {
    PrintWriter err = command.getErr();
    if (e instanceof SettingsException) {
      err.println(e.getMessage());
      return ExitCode.USAGE.code();
    }
    throw e;
  }
}
