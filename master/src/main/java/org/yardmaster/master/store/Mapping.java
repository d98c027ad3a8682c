package org.yardmaster.master.store;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import javax.sql.DataSource;
import org.apache.ibatis.mapping.Environment;
import org.apache.ibatis.mapping.ResultFlag;
import org.apache.ibatis.mapping.ResultMap;
import org.apache.ibatis.mapping.ResultMapping;
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

/// MyBatis as the store uses it: rows are records of the columns their components are named after,
/// nothing is cached.
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
    for (Class<?> row : NAMED_IN_XML) {
      configuration.getTypeAliasRegistry().registerAlias(row);
      if (isPlain(configuration, row)) {
        configuration.addResultMap(plain(configuration, row));
      }
    }
    MAPPERS.forEach(configuration::addMapper);
    return new SqlSessionFactoryBuilder().build(configuration);
  }

  /// Whether each component is a column of its own.
  private static boolean isPlain(Configuration configuration, Class<?> row) {
    return Arrays.stream(row.getRecordComponents())
        .allMatch(part -> configuration.getTypeHandlerRegistry().hasTypeHandler(part.getType()));
  }

  /// Makes a record of the columns named as its components are; in XML it is `row.` and the name of
  /// the record. MyBatis can find that out by itself, but does so anew for each row.
  private static ResultMap plain(Configuration configuration, Class<?> row) {
    List<ResultMapping> columns =
        Arrays.stream(row.getRecordComponents())
            .map(part ->
                new ResultMapping.Builder(
                        configuration, part.getName(), column(part.getName()), part.getType())
                    .flags(List.of(ResultFlag.CONSTRUCTOR))
                    .build())
            .toList();
    return new ResultMap.Builder(configuration, "row." + row.getSimpleName(), row, columns, false)
        .build();
  }

  private static String column(String component) {
    return component.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }

  private static Configuration configuration(TransactionFactory transactions, DataSource source) {
    Configuration configuration = new Configuration(new Environment("store", transactions, source));
    configuration.setObjectFactory(new RecordFactory());
    configuration.setJdbcTypeForNull(JdbcType.NULL);
    configuration.setCacheEnabled(false);
    configuration.setLocalCacheScope(LocalCacheScope.STATEMENT);
    return configuration;
  }
}
