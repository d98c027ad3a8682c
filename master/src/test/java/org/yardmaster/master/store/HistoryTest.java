package org.yardmaster.master.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yardmaster.master.farm.Change;
import org.yardmaster.master.farm.CommandRecord;
import org.yardmaster.master.loop.Store.Batch;
import org.yardmaster.protocol.message.FarmChange;
import org.yardmaster.protocol.message.Query;
import org.yardmaster.protocol.message.Reply;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.FinishedBuild;
import org.yardmaster.protocol.model.FinishedRequest;
import org.yardmaster.protocol.model.Outcome;
import org.yardmaster.protocol.model.RequestId;

/// What consoles are told of history is what happened, newest first, and never holds up the writer.
final class HistoryTest {
  private static final Optional<String> ANY = Optional.empty();
  private static final Optional<Outcome> ANY_OUTCOME = Optional.empty();
  private static final OptionalLong NEWEST = OptionalLong.empty();

  private final MemoryStore expected = new MemoryStore();
  @TempDir private Path data;
  private HsqldbStore store;
  private History history;

  @BeforeEach
  void open() {
    store = HsqldbStore.open(data);
    history = store.history();
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void everyEndedRequestIsThereAsItEnded() throws Exception {
    commitRandomBatches(60);

    assertThat(requests(ANY, ANY_OUTCOME, NEWEST, 1000)).isEqualTo(endedRequests(_ -> true));
    assertThat(expected.finishedRequests()).isNotEmpty();
    for (FinishedRequest finished : expected.finishedRequests().values()) {
      assertThat(one(finished.request().id())).containsExactly(finished);
    }
    assertThat(one(new RequestId(999))).isEmpty();
  }

  @Test
  void everyEndedBuildIsThereAsItEnded() throws Exception {
    commitRandomBatches(60);

    assertThat(builds(ANY, ANY, NEWEST, 1000)).isEqualTo(endedBuilds(_ -> true));
    assertThat(expected.finishedBuilds()).isNotEmpty();
    for (FinishedBuild finished : expected.finishedBuilds().values()) {
      BuildId build = finished.build().id();
      RequestId request = finished.build().request();
      assertThat(history.build(new Query.OneBuild(build)).builds()).containsExactly(finished);
      assertThat(history.attempts(new Query.Attempts(request)).builds())
          .isEqualTo(endedBuilds(b -> b.build().requests().contains(request)).reversed());
    }
    assertThat(history.build(new Query.OneBuild(new BuildId(999))).builds()).isEmpty();
  }

  @Test
  void requestTakenBackOutOfHistoryIsNotThere() throws Exception {
    RandomRows rows = new RandomRows(1);
    commit(1, new FarmChange.RequestEnded(rows.finished(rows.request(1))));
    assertThat(one(new RequestId(1))).hasSize(1);

    store.commit(
        new Batch(2, 1, Instant.EPOCH, List.of(new Change.HistoryForgotten(new RequestId(1)))));

    assertThat(one(new RequestId(1))).isEmpty();
  }

  @Test
  void requestsAreFoundByBuilderAndOutcome() throws Exception {
    commitPlainHistory(3000);
    String builder = PlainRows.builder(0);
    Outcome failure = Outcome.FAILURE;

    assertThat(requests(Optional.of(builder), ANY_OUTCOME, NEWEST, 20))
        .isEqualTo(endedRequests(r -> r.builderName().equals(builder)).subList(0, 20));
    assertThat(requests(ANY, Optional.of(failure), NEWEST, 20))
        .isEqualTo(endedRequests(r -> r.outcome() == failure).subList(0, 20));
    assertThat(requests(Optional.of(builder), Optional.of(failure), OptionalLong.of(1500), 5))
        .isEqualTo(
            endedRequests(r ->
                    r.builderName().equals(builder)
                        && r.outcome() == failure
                        && r.request().id().value() < 1500)
                .subList(0, 5));
    assertThat(requests(Optional.of("none"), ANY_OUTCOME, NEWEST, 20)).isEmpty();
  }

  @Test
  void buildsAreFoundByBuilderAndSlave() throws Exception {
    commitPlainHistory(3000);
    String builder = PlainRows.builder(7);
    String slave = PlainRows.slave(7);

    assertThat(builds(Optional.of(builder), ANY, NEWEST, 20))
        .isEqualTo(endedBuilds(b -> b.builderName().equals(builder)).subList(0, 20));
    assertThat(builds(ANY, Optional.of(slave), OptionalLong.of(2000), 5))
        .isEqualTo(
            endedBuilds(b -> b.slaveName().equals(slave) && b.build().id().value() < 2000)
                .subList(0, 5));
    assertThat(builds(Optional.of(builder), Optional.of(slave), NEWEST, 1000))
        .isEqualTo(
            endedBuilds(b -> b.slaveName().equals(slave) && b.builderName().equals(builder)));
  }

  @Test
  void wholeHistoryCanBePagedThrough() throws Exception {
    commitPlainHistory(500);
    List<FinishedRequest> found = new ArrayList<>();
    OptionalLong before = NEWEST;
    while (true) {
      List<FinishedRequest> page = requests(ANY, ANY_OUTCOME, before, 64);
      if (page.isEmpty()) {
        break;
      }
      found.addAll(page);
      before = OptionalLong.of(page.getLast().request().id().value());
    }

    assertThat(found).isEqualTo(endedRequests(_ -> true));
  }

  @Test
  void limitIsKeptWithinBounds() throws Exception {
    commitPlainHistory(1200);

    assertThat(requests(ANY, ANY_OUTCOME, NEWEST, 0)).hasSize(1);
    assertThat(requests(ANY, ANY_OUTCOME, NEWEST, Integer.MAX_VALUE)).hasSize(1000);
    assertThat(builds(ANY, ANY, NEWEST, Integer.MAX_VALUE)).hasSize(1000);
  }

  @Test
  void auditIsNewestFirst() throws Exception {
    commitRandomBatches(60);

    List<Reply.AuditEntry> entries =
        new ArrayList<>(expected.commands().values().stream().map(HistoryTest::entry).toList());
    Collections.reverse(entries);
    assertThat(history.audit(new Query.Audit(1000)).entries()).isEqualTo(entries);
    assertThat(history.audit(new Query.Audit(3)).entries()).isEqualTo(entries.subList(0, 3));
  }

  @Test
  void configurationInForceIsTold() throws Exception {
    assertThat(history.config()).isEmpty();
    commitRandomBatches(60);

    var config = expected.recover().farm().config();
    assertThat(history.config())
        .contains(new Reply.Config(config.version(), config.by(), config.at(), config.text()));
  }

  @Test
  void manyReadersDoNotHoldUpTheWriterNorItsCheckpoint() throws Exception {
    commitPlainHistory(1000);
    Callable<Integer> reader =
        () -> {
          int seen = 0;
          while (seen < 4000) {
            seen = (int) requests(ANY, ANY_OUTCOME, NEWEST, 1).getFirst().request().id().value();
          }
          return seen;
        };
    try (ExecutorService readers = Executors.newFixedThreadPool(8)) {
      List<Future<Integer>> all = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        all.add(readers.submit(reader));
      }
      for (long n = 1001; n <= 4000; n += 300) {
        commitPlain(n, n + 300);
        store.checkpoint();
      }
      for (Future<Integer> one : all) {
        assertThat(one.get()).isEqualTo(4000);
      }
    }
  }

  @Test
  void closedHistorySaysSo() {
    store.close();

    assertThatThrownBy(() -> history.audit(new Query.Audit(1)))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith("database: the audit cannot be read");
    store = HsqldbStore.open(data);
  }

  private void commitRandomBatches(int count) throws Exception {
    RandomBatches batches = new RandomBatches(11);
    for (int i = 0; i < count; i++) {
      Batch batch = batches.next();
      expected.commit(batch);
      store.commit(batch);
    }
  }

  private void commitPlainHistory(long count) throws Exception {
    commitPlain(1, count + 1);
  }

  private void commitPlain(long from, long to) throws Exception {
    List<Change> changes = new ArrayList<>();
    for (long n = from; n < to; n++) {
      changes.addAll(PlainRows.finished(n));
    }
    Batch batch =
        new Batch(
            store.storedBatch() + 1, 1, PlainRows.START.plus(Duration.ofSeconds(to)), changes);
    expected.commit(batch);
    store.commit(batch);
  }

  private void commit(long number, FarmChange change) throws Exception {
    store.commit(new Batch(number, 1, Instant.EPOCH, List.of(new Change.Shown(change))));
  }

  private List<FinishedRequest> requests(
      Optional<String> builder, Optional<Outcome> outcome, OptionalLong before, int limit) {
    return history.requests(new Query.History(builder, outcome, before, limit)).requests();
  }

  private List<FinishedRequest> one(RequestId request) {
    return history.request(new Query.OneFinished(request)).requests();
  }

  private List<FinishedBuild> builds(
      Optional<String> builder, Optional<String> slave, OptionalLong before, int limit) {
    return history.builds(new Query.BuildHistory(builder, slave, before, limit)).builds();
  }

  private List<FinishedRequest> endedRequests(Predicate<FinishedRequest> which) {
    return expected.finishedRequests().values().stream().filter(which).toList().reversed();
  }

  private List<FinishedBuild> endedBuilds(Predicate<FinishedBuild> which) {
    return expected.finishedBuilds().values().stream().filter(which).toList().reversed();
  }

  private static Reply.AuditEntry entry(CommandRecord command) {
    return new Reply.AuditEntry(
        command.number(),
        command.at(),
        command.user(),
        command.answer().text(),
        command.undoable(),
        command.undoneBy());
  }
}
