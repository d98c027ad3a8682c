package org.yardmaster.master.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.yardmaster.master.farm.Change;
import org.yardmaster.master.loop.Store.Batch;
import org.yardmaster.protocol.message.Query;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.HistoryLimits;
import org.yardmaster.protocol.model.Outcome;
import org.yardmaster.protocol.model.RequestId;

/// How fast the store writes with one fsync a batch, opens again, and answers out of a long
/// history.
@EnabledIfSystemProperty(named = "bench", matches = "all|store")
final class StoreBench {
  private static final int SUBMITTED_ROWS = 3;
  private static final int STARTED_ROWS = 3;
  private static final int FINISHED_ROWS = 8;

  @TempDir private Path data;
  private long batch;

  @Test
  void writes() throws Exception {
    try (HsqldbStore store = HsqldbStore.open(data)) {
      long first = 1;
      for (int size : new int[] {1000, 1, 10, 100, 1000}) {
        long end = first + Math.min(20_000, 1000L * size);
        measure(store, "submit", size, SUBMITTED_ROWS, first, end, PlainRows::submitted);
        measure(store, "start", size, STARTED_ROWS, first, end, PlainRows::started);
        measure(store, "finish", size, FINISHED_ROWS, first, end, PlainRows::finished);
        first = end;
      }
    }
  }

  @Test
  void answersOutOfALongHistory() throws Exception {
    long rows = Long.getLong("store.bench.rows", 1_000_000);
    try (HsqldbStore store = HsqldbStore.open(data)) {
      measure(store, "fill", 1000, FINISHED_ROWS, 1, rows + 1, PlainRows::finished);
      measure(store, "audit", 1000, SUBMITTED_ROWS, rows + 1, rows + 100_001, PlainRows::submitted);
      store.checkpoint();
      ask(store.history(), rows);
    }
    long begin = System.nanoTime();
    try (HsqldbStore store = HsqldbStore.open(data)) {
      System.out.printf(Locale.ROOT, "opened with history: %.1f s%n", seconds(begin));
      begin = System.nanoTime();
      assertThat(store.recover().farm().requests()).hasSize(100_000);
      System.out.printf(Locale.ROOT, "recovered 100,000 requests: %.1f s%n", seconds(begin));
      begin = System.nanoTime();
      store.checkpoint();
      System.out.printf(Locale.ROOT, "checkpoint: %.1f s%n", seconds(begin));
      ask(store.history(), rows);
      prune(store, rows);
      measure(
          store,
          "submit",
          100,
          SUBMITTED_ROWS,
          rows + 200_000,
          rows + 210_000,
          PlainRows::submitted);
    }
  }

  /// Takes a tenth of the history away, in slices like the master's.
  private static void prune(HsqldbStore store, long rows) {
    int slice = 50;
    HistoryLimits limits = new HistoryLimits(Optional.empty(), Optional.of(rows - rows / 10));
    List<Double> millis = new ArrayList<>();
    for (int requests = slice; requests == slice; ) {
      long begin = System.nanoTime();
      requests = store.prune(limits, rows, PlainRows.START, slice);
      List<BuildId> logs = store.logsToRemove(slice);
      store.logsRemoved(logs);
      millis.add(seconds(begin) * 1000);
    }
    millis.sort(Double::compare);
    System.out.printf(
        Locale.ROOT,
        "pruned in slices of %d: %d slices, p50 %.1f ms, p99 %.1f ms, longest %.1f ms%n",
        slice,
        millis.size(),
        millis.get(millis.size() / 2),
        millis.get(millis.size() * 99 / 100),
        millis.getLast());
  }

  private void ask(History history, long rows) {
    Optional<String> none = Optional.empty();
    OptionalLong newest = OptionalLong.empty();
    OptionalLong middle = OptionalLong.of(rows / 2);
    Optional<String> builder = Optional.of(PlainRows.builder(7));
    time(
        "newest 100",
        () ->
            history
                .requests(new Query.History(none, Optional.empty(), newest, 100))
                .requests()
                .size());
    time(
        "100 from the middle",
        () ->
            history
                .requests(new Query.History(none, Optional.empty(), middle, 100))
                .requests()
                .size());
    time(
        "100 of a builder",
        () ->
            history
                .requests(new Query.History(builder, Optional.empty(), middle, 100))
                .requests()
                .size());
    time(
        "100 of an outcome",
        () ->
            history
                .requests(new Query.History(none, Optional.of(Outcome.STOPPED), middle, 100))
                .requests()
                .size());
    time(
        "100 of an outcome that is not there",
        () ->
            history
                .requests(new Query.History(none, Optional.of(Outcome.TRANSIENT), middle, 100))
                .requests()
                .size());
    time(
        "100 of a builder and an outcome",
        () ->
            history
                .requests(
                    new Query.History(
                        Optional.of(PlainRows.builder(0)),
                        Optional.of(Outcome.STOPPED),
                        newest,
                        100))
                .requests()
                .size());
    time(
        "100 of a builder and an outcome that is not there",
        () ->
            history
                .requests(new Query.History(builder, Optional.of(Outcome.TRANSIENT), newest, 100))
                .requests()
                .size());
    time(
        "one request",
        () -> history.request(new Query.OneFinished(new RequestId(rows / 3))).requests().size());
    time(
        "its builds",
        () -> history.attempts(new Query.Attempts(new RequestId(rows / 3))).builds().size());
    time(
        "one build",
        () -> history.build(new Query.OneBuild(new BuildId(rows / 3))).builds().size());
    time(
        "100 builds",
        () -> history.builds(new Query.BuildHistory(none, none, middle, 100)).builds().size());
    time(
        "1000 builds",
        () -> history.builds(new Query.BuildHistory(none, none, middle, 1000)).builds().size());
    time(
        "100 builds of a builder",
        () -> history.builds(new Query.BuildHistory(builder, none, middle, 100)).builds().size());
    time(
        "100 builds of a slave",
        () ->
            history
                .builds(new Query.BuildHistory(none, Optional.of(PlainRows.slave(7)), middle, 100))
                .builds()
                .size());
    time(
        "100 builds of a builder on a slave",
        () ->
            history
                .builds(
                    new Query.BuildHistory(builder, Optional.of(PlainRows.slave(7)), middle, 100))
                .builds()
                .size());
    time(
        "100 builds of a builder on a slave that never ran it",
        () ->
            history
                .builds(
                    new Query.BuildHistory(builder, Optional.of(PlainRows.slave(8)), newest, 100))
                .builds()
                .size());
    time("100 commands", () -> history.audit(new Query.Audit(100)).entries().size());
  }

  private interface Question {
    int ask();
  }

  private static void time(String what, Question question) {
    long begin = System.nanoTime();
    int first = question.ask();
    double cold = seconds(begin) * 1000;
    begin = System.nanoTime();
    for (int i = 0; i < 10; i++) {
      question.ask();
    }
    System.out.printf(
        Locale.ROOT,
        "%-50s %5d rows %8.1f ms, again %6.1f ms%n",
        what,
        first,
        cold,
        seconds(begin) * 100);
  }

  private void measure(
      HsqldbStore store,
      String what,
      int size,
      int rowsEach,
      long from,
      long to,
      LongFunction<List<Change>> changes)
      throws Exception {
    long begin = System.nanoTime();
    for (long n = from; n < to; n += size) {
      List<Change> all = new ArrayList<>();
      LongStream.range(n, Math.min(to, n + size)).forEach(i -> all.addAll(changes.apply(i)));
      store.commit(new Batch(++batch, 1, PlainRows.START.plusMillis(n), all));
    }
    double took = seconds(begin);
    System.out.printf(
        Locale.ROOT,
        "%-8s in batches of %4d: %8.0f/s, %8.0f rows/s, %7.2f ms a batch%n",
        what,
        size,
        (to - from) / took,
        (to - from) * rowsEach / took,
        took * 1000 * size / (to - from));
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }
}
