package org.yardmaster.master.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.apache.ibatis.mapping.MappedStatement;
import org.apache.ibatis.scripting.defaults.RawSqlSource;
import org.apache.ibatis.session.Configuration;

/// Every statement of the mappers, prepared once on a connection and kept open. MyBatis prepares
/// anew in each session; the database compiles only what nobody on the connection has open already.
final class KeptStatements {
  private final List<PreparedStatement> open = new ArrayList<>();

  /// They live as long as the connection.
  static KeptStatements on(Connection connection, Configuration mappings) throws SQLException {
    KeptStatements kept = new KeptStatements();
    for (String name : mappings.getMappedStatementNames()) {
      // Every statement is known by its short name, too, where that is unique.
      if (name.indexOf('.') >= 0) {
        kept.keep(connection, mappings.getMappedStatement(name));
      }
    }
    return kept;
  }

  private void keep(Connection connection, MappedStatement statement) throws SQLException {
    if (statement.getSqlSource() instanceof RawSqlSource sql) {
      open.add(connection.prepareStatement(sql.getBoundSql(null).getSql()));
    }
  }

  int count() {
    return open.size();
  }
}
