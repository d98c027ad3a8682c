package org.yardmaster.master.keys;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import org.yardmaster.master.disk.Directories;

/// Writes files that only their owner may read. At no time is such a file readable by others, or
/// half written. Where the system has no such permissions, the folder's own have to do.
final class PrivateFile {
  private PrivateFile() {}

  /// Makes a folder that only its owner may enter, unless it is there.
  static void createFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectory(folder, ownersOnly(folder, "rwx------"));
    }
  }

  /// Puts `content` in the place of whatever stood at `file`; it is on disk when this returns.
  static void write(Path file, byte[] content) throws IOException {
    Path folder = file.toAbsolutePath().resolveSibling(".").normalize();
    Path draft = Files.createTempFile(folder, ".", ".tmp", ownersOnly(folder, "rw-------"));
    try {
      writeSynced(draft, content);
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
    Directories.sync(folder);
  }

  private static void writeSynced(Path file, byte[] content) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  private static FileAttribute<?>[] ownersOnly(Path place, String permissions) {
    return place.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}
