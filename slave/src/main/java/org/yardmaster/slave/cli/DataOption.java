package org.yardmaster.slave.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which slave of this machine is meant: the one of this folder.
final class DataOption {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The slave's data folder (default: ~/.yardmaster-slave).")
  private @Nullable Path data;

  Optional<Path> given() {
    return Optional.ofNullable(data);
  }

  Path path() {
    return given().orElseGet(DataOption::standard);
  }

  static Path standard() {
    return Path.of(System.getProperty("user.home"), ".yardmaster-slave");
  }
}
