package org.yardmaster.slave.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/// A step's log on the slave's disk, of limited length: the first half of the limit is kept as it
/// comes; of what follows the last half is kept in a ring beside it, and appended when the step
/// ends, behind a line that tells what is missing.
///
/// Not thread-safe: its [StepLog] is.
final class SpoolFile {
  private final Path ringPath;
  private final FileChannel file;
  private final long headLimit;
  private final long ringLimit;
  private @Nullable FileChannel ring;
  private long length;
  private long overflow;

  /// @param limit how many bytes the log may have, but for the line that tells of dropped ones
  SpoolFile(Path path, long limit) throws IOException {
    this.ringPath = path.resolveSibling(path.getFileName() + ".tail");
    this.headLimit = limit - limit / 2;
    this.ringLimit = limit / 2;
    this.file =
        FileChannel.open(
            path,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
  }

  /// How much may be sent.
  long length() {
    return length;
  }

  /// Appends whole lines.
  void append(byte[] bytes, int size) throws IOException {
    int head = overflow == 0 ? wholeLines(bytes, (int) Math.min(size, headLimit - length)) : 0;
    write(ByteBuffer.wrap(bytes, 0, head));
    if (head < size) {
      turn(bytes, head, size);
    }
  }

  /// The length of the lines that are whole within the first `limit` bytes.
  private static int wholeLines(byte[] bytes, int limit) {
    int end = limit;
    while (end > 0 && bytes[end - 1] != '\n') {
      end--;
    }
    return end;
  }

  /// Nothing follows. `droppedLine` makes the line that tells how many bytes were dropped.
  void close(LongFunction<byte[]> droppedLine) throws IOException {
    try (FileChannel closing = file) {
      if (overflow > 0) {
        appendRing(droppedLine);
      }
      if (closing.size() != length) {
        throw new IOException("spool: has " + closing.size() + " bytes, expected " + length);
      }
    }
  }

  private void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      length += file.write(bytes);
    }
  }

  private void turn(byte[] bytes, int from, int size) throws IOException {
    if (ringLimit == 0) {
      overflow += size - from;
      return;
    }
    if (ring == null) {
      ring =
          FileChannel.open(
              ringPath,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
    }
    int at = (int) Math.max(from, size - ringLimit);
    overflow += at - from;
    while (at < size) {
      long position = overflow % ringLimit;
      int part = (int) Math.min(size - at, ringLimit - position);
      put(ring, ByteBuffer.wrap(bytes, at, part), position);
      at += part;
      overflow += part;
    }
  }

  private static void put(FileChannel channel, ByteBuffer bytes, long position) throws IOException {
    long at = position;
    while (bytes.hasRemaining()) {
      at += channel.write(bytes, at);
    }
  }

  /// The oldest bytes of the ring are the end of a line: they are dropped too.
  private void appendRing(LongFunction<byte[]> droppedLine) throws IOException {
    if (ring == null) {
      write(ByteBuffer.wrap(droppedLine.apply(overflow)));
      return;
    }
    try (FileChannel tail = ring) {
      long kept = Math.min(overflow, ringLimit);
      long start = overflow - kept;
      long torn = start == 0 ? 0 : tornBytes(tail, start, kept);
      if (start + torn > 0) {
        write(ByteBuffer.wrap(droppedLine.apply(start + torn)));
      }
      copy(tail, start + torn, overflow);
    }
    Files.delete(ringPath);
  }

  private long tornBytes(FileChannel tail, long start, long kept) throws IOException {
    ByteBuffer one = ByteBuffer.allocate(1);
    for (long i = 0; i < kept; i++) {
      tail.read(one.clear(), (start + i) % ringLimit);
      if (one.get(0) == '\n') {
        return i + 1;
      }
    }
    return kept;
  }

  private void copy(FileChannel tail, long from, long to) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
    long at = from;
    while (at < to) {
      long position = at % ringLimit;
      buffer
          .clear()
          .limit((int) Math.min(buffer.capacity(), Math.min(to - at, ringLimit - position)));
      int read = tail.read(buffer, position);
      if (read < 0) {
        throw new IOException("spool: ring ends at " + position + " of " + ringLimit);
      }
      write(buffer.flip());
      at += read;
    }
  }
}
