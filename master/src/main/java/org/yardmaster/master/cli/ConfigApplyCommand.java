package org.yardmaster.master.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.yardmaster.master.config.Checked;
import org.yardmaster.master.config.FarmYaml;
import org.yardmaster.protocol.message.Command.ApplyConfig;
import org.yardmaster.protocol.model.FarmConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "apply",
    description = "Put a farm.yaml in force, wholly or not at all; what runs goes on as it began.")
final class ConfigApplyCommand implements Callable<Integer> {
  @Mixin private final ToMaster master;

  @Parameters(paramLabel = "FILE", description = "The farm.yaml.")
  private Path file = Path.of("farm.yaml");

  ConfigApplyCommand(ToMaster master) {
    this.master = master;
  }

  @Override
  public Integer call() {
    Checked checked = FarmYaml.read(file);
    FarmConfig config =
        checked
            .config()
            .orElseThrow(() ->
                new Failure(
                    ExitCode.REFUSED,
                    "configuration " + file + ": has problems; nothing was changed",
                    ConfigCheckCommand.lines(checked)));
    int code = master.carryOut(new ApplyConfig(config, text()));
    ConfigCheckCommand.lines(checked).forEach(master.terminal().err()::println);
    return code;
  }

  private String text() {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new Failure(ExitCode.USAGE, "configuration " + file + ": cannot be read (" + e + ")");
    }
  }
}
