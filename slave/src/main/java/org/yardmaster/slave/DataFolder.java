package org.yardmaster.slave;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The slave's folder, used by one process at a time.
///
/// Its `id` is random and stays; it tells this slave's processes from those of another one on the
/// same machine.
final class DataFolder implements AutoCloseable {

  /// Another process uses the folder.
  static final class InUse extends Exception {
    private static final long serialVersionUID = 1L;

    InUse(Path folder) {
      super(
          "data folder "
              + folder
              + ": in use by another slave process; choose another, or stop that one");
    }
  }

  private final Path path;
  private final FileChannel lock;
  private final String id;

  private DataFolder(Path path, FileChannel lock, String id) {
    this.path = path;
    this.lock = lock;
    this.id = id;
  }

  /// Makes the folder if it is not there, and locks it until [#close] or the end of the process.
  static DataFolder open(Path path) throws IOException, InUse {
    create(path);
    FileChannel lock =
        FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (tryLock(lock) == null) {
      lock.close();
      throw new InUse(path);
    }
    return new DataFolder(path, lock, id(path.resolve("id")));
  }

  /// Only its owner may look into it: workspaces and logs may hold secrets.
  static void create(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      return;
    }
    Files.createDirectories(path);
    if (Files.getFileStore(path).supportsFileAttributeView("posix")) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException _) {
      return null;
    }
  }

  private static String id(Path file) throws IOException {
    try {
      Files.writeString(file, random(), StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException _) {
      // A later life of the slave: the folder has its name already.
    }
    String id = Files.readString(file).strip();
    if (!id.matches("[0-9a-f]{16}")) {
      throw new IOException(
          file + ": 16 hexadecimal digits expected; delete it if no slave process runs");
    }
    return id;
  }

  /// Sixteen random hexadecimal digits.
  static String random() {
    byte[] bytes = new byte[8];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /// Whether the folder comes from another machine than this one: moved, or a copy.
  boolean comesFromElsewhere(Hardware here) throws IOException {
    return !here.mayBe(knownHardware());
  }

  /// From now on the folder is this machine's.
  void belongsTo(Hardware here) throws IOException {
    Hardware known = knownHardware();
    Hardware all = here.mayBe(known) ? here.with(known) : here;
    if (!all.equals(known)) {
      Path fresh = path.resolve("hardware.new");
      Files.write(fresh, all.cards());
      Files.move(
          fresh,
          path.resolve("hardware"),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private Hardware knownHardware() throws IOException {
    Path file = path.resolve("hardware");
    return Hardware.of(Files.exists(file) ? Files.readAllLines(file) : List.of());
  }

  Path path() {
    return path;
  }

  String id() {
    return id;
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
