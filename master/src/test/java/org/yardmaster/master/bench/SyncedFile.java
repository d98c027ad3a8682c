package org.yardmaster.master.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A file that grows by a little and is synced each time, to measure a disk; removed when closed.
final class SyncedFile implements AutoCloseable {
  private final Path path;
  private final FileChannel file;
  private final ByteBuffer block = ByteBuffer.allocateDirect(4096);

  SyncedFile(Path path) throws IOException {
    this.path = path;
    this.file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.APPEND);
  }

  /// Appends 4 KiB and syncs them.
  void append() {
    try {
      block.clear();
      while (block.hasRemaining()) {
        file.write(block);
      }
      file.force(false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
    Files.delete(path);
  }
}
