package org.yardmaster.master.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.apache.ibatis.jdbc.ScriptRunner;

/// Brings a database to the schema of this version, script by script in their order, each once.
///
/// A script is never changed after it was released. Databases commit at each change of a schema, so
/// a script can be cut off in the middle: every script must bear being run again from its beginning
/// (`IF NOT EXISTS`).
final class Migrations {

  /// In the order of their numbers, which are the schema's versions. Those named `.hsqldb` say what
  /// other databases have other means for.
  private static final List<String> SCRIPTS =
      List.of(
          "001-text.hsqldb.sql",
          "002-farm.sql",
          "003-history-on-disk.hsqldb.sql",
          "004-scheduling.sql",
          "005-riders.hsqldb.sql",
          "006-history-limits.sql",
          "007-queue-on-disk.hsqldb.sql",
          "008-orders.sql",
          "009-commands.sql");

  private Migrations() {}

  /// Runs the scripts that this database has not seen.
  static void run(Connection connection) throws SQLException {
    int present = version(connection);
    if (present > SCRIPTS.size()) {
      throw new StoreException(
          "database: its schema has version %d, this program knows up to %d; start the newer program"
              .formatted(present, SCRIPTS.size()));
    }
    for (int version = present + 1; version <= SCRIPTS.size(); version++) {
      run(connection, SCRIPTS.get(version - 1));
      record(connection, version);
    }
  }

  private static int version(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          """
          CREATE TABLE IF NOT EXISTS schema_version (
            version INTEGER NOT NULL PRIMARY KEY,
            applied_at TIMESTAMP(3) WITH TIME ZONE DEFAULT CURRENT_TIMESTAMP NOT NULL)\
          """);
      try (ResultSet rows =
          statement.executeQuery("SELECT COALESCE(MAX(version), 0) FROM schema_version")) {
        rows.next();
        return rows.getInt(1);
      }
    }
  }

  private static void run(Connection connection, String script) {
    ScriptRunner runner = new ScriptRunner(connection);
    runner.setStopOnError(true);
    runner.setLogWriter(null);
    runner.setErrorLogWriter(null);
    try (InputStream in = Migrations.class.getResourceAsStream("schema/" + script)) {
      if (in == null) {
        throw new StoreException("schema script %s: not in this program".formatted(script));
      }
      runner.runScript(new InputStreamReader(in, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void record(Connection connection, int version) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate("INSERT INTO schema_version (version) VALUES (" + version + ")");
    }
    connection.commit();
  }
}
