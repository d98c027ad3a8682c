package org.yardmaster.master.store;

import java.util.List;
import java.util.Properties;
import javax.sql.DataSource;
import org.apache.ibatis.mapping.Environment;
import org.apache.ibatis.session.Configuration;
import org.apache.ibatis.session.LocalCacheScope;
import org.apache.ibatis.session.SqlSessionFactory;
import org.apache.ibatis.session.SqlSessionFactoryBuilder;
import org.apache.ibatis.transaction.TransactionFactory;
import org.apache.ibatis.transaction.jdbc.JdbcTransactionFactory;
import org.apache.ibatis.transaction.managed.ManagedTransactionFactory;
import org.apache.ibatis.type.JdbcType;
import org.yardmaster.master.farm.Counters;
import org.yardmaster.protocol.model.PauseScope;

/// MyBatis as the store uses it: rows are records by their column names, nothing is cached.
final class Mapping {
  private static final List<Class<?>> NAMED_IN_XML =
      List.of(
          BuildRow.class,
          BuilderRow.class,
          CommandRow.class,
          CommandRow.AuditRow.class,
          CommandRow.ClientIdRow.class,
          ConfigRow.class,
          Counters.class,
          FarmMapper.FarmRow.class,
          FinishedBuildRow.class,
          FinishedRequestRow.class,
          OrderRow.class,
          ScheduleRow.class,
          RiderRow.class,
          IncidentRow.class,
          PauseRow.class,
          PauseScope.class,
          RequestRow.class,
          SecretRow.class,
          SlaveRow.class,
          StepRow.class,
          UserRow.class);

  private static final List<Class<?>> MAPPERS =
      List.of(
          BuildMapper.class,
          BuilderMapper.class,
          ClientIdMapper.class,
          CommandMapper.class,
          ConfigMapper.class,
          FarmMapper.class,
          FinishedBuildMapper.class,
          FinishedRequestMapper.class,
          OrderMapper.class,
          LostMapper.class,
          ScheduleMapper.class,
          RiderMapper.class,
          IncidentMapper.class,
          PauseMapper.class,
          PruningMapper.class,
          RequestMapper.class,
          SecretMapper.class,
          SlaveMapper.class,
          StepMapper.class,
          UserMapper.class);

  private Mapping() {}

  /// Sessions on a connection of the caller's, who commits, rolls back and closes it.
  static SqlSessionFactory onGivenConnections(DataSource source) {
    ManagedTransactionFactory transactions = new ManagedTransactionFactory();
    Properties properties = new Properties();
    properties.setProperty("closeConnection", "false");
    transactions.setProperties(properties);
    return factory(configuration(transactions, source));
  }

  /// Sessions on connections of `source`, whose statements end after `timeoutSeconds`.
  static SqlSessionFactory onOwnConnections(DataSource source, int timeoutSeconds) {
    Configuration configuration = configuration(new JdbcTransactionFactory(), source);
    configuration.setDefaultStatementTimeout(timeoutSeconds);
    return factory(configuration);
  }

  private static SqlSessionFactory factory(Configuration configuration) {
    NAMED_IN_XML.forEach(configuration.getTypeAliasRegistry()::registerAlias);
    MAPPERS.forEach(configuration::addMapper);
    return new SqlSessionFactoryBuilder().build(configuration);
  }

  private static Configuration configuration(TransactionFactory transactions, DataSource source) {
    Configuration configuration = new Configuration(new Environment("store", transactions, source));
    configuration.setMapUnderscoreToCamelCase(true);
    configuration.setArgNameBasedConstructorAutoMapping(true);
    configuration.setJdbcTypeForNull(JdbcType.NULL);
    configuration.setCacheEnabled(false);
    configuration.setLocalCacheScope(LocalCacheScope.STATEMENT);
    return configuration;
  }
}
