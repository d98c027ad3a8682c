package org.yardmaster.master.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Makes directories remember their entries through a power cut: a file's own sync does not save
/// its name.
public final class Directories {
  private Directories() {}

  /// Writes the entries of `directory` to the disk. Where the system has no such thing (Windows
  /// keeps names in its own journal), nothing happens.
  public static void sync(Path directory) throws IOException {
    if (!directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return;
    }
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /// Syncs `directory` and every one above it up to and including `top`.
  public static void syncUpTo(Path top, Path directory) throws IOException {
    for (Path at = directory; at != null && at.startsWith(top); at = at.getParent()) {
      sync(at);
    }
  }
}
