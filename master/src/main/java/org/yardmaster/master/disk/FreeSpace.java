package org.yardmaster.master.disk;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/// How many bytes this process may still write to a disk. Asked often: one system call.
@FunctionalInterface
public interface FreeSpace {

  long bytes();

  /// The disk that holds `path`. A disk that cannot be asked has no room.
  static FreeSpace of(Path path) throws IOException {
    FileStore store = Files.getFileStore(path);
    return () -> {
      try {
        return store.getUsableSpace();
      } catch (IOException _) {
        return 0;
      }
    };
  }
}
