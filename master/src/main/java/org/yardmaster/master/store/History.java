package org.yardmaster.master.store;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.ibatis.datasource.pooled.PooledDataSource;
import org.apache.ibatis.session.SqlSession;
import org.apache.ibatis.session.SqlSessionFactory;
import org.jspecify.annotations.Nullable;
import org.yardmaster.protocol.message.Query;
import org.yardmaster.protocol.message.Reply;
import org.yardmaster.protocol.model.FinishedBuild;
import org.yardmaster.protocol.model.StepResult;

/// What the database tells consoles: history, audit, configuration. For any thread; each question
/// has a time limit, and no connection is in a transaction between two of them. It may be a batch
/// ahead of what was published.
///
/// All methods throw [StoreException] if the database does not answer, in time or at all.
public final class History implements AutoCloseable {
  private static final int CONNECTIONS = 4;
  private static final int TIMEOUT_SECONDS = 20;
  private static final int MOST = 1000;

  private final PooledDataSource source;
  private @Nullable SqlSessionFactory sessions;
  private final ReadWriteLock open = new ReentrantReadWriteLock();
  private boolean closed;

  History(HsqldbFolder folder) {
    source =
        new PooledDataSource(
            HsqldbFolder.DRIVER, folder.url(), HsqldbFolder.USER, HsqldbFolder.PASSWORD);
    source.setPoolMaximumActiveConnections(CONNECTIONS);
    source.setPoolMaximumIdleConnections(CONNECTIONS);
  }

  /// Made for the first question, which comes when the master is ready.
  private synchronized SqlSessionFactory sessions() {
    if (sessions == null) {
      sessions = Mapping.onOwnConnections(source, TIMEOUT_SECONDS);
    }
    return sessions;
  }

  /// Finished requests, newest first.
  public Reply.Requests requests(Query.History query) {
    return ask(
        "finished requests",
        session ->
            new Reply.Requests(
                session
                    .getMapper(FinishedRequestMapper.class)
                    .newest(
                        query.builder().orElse(null),
                        query.outcome().map(Enum::name).orElse(null),
                        query.before().orElse(Long.MAX_VALUE),
                        within(query.limit()))
                    .stream()
                    .map(row -> row.toFinished())
                    .toList()));
  }

  /// One finished request, or none.
  public Reply.Requests request(Query.OneFinished query) {
    return ask(
        "a finished request",
        session ->
            new Reply.Requests(
                session
                    .getMapper(FinishedRequestMapper.class)
                    .byId(query.request().value())
                    .stream()
                    .map(row -> row.toFinished())
                    .toList()));
  }

  /// The ended builds of a request, oldest first.
  public Reply.Builds attempts(Query.Attempts query) {
    return builds("a request's builds", mapper -> mapper.ofRequest(query.request().value()));
  }

  /// Ended builds, newest first.
  public Reply.Builds builds(Query.BuildHistory query) {
    return builds(
        "ended builds",
        mapper ->
            mapper.newest(
                query.builder().orElse(null),
                query.slave().orElse(null),
                query.before().orElse(Long.MAX_VALUE),
                within(query.limit())));
  }

  /// One ended build, or none.
  public Reply.Builds build(Query.OneBuild query) {
    return builds("an ended build", mapper -> mapper.byId(query.build().value()).stream().toList());
  }

  /// The newest commands, newest first.
  public Reply.Audit audit(Query.Audit query) {
    return ask(
        "the audit",
        session ->
            new Reply.Audit(
                session.getMapper(CommandMapper.class).newest(within(query.limit())).stream()
                    .map(CommandRow.AuditRow::toEntry)
                    .toList()));
  }

  /// The configuration in force; empty before there is one.
  public Optional<Reply.Config> config() {
    return ask(
        "the configuration",
        session -> session.getMapper(ConfigMapper.class).inForce().map(ConfigRow::toReply));
  }

  private Reply.Builds builds(
      String what, Function<FinishedBuildMapper, List<FinishedBuildRow>> query) {
    return ask(
        what,
        session -> {
          List<FinishedBuildRow> rows = query.apply(session.getMapper(FinishedBuildMapper.class));
          return new Reply.Builds(withSteps(rows, session));
        });
  }

  private List<FinishedBuild> withSteps(List<FinishedBuildRow> rows, SqlSession session) {
    if (rows.isEmpty()) {
      return List.of();
    }
    List<Long> builds = rows.stream().map(row -> row.build().id()).toList();
    Map<Long, List<StepResult>> steps =
        session.getMapper(StepMapper.class).ofBuilds(builds).stream()
            .collect(
                Collectors.groupingBy(
                    StepRow::build,
                    TreeMap::new,
                    Collectors.mapping(StepRow::toStep, Collectors.toList())));
    return rows.stream()
        .map(row -> row.toFinished(steps.getOrDefault(row.build().id(), List.of())))
        .toList();
  }

  private static int within(int limit) {
    return Math.clamp(limit, 1, MOST);
  }

  private <T> T ask(String what, Function<SqlSession, T> query) {
    open.readLock().lock();
    try {
      if (closed) {
        throw new StoreException("database: %s cannot be read (closed)".formatted(what));
      }
      return ask(query, what);
    } finally {
      open.readLock().unlock();
    }
  }

  private <T> T ask(Function<SqlSession, T> query, String what) {
    try (SqlSession session = sessions().openSession(true)) {
      return query.apply(session);
    } catch (RuntimeException e) {
      throw new StoreException(
          "database: %s cannot be read (%s)".formatted(what, StoreException.reason(e)), e);
    }
  }

  /// Waits for the questions that are being answered; a later one would open the database anew.
  @Override
  public void close() {
    open.writeLock().lock();
    try {
      closed = true;
      source.forceCloseAll();
    } finally {
      open.writeLock().unlock();
    }
  }
}
