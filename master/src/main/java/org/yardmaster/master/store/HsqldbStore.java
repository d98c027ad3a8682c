package org.yardmaster.master.store;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.ibatis.datasource.unpooled.UnpooledDataSource;
import org.apache.ibatis.executor.BatchResult;
import org.apache.ibatis.session.ExecutorType;
import org.apache.ibatis.session.SqlSession;
import org.apache.ibatis.session.SqlSessionFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yardmaster.master.farm.CommandRecord;
import org.yardmaster.master.farm.Counters;
import org.yardmaster.master.loop.Store;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.HistoryLimits;

/// The store in one folder of the master's machine: HSQLDB in this process. Writes on one
/// connection, which is in a transaction only during [#commit]; what others read goes through
/// [#history()].
public final class HsqldbStore implements Store {
  private static final Logger LOG = LoggerFactory.getLogger(HsqldbStore.class);

  /// How long a client's command id is remembered.
  private static final Duration ID_MEMORY = Duration.ofDays(1);

  private final HsqldbFolder folder;

  /// Made on a thread of its own, because it takes as long as to open the database.
  private final CompletableFuture<SqlSessionFactory> sessions;

  private final History history;
  private @Nullable Connection connection;
  private @Nullable KeptStatements statements;
  private @Nullable Instant lastStamp;

  /// As far as is known: what is wrong here costs time, and nothing else.
  private Counters counters = Counters.first();

  private HsqldbStore(HsqldbFolder folder) {
    this.folder = folder;
    sessions =
        CompletableFuture.supplyAsync(
            () ->
                Mapping.onGivenConnections(
                    new UnpooledDataSource(
                        HsqldbFolder.DRIVER,
                        folder.url(),
                        HsqldbFolder.USER,
                        HsqldbFolder.PASSWORD)),
            task -> Thread.ofPlatform().name("mapping").daemon().start(task));
    history = new History(folder);
  }

  /// Opens the database in the folder `db` of a data folder, makes it if there is none, and brings
  /// its schema up to date.
  ///
  /// @throws StoreException if another process has it, or it cannot be opened
  public static HsqldbStore open(Path data) {
    HsqldbStore store = new HsqldbStore(HsqldbFolder.open(data));
    try {
      Migrations.run(store.connection());
      return store;
    } catch (SQLException e) {
      store.close();
      throw new StoreException(
          "data folder %s: its database cannot be opened (%s)"
              .formatted(data, StoreException.reason(e)),
          e);
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }

  /// The read side, for any thread, until the store is closed.
  public History history() {
    return history;
  }

  @Override
  public Recovered recover() {
    Recovered recovered = read("the farm", session -> Recovery.read(session));
    lastStamp = recovered.at();
    counters = recovered.farm().counters();
    return recovered;
  }

  @Override
  public void commit(Batch batch) throws RefusedException, UnknownOutcomeException {
    BatchRows rows;
    Connection to;
    try {
      rows = BatchRows.of(batch);
      to = connection();
      keepStatements(to);
      write(batch, rows, to);
    } catch (SQLException | RuntimeException e) {
      rollback();
      throw new RefusedException(
          "batch %d: refused by the database (%s); nothing of it is stored"
              .formatted(batch.number(), StoreException.reason(e)),
          e);
    }
    try {
      to.commit();
    } catch (SQLException e) {
      disconnect();
      throw new UnknownOutcomeException(
          "batch %d: its commit failed (%s); whether it is stored, its number in the database tells"
              .formatted(batch.number(), StoreException.reason(e)),
          e);
    }
    lastStamp = batch.at();
    counters = rows.counters().orElse(counters);
  }

  private void keepStatements(Connection on) throws SQLException {
    if (statements == null) {
      statements = KeptStatements.on(on, sessions.join().getConfiguration());
      LOG.debug("database: {} statements are kept", statements.count());
    }
  }

  /// A build or request that ended before, and ends once more, is in history already; that is rare
  /// enough to be found out by failing.
  private void write(Batch batch, BatchRows rows, Connection to) throws SQLException {
    try {
      write(batch, rows, to, Optional.of(counters));
    } catch (RuntimeException e) {
      LOG.debug("database: batch {} is written again, with care", batch.number(), e);
      to.rollback();
      write(batch, rows, to, Optional.empty());
    }
  }

  private void write(Batch batch, BatchRows rows, Connection to, Optional<Counters> stored) {
    try (SqlSession session = sessions.join().openSession(ExecutorType.BATCH, to)) {
      session.getMapper(FarmMapper.class).advance(batch.number(), batch.term(), batch.at());
      rows.writeTo(session, stored);
      List<BatchResult> results = session.flushStatements();
      if (results.getFirst().getUpdateCounts()[0] == 0) {
        throw new StoreException(
            "term %d: a batch of this number or a higher one, or of a later term, is there already"
                .formatted(batch.term()));
      }
    }
  }

  @Override
  public long storedBatch() {
    return read("the last batch", session -> session.getMapper(FarmMapper.class).batch());
  }

  @Override
  public Optional<CommandRecord> commandOf(String id) {
    return read(
        "a command's record",
        session -> {
          Instant now = lastStamp(session);
          return session
              .getMapper(ClientIdMapper.class)
              .number(id, now.minus(ID_MEMORY))
              .flatMap(session.getMapper(CommandMapper.class)::byNumber)
              .map(row -> row.toRecord());
        });
  }

  /// Known without a question once something was read or written.
  private Instant lastStamp(SqlSession session) {
    Instant known = lastStamp;
    return known == null ? session.getMapper(FarmMapper.class).last().stampedAt() : known;
  }

  @Override
  public Optional<CommandRecord> command(long number) {
    return read(
        "a command's record",
        session ->
            session.getMapper(CommandMapper.class).byNumber(number).map(row -> row.toRecord()));
  }

  @Override
  public Optional<CommandRecord> newestUndoable(String user) {
    return read(
        "a command's record",
        session ->
            session.getMapper(CommandMapper.class).newestUndoable(user).map(row -> row.toRecord()));
  }

  @Override
  public int prune(HistoryLimits limits, long ended, Instant now, int most) {
    Pruning pruning =
        read("the history", session -> Pruning.next(limits, ended, now, most, session));
    if (!pruning.requests().isEmpty()) {
      write("the history", pruning::writeTo);
    }
    return pruning.requests().size();
  }

  @Override
  public int forgetCommandIds(Instant now, int most) {
    List<String> old =
        read(
            "old commands' ids",
            session -> session.getMapper(ClientIdMapper.class).oldest(now.minus(ID_MEMORY), most));
    if (!old.isEmpty()) {
      write(
          "old commands' ids",
          session -> old.forEach(session.getMapper(ClientIdMapper.class)::delete));
    }
    return old.size();
  }

  @Override
  public List<BuildId> logsToRemove(int most) {
    return read(
        "logs to be removed",
        session ->
            session.getMapper(PruningMapper.class).pruned(most).stream()
                .map(BuildId::new)
                .toList());
  }

  @Override
  public void logsRemoved(List<BuildId> builds) {
    write(
        "logs that are removed",
        session -> {
          PruningMapper mapper = session.getMapper(PruningMapper.class);
          builds.forEach(build -> mapper.delete(build.value()));
        });
  }

  /// Writes in a transaction of its own beside the batches. What fails is not there, or will not be
  /// missed when it is tried again.
  private void write(String what, Consumer<SqlSession> rows) {
    try {
      Connection to = connection();
      try (SqlSession session = sessions.join().openSession(ExecutorType.BATCH, to)) {
        rows.accept(session);
        session.flushStatements();
      }
      to.commit();
    } catch (SQLException | RuntimeException e) {
      rollback();
      throw new StoreException(
          "database: %s cannot be written (%s)".formatted(what, StoreException.reason(e)), e);
    }
  }

  @Override
  public long freeBytes() {
    try {
      return folder.freeBytes();
    } catch (IOException e) {
      throw new StoreException(
          "database: free disk space unknown (%s)".formatted(e.getMessage()), e);
    }
  }

  @Override
  public long logBytes() {
    return folder.logBytes();
  }

  @Override
  public void checkpoint() {
    try {
      execute("CHECKPOINT");
    } catch (SQLException e) {
      throw new StoreException("database: checkpoint failed (%s)".formatted(e.getMessage()), e);
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection().createStatement()) {
      statement.execute(sql);
    }
  }

  /// Reads in a transaction of its own that has ended when this returns. A database that went away
  /// under the connection shows only in a failure, so a second try is made on a new one.
  private <T> T read(String what, Function<SqlSession, T> query) {
    try {
      return read(query);
    } catch (SQLException | RuntimeException e) {
      LOG.warn("database: {} not read ({}); trying again", what, StoreException.reason(e));
      disconnect();
    }
    try {
      return read(query);
    } catch (SQLException | RuntimeException e) {
      disconnect();
      throw new StoreException(
          "database: %s cannot be read (%s)".formatted(what, StoreException.reason(e)), e);
    }
  }

  private <T> T read(Function<SqlSession, T> query) throws SQLException {
    Connection from = connection();
    try (SqlSession session = sessions.join().openSession(ExecutorType.SIMPLE, from)) {
      return query.apply(session);
    } finally {
      from.rollback();
    }
  }

  private Connection connection() throws SQLException {
    Connection present = connection;
    if (present == null || present.isClosed()) {
      present = folder.connect();
      present.setAutoCommit(false);
      connection = present;
      statements = null;
    }
    return present;
  }

  private void rollback() {
    try {
      if (connection != null) {
        connection.rollback();
      }
    } catch (SQLException e) {
      LOG.warn("database: rollback failed ({}); connected anew", e.getMessage());
      disconnect();
    }
  }

  /// Gives up the connection, and with it all that is not committed; the next use connects anew.
  private void disconnect() {
    try {
      if (connection != null) {
        connection.close();
      }
    } catch (SQLException e) {
      LOG.debug("database: closing a broken connection failed", e);
    }
    connection = null;
  }

  @Override
  public void close() {
    history.close();
    try {
      execute("SHUTDOWN");
    } catch (SQLException e) {
      LOG.warn("database: shutdown failed ({}); its log is read at the next start", e.getMessage());
    } finally {
      connection = null;
      folder.close();
    }
  }
}
