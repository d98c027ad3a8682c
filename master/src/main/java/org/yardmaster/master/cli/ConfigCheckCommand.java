package org.yardmaster.master.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.yardmaster.master.config.Checked;
import org.yardmaster.master.config.FarmYaml;
import org.yardmaster.master.config.Problem;
import org.yardmaster.protocol.model.FarmConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "check", description = "Tell every problem of a farm.yaml; needs no master.")
final class ConfigCheckCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(paramLabel = "FILE", description = "The farm.yaml.")
  private Path file = Path.of("farm.yaml");

  @Option(names = "--json", description = "Prints JSON for scripts.")
  private boolean json;

  ConfigCheckCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /// What became of the check; lines and columns count from 1.
  record Row(boolean sound, List<Problem> problems, List<Problem> warnings) {}

  @Override
  public Integer call() {
    Checked checked = FarmYaml.read(file);
    boolean sound = checked.config().isPresent();
    if (json) {
      terminal.out().print(Json.document(new Row(sound, checked.problems(), checked.warnings())));
    } else {
      lines(checked).forEach(terminal.err()::println);
      checked.config().ifPresent(config -> terminal.out().println(summary(file, config)));
    }
    terminal.out().flush();
    return (sound ? ExitCode.OK : ExitCode.REFUSED).code();
  }

  /// Problems and warnings, each with its place.
  static List<String> lines(Checked checked) {
    return Stream.concat(
            checked.problems().stream().map(Problem::toString),
            checked.warnings().stream().map(warning -> "warning: " + warning))
        .toList();
  }

  private static String summary(Path file, FarmConfig config) {
    return file
        + ": sound; "
        + config.builders().size()
        + " builders, "
        + config.slaves().size()
        + " slaves.";
  }
}
