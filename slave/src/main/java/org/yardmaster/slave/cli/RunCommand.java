package org.yardmaster.slave.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.yardmaster.slave.SlaveProcess;
import org.yardmaster.slave.SlaveSettings;
import org.yardmaster.slave.TlsMasterLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Runs the slave until it is told to end.
@Command(
    name = "run",
    description = "Run the slave: attach to the master and run builds until told to stop.",
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Settings (default: slave.yaml in the data folder, if it is there).")
  private @Nullable Path config;

  @Mixin private MasterOptions master = new MasterOptions();
  @Mixin private DataOption data = new DataOption();

  @Override
  public Integer call() throws InterruptedException {
    SlaveSettings.Said said = master.said(data.given());
    Path usual = data.path().resolve(SlaveSettings.FILE);
    Optional<Path> file =
        Optional.ofNullable(config).or(() -> Optional.of(usual).filter(Files::exists));
    if (file.isPresent()) {
      said = said.or(SlaveSettings.read(file.get()));
    }
    Path home =
        Optional.ofNullable(config)
            .flatMap(path -> Optional.ofNullable(path.toAbsolutePath().getParent()))
            .orElseGet(data::path);
    return run(said.check(home));
  }

  static int run(SlaveSettings settings) throws InterruptedException {
    return new SlaveProcess(
            settings.name(),
            settings.data(),
            SlaveProcess.Terms.standard(),
            start -> TlsMasterLine.to(settings, start))
        .run()
        .code();
  }
}
