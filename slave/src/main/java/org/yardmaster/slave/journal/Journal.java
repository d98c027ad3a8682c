package org.yardmaster.slave.journal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.CRC32C;
import org.yardmaster.protocol.wire.MalformedFrame;
import org.yardmaster.protocol.wire.Records;
import org.yardmaster.slave.core.Entry;
import org.yardmaster.slave.core.Memory;

/// The journal's file: one line an entry, its checksum (CRC-32C, eight hexadecimal digits) and the
/// entry as JSON.
///
/// What was written survives the end of the process, what was synced also that of the machine. A
/// last line that is torn is no entry. Belongs to one thread.
public final class Journal implements AutoCloseable {
  private static final int CHECKSUM = 8;

  /// Below this size a journal is not worth rewriting.
  private static final long SMALL = 1 << 20;

  private final Path file;
  private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
  private FileChannel channel;
  private long compactAt = SMALL;

  private Journal(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /// What a journal told, and how many bytes at its end are no whole entry: torn by a kill, or
  /// damaged.
  public record Recovered(Memory memory, int ignoredBytes) {}

  /// What the journal of this file says; an absent one says nothing.
  public static Recovered read(Path file) throws IOException {
    return Files.exists(file)
        ? recovered(file, Files.readAllBytes(file))
        : new Recovered(new Memory(), 0);
  }

  /// Begins the file anew with what `memory` holds, and keeps it open for more.
  public static Journal begin(Path file, Memory memory) throws IOException {
    Journal journal = new Journal(file, rewrite(file, memory));
    journal.compactAt = Math.max(SMALL, 2 * journal.channel.size());
    return journal;
  }

  private static Recovered recovered(Path file, byte[] bytes) {
    List<Entry> entries = new ArrayList<>();
    int from = 0;
    for (int end = lineEnd(bytes, from); end >= 0; end = lineEnd(bytes, from)) {
      String line = new String(bytes, from, end - from, StandardCharsets.UTF_8);
      if (!intact(line)) {
        break;
      }
      entries.add(entry(file, entries.size(), line.substring(CHECKSUM + 1)));
      from = end + 1;
    }
    return new Recovered(Memory.of(entries), bytes.length - from);
  }

  private static Entry entry(Path file, int index, String json) {
    try {
      return Records.fromJson(json, Entry.class);
    } catch (MalformedFrame e) {
      throw new IllegalStateException(
          "journal " + file + ": entry " + (index + 1) + " is of another version of the slave", e);
    }
  }

  private static int lineEnd(byte[] bytes, int from) {
    for (int i = from; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  private static boolean intact(String line) {
    return line.length() > CHECKSUM
        && line.charAt(CHECKSUM) == ' '
        && line.startsWith(checksum(line.substring(CHECKSUM + 1)));
  }

  private static String checksum(String json) {
    CRC32C crc = new CRC32C();
    crc.update(json.getBytes(StandardCharsets.UTF_8));
    return String.format("%08x", crc.getValue());
  }

  private static byte[] line(Entry entry) {
    String json = Records.toJson(entry);
    return (checksum(json) + " " + json + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /// A new file beside the old one takes its name only when it is whole on the disk.
  private static FileChannel rewrite(Path file, Memory memory) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    FileChannel channel =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    memory.entries().forEach(entry -> lines.writeBytes(line(entry)));
    writeAll(channel, lines.toByteArray());
    channel.force(true);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    syncFolder(Objects.requireNonNull(file.toAbsolutePath().getParent()));
    return channel;
  }

  private static void syncFolder(Path folder) throws IOException {
    if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  private static void writeAll(FileChannel channel, byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  /// Takes an entry; it is not in the file before [#write] or [#sync].
  public void add(Entry entry) {
    pending.writeBytes(line(entry));
  }

  /// Writes what was added, so that it survives the end of this process.
  public void write() throws IOException {
    if (pending.size() > 0) {
      writeAll(channel, pending.toByteArray());
      pending.reset();
    }
  }

  /// Writes what was added, and returns when it survives the end of the machine.
  public void sync() throws IOException {
    write();
    channel.force(false);
  }

  /// Makes the file short again once it has grown long; `memory` is what all entries so far amount
  /// to.
  public void compact(Memory memory) throws IOException {
    write();
    if (channel.size() < compactAt) {
      return;
    }
    FileChannel old = channel;
    channel = rewrite(file, memory);
    compactAt = Math.max(SMALL, 2 * channel.size());
    old.close();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
