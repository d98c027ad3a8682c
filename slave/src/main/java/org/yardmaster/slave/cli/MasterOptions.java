package org.yardmaster.slave.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yardmaster.slave.SlaveSettings;
import picocli.CommandLine.Option;

/// Who this slave is, and where its master is.
final class MasterOptions {
  @Option(names = "--name", paramLabel = "NAME", description = "The slave's name at the master.")
  private @Nullable String name;

  @Option(
      names = "--master",
      paramLabel = "HOST:PORT[,...]",
      description = "The master's addresses for slaves.")
  private @Nullable String master;

  @Option(
      names = "--fingerprint",
      paramLabel = "HEX",
      description = "The fingerprint of the farm's certificate.")
  private @Nullable String fingerprint;

  @Option(
      names = "--secret",
      paramLabel = "SECRET",
      description = "The slave's secret; others on this machine can see it while this runs.")
  private @Nullable String secret;

  @Option(names = "--secret-file", paramLabel = "FILE", description = "A file with the secret.")
  private @Nullable Path secretFile;

  SlaveSettings.Said said(Optional<Path> data) {
    return new SlaveSettings.Said(
        Optional.ofNullable(name),
        Optional.ofNullable(master),
        Optional.ofNullable(fingerprint),
        Optional.ofNullable(secret),
        Optional.ofNullable(secretFile),
        data);
  }
}
