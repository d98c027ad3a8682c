package org.yardmaster.master;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.yardmaster.protocol.wire.Records;

/// What a running master leaves in its data folder for command lines on the same machine:
/// `run.json`, readable by its own account only.
///
/// @param pid of the master's process
/// @param host the address by which this machine itself reaches the master
/// @param consolePort where consoles come in
/// @param slavePort where slaves do
/// @param fingerprint of the farm's CA
public record RunFile(long pid, String host, int consolePort, int slavePort, String fingerprint) {
  private static final String NAME = "run.json";

  /// Writes it in one step: readers see the old one or the new one.
  void write(Path data) throws IOException {
    Path file = data.resolve(NAME);
    Path draft = data.resolve(NAME + ".new");
    Files.deleteIfExists(draft);
    if (draft.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createFile(
          draft,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    Files.writeString(draft, Records.toJson(this));
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /// Reads that of the farm in `data`, if a master ever ran there. It may have ended since.
  public static Optional<RunFile> read(Path data) throws IOException {
    Path file = data.resolve(NAME);
    return Files.exists(file)
        ? Optional.of(Records.fromJson(Files.readString(file), RunFile.class))
        : Optional.empty();
  }

  static void delete(Path data) throws IOException {
    Files.deleteIfExists(data.resolve(NAME));
  }
}
