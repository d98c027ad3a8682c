package org.yardmaster.slave.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.yardmaster.slave.ExitCode;
import org.yardmaster.slave.SlaveSettings;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Makes this machine a slave: writes its settings, then runs it.
@Command(
    name = "join",
    description = {
      "Make this machine a slave of a farm: keep the settings in the data folder, and run.",
      "'yardmaster slave add NAME' on the master prints this command with its options."
    },
    mixinStandardHelpOptions = true)
final class JoinCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private MasterOptions master = new MasterOptions();
  @Mixin private DataOption data = new DataOption();

  @Option(names = "--no-run", description = "Only write the settings.")
  private boolean noRun;

  @Option(names = "--force", description = "Replace the settings of another name that are there.")
  private boolean force;

  @Override
  public Integer call() throws InterruptedException {
    CommandLine command = spec.commandLine();
    SlaveSettings settings = master.said(data.given()).check(data.path());
    try {
      Files.createDirectories(settings.data());
      Path file = settings.data().resolve(SlaveSettings.FILE);
      if (!force && namesAnother(file, settings.name())) {
        command
            .getErr()
            .println(file + " is of another slave; choose another --data, or say --force");
        return ExitCode.USAGE.code();
      }
      command.getOut().println("wrote " + settings.write());
    } catch (IOException e) {
      command.getErr().println("data folder " + settings.data() + ": cannot be written: " + e);
      return ExitCode.DISK.code();
    }
    command.getOut().println("to run it later: yardmaster-slave run --data " + settings.data());
    command.getOut().flush();
    return noRun ? ExitCode.OK.code() : RunCommand.run(settings);
  }

  private static boolean namesAnother(Path file, String name) {
    return Files.exists(file)
        && SlaveSettings.read(file).name().filter(other -> !other.equals(name)).isPresent();
  }
}
