package org.yardmaster.master.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.yardmaster.protocol.wire.Fingerprint;
import org.yardmaster.protocol.wire.HostPort;

/// The fingerprints of the farms that this user has come to trust, each with its master's address:
/// a line `host:port fingerprint` in a file of the user's.
final class KnownFarms {
  private final Path file;

  private KnownFarms(Path file) {
    this.file = file;
  }

  /// In the user's configuration folder: `$XDG_CONFIG_HOME/yardmaster`, or `~/.config/yardmaster`.
  static KnownFarms of(Terminal terminal) {
    Path config =
        terminal
            .variable("XDG_CONFIG_HOME")
            .map(Path::of)
            .orElseGet(() -> terminal.home().resolve(".config"));
    return new KnownFarms(config.resolve("yardmaster").resolve("known-farms"));
  }

  /// Where they are kept.
  Path file() {
    return file;
  }

  /// By what the farm of this master is known.
  Optional<Fingerprint> of(HostPort master) {
    return lines().stream()
        .map(line -> line.strip().split("\\s+"))
        .filter(words -> words.length == 2 && words[0].equals(master.toString()))
        .map(words -> Fingerprint.parse(words[1]))
        .findFirst();
  }

  /// Keeps a fingerprint that a person has confirmed.
  void remember(HostPort master, Fingerprint farm) {
    try {
      Files.createDirectories(file.resolveSibling("."));
      Files.writeString(
          file, master + " " + farm + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new Failure(
          ExitCode.NO_MASTER,
          "known farms: cannot be written to " + file + " (" + e + "); give --fingerprint instead");
    }
  }

  private List<String> lines() {
    try {
      return Files.readAllLines(file);
    } catch (NoSuchFileException _) {
      return List.of();
    } catch (IOException e) {
      throw new Failure(ExitCode.NO_MASTER, "known farms: " + file + " cannot be read (" + e + ")");
    }
  }
}
