package org.yardmaster.master.consoles;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.yardmaster.master.farm.Change;
import org.yardmaster.protocol.message.ConsoleFrame;
import org.yardmaster.protocol.message.FarmChange;

/// Brings one console the farm's rows: a snapshot in chunks, then changes by batch. What changes
/// after a silence is told at once; what follows soon, together a moment later: on a busy farm the
/// telling would cost more than the builds. A console that reads slowly gets each row's newest
/// state when it has read the rest: what waits for it never grows beyond one change a row. Safe for
/// any thread.
final class Feed {
  /// How long a console that was told something is left alone: so short that nobody sees it.
  static final Duration REST = Duration.ofMillis(25);

  /// Rows of one frame.
  private static final int CHUNK = 250;

  /// Bytes under way above which new changes are conflated.
  private static final long ENOUGH = 512 << 10;

  private final Consumer<ConsoleFrame> line;
  private final LongSupplier queuedBytes;
  private final Runnable awaitDrained;
  private final Runnable rest;
  private final Deque<ConsoleFrame> snapshot = new ArrayDeque<>();
  private final Map<Object, FarmChange> waiting = new LinkedHashMap<>();
  private boolean subscribed;
  private boolean told;

  /// Whether it has been told something so lately that it is left alone for now.
  private boolean resting;

  private long batch;
  private Instant at = Instant.EPOCH;

  /// @param queuedBytes how much the console has not read yet
  /// @param awaitDrained asks that [#pump] be called when it has read everything
  /// @param rest asks that [#restOver] be called after [#REST]
  Feed(
      Consumer<ConsoleFrame> line, LongSupplier queuedBytes, Runnable awaitDrained, Runnable rest) {
    this.line = line;
    this.queuedBytes = queuedBytes;
    this.awaitDrained = awaitDrained;
    this.rest = rest;
  }

  /// Begins with all rows as of `batch`.
  synchronized void begin(List<FarmChange> rows, long batch, Instant at) {
    snapshot.clear();
    waiting.clear();
    for (int from = 0; from == 0 || from < rows.size(); from += CHUNK) {
      snapshot.add(
          new ConsoleFrame.SnapshotChunk(
              from == 0, rows.size(), rows.subList(from, Math.min(from + CHUNK, rows.size()))));
    }
    subscribe(batch, at);
  }

  /// Begins with what has changed since the console was last told.
  synchronized void resume(List<FarmChange> missed, long batch, Instant at) {
    missed.forEach(this::put);
    subscribe(batch, at);
  }

  private void subscribe(long batch, Instant at) {
    this.batch = batch;
    this.at = at;
    subscribed = true;
    told = false;
    pump();
  }

  /// A batch was committed.
  synchronized void offer(long batch, Instant at, List<FarmChange> changes) {
    if (subscribed) {
      changes.forEach(this::put);
      this.batch = batch;
      this.at = at;
      told = told && changes.isEmpty();
      pump();
    }
  }

  private void put(FarmChange change) {
    Object key = new Change.Shown(change).key();
    waiting.remove(key);
    waiting.put(key, change);
  }

  /// Sends what the console has room for, and the rest when it has read that.
  synchronized void pump() {
    while (!snapshot.isEmpty() && queuedBytes.getAsLong() < ENOUGH) {
      line.accept(snapshot.removeFirst());
    }
    if (!subscribed || told) {
      return;
    }
    if (!snapshot.isEmpty() || queuedBytes.getAsLong() >= ENOUGH) {
      awaitDrained.run();
    } else if (!resting) {
      flush();
      told = true;
      resting = true;
      rest.run();
    }
  }

  /// What has changed meanwhile may be told.
  synchronized void restOver() {
    resting = false;
    pump();
  }

  /// All parts but the last carry the number of the batch before, so that a console that resumes in
  /// between asks for this one again.
  private void flush() {
    List<FarmChange> changes = new ArrayList<>(waiting.values());
    waiting.clear();
    int from = 0;
    while (changes.size() - from > CHUNK) {
      line.accept(new ConsoleFrame.Changed(batch - 1, at, changes.subList(from, from + CHUNK)));
      from += CHUNK;
    }
    line.accept(new ConsoleFrame.Changed(batch, at, changes.subList(from, changes.size())));
  }
}
