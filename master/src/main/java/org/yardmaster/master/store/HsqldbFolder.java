package org.yardmaster.master.store;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.logging.Level;
import java.util.logging.Logger;

/// The folder of one HSQLDB database in this process, locked, and the way to connect to it.
///
/// Its own lock file is off: it would hold up a restart after a kill for seconds, while
/// [FolderLock] is free at once. Its automatic checkpoint is off: it waits for readers, so
/// [HsqldbStore] makes its own.
final class HsqldbFolder implements AutoCloseable {
  static final String DRIVER = "org.hsqldb.jdbc.JDBCDriver";
  static final String USER = "SA";
  static final String PASSWORD = "";

  private static final String OWNER_ONLY = "rwx------";
  private static final String NAME = "farm";
  private static final Logger DATABASE_LOG = Logger.getLogger("hsqldb.db");

  private final Path folder;
  private final FileStore disk;
  private final FolderLock lock;

  private HsqldbFolder(Path folder, FileStore disk, FolderLock lock) {
    this.folder = folder;
    this.disk = disk;
    this.lock = lock;
  }

  /// Takes the folder `db` of a data folder, and makes it if there is none.
  static HsqldbFolder open(Path data) {
    DATABASE_LOG.setLevel(Level.WARNING);
    System.setProperty("hsqldb.reconfig_logging", "false");
    Path folder = data.resolve("db");
    FileStore disk;
    try {
      create(folder);
      disk = Files.getFileStore(folder);
    } catch (IOException e) {
      throw new StoreException(
          "data folder %s: cannot be made (%s); see who may write there"
              .formatted(data, e.getMessage()),
          e);
    }
    return new HsqldbFolder(folder, disk, FolderLock.take(data, folder.resolve("lock")));
  }

  private static void create(Path folder) throws IOException {
    Files.createDirectories(folder);
    if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(OWNER_ONLY));
    }
  }

  String url() {
    return "jdbc:hsqldb:file:"
        + folder.resolve(NAME).toAbsolutePath()
        + ";hsqldb.tx=mvcc;hsqldb.write_delay=false;hsqldb.log_size=0;hsqldb.lock_file=false;hsqldb.nio_data_file=false"
        + ";hsqldb.cache_rows=200000;hsqldb.cache_size=64000";
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection(url(), USER, PASSWORD);
  }

  /// Bytes free where the database writes. One system call: every turn asks.
  long freeBytes() throws IOException {
    return disk.getUsableSpace();
  }

  /// Bytes of what was written since the last checkpoint; 0 if the system does not tell.
  long logBytes() {
    return folder.resolve(NAME + ".log").toFile().length();
  }

  @Override
  public void close() {
    lock.close();
  }
}
