package org.yardmaster.master.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yardmaster.master.farm.Change;
import org.yardmaster.master.loop.Store.Batch;
import org.yardmaster.protocol.message.FarmChange;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.RequestId;
import org.yardmaster.protocol.model.SlaveId;

/// Batches of every kind of change, among few ids, so that rows come, change, go and come again;
/// coalesced as the loop does it.
final class RandomBatches {
  private final RandomRows rows;
  private long number;
  private long command;
  private long config;
  private Instant at = Instant.parse("2026-03-01T00:00:00Z");

  RandomBatches(long seed) {
    rows = new RandomRows(seed);
  }

  Batch next() {
    number += 1 + rows.below(2);
    at = at.plusMillis(rows.below(100_000_000));
    Map<Object, Change> changes = new LinkedHashMap<>();
    for (int i = rows.below(30); i >= 0; i--) {
      for (Change change : changes()) {
        changes.remove(change.key());
        changes.put(change.key(), change);
      }
    }
    return new Batch(number, 1 + number / 50, at, new ArrayList<>(changes.values()));
  }

  private List<Change> changes() {
    long id = 1L + rows.below(20);
    return switch (rows.below(20)) {
      case 0, 1 -> shown(new FarmChange.RequestKept(rows.request(id)));
      case 2 -> shown(new FarmChange.RequestEnded(rows.finished(rows.request(id))));
      case 3 ->
          List.of(
              new Change.HistoryForgotten(new RequestId(id)),
              new Change.Shown(new FarmChange.RequestKept(rows.request(id))));
      case 4 ->
          List.of(
              new Change.Shown(new FarmChange.BuildKept(rows.build(id))),
              new Change.BuildOrdered(new BuildId(id), rows.order(id)));
      case 5 -> shown(new FarmChange.BuildEnded(rows.finished(rows.build(id))));
      case 6 -> shown(new FarmChange.BuildGone(new BuildId(id)));
      case 7 ->
          List.of(
              new Change.SecretKept(new SlaveId(id), "hash " + rows.below(1000)),
              new Change.Shown(new FarmChange.SlaveKept(rows.slave(id))));
      case 8 -> shown(new FarmChange.SlaveGone(new SlaveId(id)));
      case 9 -> shown(new FarmChange.BuilderKept(rows.builder(id)));
      case 10 -> shown(new FarmChange.PauseKept(rows.pause(rows.scope())));
      case 11 -> shown(new FarmChange.PauseGone(rows.scope()));
      case 12 -> List.of(user());
      case 13 -> List.of(new Change.ConfigKept(rows.config(++config)));
      case 14 -> command();
      case 15 -> List.of(new Change.LostKept(rows.lost(id)));
      case 16 -> List.of(new Change.LostGone(new BuildId(id)));
      case 17 ->
          shown(
              rows.maybe()
                  ? new FarmChange.ScheduleKept(rows.schedule("schedule " + rows.below(3)))
                  : new FarmChange.ScheduleGone("schedule " + rows.below(3)));
      case 18 ->
          shown(
              rows.maybe()
                  ? new FarmChange.IncidentKept(rows.incident(id))
                  : new FarmChange.IncidentGone(id));
      default -> List.of(new Change.CountersKept(rows.counters()));
    };
  }

  private Change user() {
    String name = List.of("ann", "ann ", "Ann", "bob").get(rows.below(4));
    return rows.maybe() ? new Change.UserKept(rows.user(name)) : new Change.UserGone(name);
  }

  private List<Change> command() {
    if (command > 0 && rows.maybe()) {
      return List.of(new Change.CommandUndone(1 + rows.below((int) command), rows.below(3)));
    }
    return List.of(new Change.CommandKept(rows.commandRecord(++command, at)));
  }

  private static List<Change> shown(FarmChange change) {
    return List.of(new Change.Shown(change));
  }
}
