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
import java.util.HexFormat;
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
/// last line that is torn is no entry. Behind the last line zeros are written ahead, so that a sync
/// writes the entry and nothing else: the length of a file that grew would be a second write, which
/// waits for those of all other files. Belongs to one thread.
public final class Journal implements AutoCloseable {
  private static final int CHECKSUM = 8;

  /// Below this size a journal is not worth rewriting.
  private static final long SMALL = 1 << 20;

  /// How many zeros are written ahead at a time: some hundred builds.
  private static final int AHEAD = 256 << 10;

  private final Path file;
  private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
  private FileChannel channel;

  /// Where the next entry goes.
  private long end;

  /// Where the zeros end.
  private long zeroedTo;

  private long compactAt;

  private Journal(Path file, Memory memory) throws IOException {
    this.file = file;
    this.channel = rewrite(memory);
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
    return new Journal(file, memory);
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
    return new Recovered(Memory.of(entries), Math.max(0, writtenTo(bytes) - from));
  }

  private static Entry entry(Path file, int index, String json) {
    try {
      return Records.fromJson(json, Entry.class);
    } catch (MalformedFrame e) {
      throw new IllegalStateException(
          "journal " + file + ": entry " + (index + 1) + " is of another version of the slave", e);
    }
  }

  /// Where the zeros begin that were written ahead.
  private static int writtenTo(byte[] bytes) {
    int to = bytes.length;
    while (to > 0 && bytes[to - 1] == 0) {
      to--;
    }
    return to;
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
    return HexFormat.of().toHexDigits(crc.getValue(), CHECKSUM);
  }

  private static byte[] line(Entry entry) {
    String json = Records.toJson(entry);
    return (checksum(json) + " " + json + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /// A new file beside the old one takes its name only when it is whole on the disk.
  private FileChannel rewrite(Memory memory) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    FileChannel opened =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    memory.entries().forEach(entry -> lines.writeBytes(line(entry)));
    end = writeAll(opened, lines.toByteArray(), 0);
    zeroedTo = writeAll(opened, new byte[AHEAD], end);
    compactAt = Math.max(SMALL, 2 * end);
    opened.force(true);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    syncFolder(Objects.requireNonNull(file.toAbsolutePath().getParent()));
    return opened;
  }

  private static void syncFolder(Path folder) throws IOException {
    if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  /// Where the bytes end that were written.
  private static long writeAll(FileChannel channel, byte[] bytes, long at) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer, at + buffer.position());
    }
    return at + bytes.length;
  }

  /// Takes an entry; it is not in the file before [#write] or [#sync].
  public void add(Entry entry) {
    pending.writeBytes(line(entry));
  }

  /// Writes what was added, so that it survives the end of this process.
  public void write() throws IOException {
    if (pending.size() == 0) {
      return;
    }
    if (end + pending.size() > zeroedTo) {
      zeroedTo = writeAll(channel, new byte[AHEAD + pending.size()], end);
    }
    end = writeAll(channel, pending.toByteArray(), end);
    pending.reset();
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
    if (end < compactAt) {
      return;
    }
    FileChannel old = channel;
    channel = rewrite(memory);
    old.close();
  }

  /// Cuts off what was written ahead.
  @Override
  public void close() throws IOException {
    try (FileChannel closing = channel) {
      closing.truncate(end);
    }
  }
}
