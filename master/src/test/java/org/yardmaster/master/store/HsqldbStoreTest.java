package org.yardmaster.master.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yardmaster.master.farm.Change;
import org.yardmaster.master.farm.CommandRecord;
import org.yardmaster.master.farm.ConfigVersion;
import org.yardmaster.master.loop.Store;
import org.yardmaster.protocol.message.Answer;
import org.yardmaster.protocol.message.Command;
import org.yardmaster.protocol.message.Query;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.FarmConfig;
import org.yardmaster.protocol.model.Request;
import org.yardmaster.protocol.model.RequestId;
import org.yardmaster.protocol.model.Role;

/// Holds the real store to its promises.
final class HsqldbStoreTest extends StoreContract {
  @TempDir private Path data;
  private HsqldbStore store;

  @BeforeEach
  void open() {
    store = HsqldbStore.open(data);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Override
  Store store() {
    return store;
  }

  @Override
  List<Long> endedRequests() {
    return store
        .history()
        .requests(new Query.History(Optional.empty(), Optional.empty(), OptionalLong.empty(), 1000))
        .requests()
        .stream()
        .map(ended -> ended.request().id().value())
        .sorted()
        .toList();
  }

  @Override
  List<Long> endedBuilds() {
    return store
        .history()
        .builds(
            new Query.BuildHistory(Optional.empty(), Optional.empty(), OptionalLong.empty(), 1000))
        .builds()
        .stream()
        .map(ended -> ended.build().id().value())
        .sorted()
        .toList();
  }

  @Override
  Store reopened() {
    store.close();
    store = HsqldbStore.open(data);
    return store;
  }

  @Test
  void whatEndsOnceMoreReplacesItsHistory() throws Exception {
    store.commit(new Store.Batch(1, 1, PlainRows.START, PlainRows.finished(7)));
    store.commit(new Store.Batch(2, 1, PlainRows.START, PlainRows.finished(7)));
    assertThat(store.storedBatch()).isEqualTo(2);
    Query.OneBuild question = new Query.OneBuild(new BuildId(7));
    assertThat(store.history().build(question).builds()).hasSize(1);
  }

  @Test
  void folderInUseIsRefusedWithItsHolder() {
    assertThatThrownBy(() -> HsqldbStore.open(data))
        .isInstanceOf(StoreException.class)
        .hasMessage(
            "data folder %s: already in use by process %d; stop it first",
            data, ProcessHandle.current().pid());
  }

  @Test
  void batchThatDoesNotFitIsRefusedAsAWholeAndTheNextOneIsTaken() throws Exception {
    RandomRows rows = new RandomRows(3);
    Change good = new Change.UserKept(rows.user("ann"));
    Change tooLong = new Change.UserKept(new Change.User("b".repeat(10_001), Role.VIEWER, ""));

    assertThatThrownBy(() -> store.commit(batch(1, good, tooLong)))
        .isInstanceOf(Store.RefusedException.class)
        .hasMessageStartingWith("batch 1: refused by the database (")
        .hasMessageEndingWith("); nothing of it is stored");
    assertThat(store.storedBatch()).isZero();
    assertThat(store.recover().farm().users()).isEmpty();

    store.commit(batch(1, good));
    assertThat(store.recover().farm().users()).containsOnlyKeys("ann");
  }

  @Test
  void databaseThatWentAwayIsOpenedAgain() throws Exception {
    store.commit(batch(1));
    shutDownFromOutside();

    assertThat(store.storedBatch()).isOne();
    store.commit(batch(2));
    assertThat(store.storedBatch()).isEqualTo(2);
  }

  @Test
  void batchIntoADatabaseThatWentAwayIsRefusedOrStored() throws Exception {
    store.commit(batch(1));
    shutDownFromOutside();

    try {
      store.commit(batch(2));
    } catch (Store.RefusedException _) {
      assertThat(store.storedBatch()).isOne();
      store.commit(batch(2));
    }
    assertThat(store.storedBatch()).isEqualTo(2);
  }

  @Test
  void aCommandOnAsManyRequestsAsMayBeIsKept() throws Exception {
    TreeMap<String, String> properties = new TreeMap<>(Map.of("revision", "x".repeat(791)));
    List<CommandRecord.Replaced> replaced = new ArrayList<>();
    for (int n = 1; n <= 10_000; n++) {
      Optional<Request> request = Optional.of(PlainRows.request(n, properties));
      replaced.add(new CommandRecord.RequestWas(request, request));
    }
    CommandRecord hold =
        new CommandRecord(
            1,
            "hold",
            PlainRows.START,
            "ann",
            new Command.Hold(List.of(new RequestId(1)), ""),
            new Answer.Accepted(1, "Held 10000 requests", Optional.empty()),
            replaced,
            0);

    store.commit(batch(1, new Change.CommandKept(hold)));

    assertThat(store.commandOf("hold")).contains(hold);
  }

  @Test
  void idsOfCommandsOlderThanADayAreNotKept() throws Exception {
    Instant at = Instant.parse("2026-03-01T00:00:00Z");
    RandomRows rows = new RandomRows(3);
    for (int day = 0; day < 5; day++) {
      Instant then = at.plus(Duration.ofDays(day));
      Change command = new Change.CommandKept(rows.commandRecord(day + 1L, then));
      store.commit(new Store.Batch(day + 1L, 1, then, List.of(command)));
    }
    assertThat(count("command_id")).isEqualTo(5);

    assertThat(store.forgetCommandIds(at.plus(Duration.ofDays(4)), 100)).isEqualTo(4);

    assertThat(count("command_id")).isOne();
    assertThat(count("command_record")).isEqualTo(5);
  }

  @Test
  void logGrowsWithEachBatchUntilItIsWrittenOut() throws Exception {
    long before = store.logBytes();
    String text = "x".repeat(1 << 20);
    store.commit(
        batch(
            1,
            new Change.ConfigKept(
                new ConfigVersion(1, "ann", Instant.EPOCH, FarmConfig.empty(), text))));
    assertThat(store.logBytes()).isGreaterThan(before + (1 << 20));

    store.checkpoint();

    assertThat(store.logBytes()).isLessThan(1 << 20);
  }

  @Test
  void databaseOfANewerProgramIsLeftAlone() throws Exception {
    try (Connection other = outside();
        Statement statement = other.createStatement()) {
      statement.execute("INSERT INTO schema_version (version) VALUES (1000)");
    }
    store.close();

    assertThatThrownBy(() -> HsqldbStore.open(data))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("has version 1000");
    assertThatThrownBy(() -> HsqldbStore.open(data))
        .as("the refusal left no lock behind")
        .hasMessageContaining("has version 1000");
    try (Connection other = outside();
        Statement statement = other.createStatement()) {
      statement.execute("DELETE FROM schema_version WHERE version = 1000");
    }
    store = HsqldbStore.open(data);
  }

  @Test
  void migrationThatWasCutOffIsRunAgain() throws Exception {
    try (Connection other = outside();
        Statement statement = other.createStatement()) {
      statement.execute("DELETE FROM schema_version WHERE version > 1");
    }

    assertThat(reopened().recover().batch()).isZero();
    assertThat(count("schema_version")).isEqualTo(9);
  }

  private static Store.Batch batch(long number, Change... changes) {
    return new Store.Batch(number, 1, Instant.EPOCH, List.of(changes));
  }

  private void shutDownFromOutside() throws SQLException {
    try (Connection other = outside();
        Statement statement = other.createStatement()) {
      statement.execute("SHUTDOWN");
    }
  }

  private int count(String table) throws SQLException {
    try (Connection other = outside();
        Statement statement = other.createStatement();
        ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM " + table)) {
      rows.next();
      return rows.getInt(1);
    }
  }

  /// A connection of this process that the store does not know of.
  private Connection outside() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:hsqldb:file:" + data.resolve("db/farm") + ";hsqldb.lock_file=false", "SA", "");
  }
}
