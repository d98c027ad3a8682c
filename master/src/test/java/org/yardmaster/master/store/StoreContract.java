package org.yardmaster.master.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yardmaster.master.farm.Change;
import org.yardmaster.master.farm.CommandRecord;
import org.yardmaster.master.farm.ConfigVersion;
import org.yardmaster.master.farm.Counters;
import org.yardmaster.master.loop.Store;
import org.yardmaster.master.loop.Store.Batch;
import org.yardmaster.master.loop.Store.RefusedException;
import org.yardmaster.protocol.message.Answer;
import org.yardmaster.protocol.message.Command;
import org.yardmaster.protocol.message.FarmChange;
import org.yardmaster.protocol.model.Build;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.FarmConfig;
import org.yardmaster.protocol.model.FinishedRequest;
import org.yardmaster.protocol.model.HistoryLimits;
import org.yardmaster.protocol.model.PauseScope;
import org.yardmaster.protocol.model.Request;
import org.yardmaster.protocol.model.RequestId;
import org.yardmaster.protocol.model.SlaveId;
import org.yardmaster.protocol.model.Sorted;

/// What every store promises the loop.
abstract class StoreContract {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private final RandomRows rows = new RandomRows(7);

  /// The store under test, empty at first.
  abstract Store store();

  /// The ids of the requests in its history, in order.
  abstract List<Long> endedRequests();

  /// The ids of the builds in its history, in order.
  abstract List<Long> endedBuilds();

  /// The same store, closed and opened again.
  abstract Store reopened();

  @Test
  void newStoreIsTheEmptyFarm() {
    Store.Recovered found = store().recover();

    assertThat(found.batch()).isZero();
    assertThat(found.term()).isOne();
    assertThat(found.at()).isEqualTo(Instant.EPOCH);
    assertThat(found.farm().counters()).isEqualTo(Counters.first());
    assertThat(found.farm().config())
        .isEqualTo(new ConfigVersion(0, "", Instant.EPOCH, FarmConfig.empty(), ""));
    assertThat(found.farm().requests()).isEmpty();
    assertThat(found.farm().users()).isEmpty();
  }

  @Test
  void batchIsThereWithItsNumberTermAndStamp() throws Exception {
    Request request = rows.request(1);
    store().commit(new Batch(5, 2, NOON, List.of(kept(request))));

    Store again = reopened();

    assertThat(again.storedBatch()).isEqualTo(5);
    Store.Recovered found = again.recover();
    assertThat(found.batch()).isEqualTo(5);
    assertThat(found.term()).isEqualTo(2);
    assertThat(found.at()).isEqualTo(NOON);
    assertThat(found.farm().requests()).containsExactly(request);
  }

  @Test
  void emptyBatchCounts() throws Exception {
    store().commit(new Batch(1, 1, NOON, List.of()));

    assertThat(store().storedBatch()).isOne();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void anyBatchesLeaveWhatTheirChangesSay(long seed) throws Exception {
    RandomBatches batches = new RandomBatches(seed);
    MemoryStore expected = new MemoryStore();
    for (int i = 0; i < 40; i++) {
      Batch batch = batches.next();
      expected.commit(batch);
      store().commit(batch);
      assertThat(store().recover()).isEqualTo(expected.recover());
      assertThat(store().storedBatch()).isEqualTo(batch.number());
    }
    Store again = reopened();
    assertThat(again.recover()).isEqualTo(expected.recover());
    for (long number = 1; number <= expected.commands().size(); number++) {
      assertThat(again.command(number)).isEqualTo(expected.command(number));
      assertThat(again.commandOf("command " + number))
          .isEqualTo(expected.commandOf("command " + number));
    }
    for (String user : List.of("user 0", "user 1", "user 2", "nobody")) {
      assertThat(again.newestUndoable(user)).isEqualTo(expected.newestUndoable(user));
    }
  }

  @Test
  void listsAreInOrderOfIds() throws Exception {
    commit(1, kept(rows.request(30)), kept(rows.request(4)), kept(rows.request(11)));

    assertThat(store().recover().farm().requests())
        .extracting(Request::id)
        .containsExactly(new RequestId(4), new RequestId(11), new RequestId(30));
  }

  @Test
  void endedRequestLeavesTheQueue() throws Exception {
    commit(1, kept(rows.request(1)), kept(rows.request(2)));
    commit(2, shown(new FarmChange.RequestEnded(rows.finished(rows.request(1)))));

    assertThat(store().recover().farm().requests())
        .extracting(Request::id)
        .containsExactly(new RequestId(2));
  }

  @Test
  void requestThatEndedAndCameBackIsQueuedOnce() throws Exception {
    Request request = rows.request(1);
    commit(1, shown(new FarmChange.RequestEnded(rows.finished(request))));
    commit(2, new Change.HistoryForgotten(request.id()), kept(request));
    assertThat(store().recover().farm().requests()).containsExactly(request);

    commit(3, shown(new FarmChange.RequestEnded(rows.finished(request))));
    assertThat(store().recover().farm().requests()).isEmpty();
  }

  @Test
  void endedBuildTakesItsOrderAlong() throws Exception {
    Build build = rows.build(1);
    commit(
        1,
        shown(new FarmChange.BuildKept(build)),
        new Change.BuildOrdered(build.id(), rows.order(1)),
        shown(new FarmChange.BuildKept(rows.build(2))),
        new Change.BuildOrdered(new BuildId(2), rows.order(2)));
    commit(
        2,
        shown(new FarmChange.BuildEnded(rows.finished(build))),
        shown(new FarmChange.BuildGone(new BuildId(2))));

    assertThat(store().recover().farm().builds()).isEmpty();
    assertThat(store().recover().farm().orders()).isEmpty();
  }

  @Test
  void slaveThatGoesTakesItsSecretAlong() throws Exception {
    commit(
        1,
        shown(new FarmChange.SlaveKept(rows.slave(1))),
        new Change.SecretKept(new SlaveId(1), "00ff"));
    assertThat(store().recover().farm().secrets()).containsEntry(new SlaveId(1), "00ff");

    commit(2, shown(new FarmChange.SlaveGone(new SlaveId(1))));

    assertThat(store().recover().farm().slaves()).isEmpty();
    assertThat(store().recover().farm().secrets()).isEmpty();
  }

  @Test
  void usersWhoseNamesDifferByASpaceAreTwo() throws Exception {
    commit(1, new Change.UserKept(rows.user("bob")), new Change.UserKept(rows.user("bob ")));
    commit(2, new Change.UserGone("bob"));

    assertThat(store().recover().farm().users()).containsOnlyKeys("bob ");
  }

  @Test
  void pausesAreInOrderOfTheirScopes() throws Exception {
    PauseScope farm = PauseScope.farm();
    PauseScope builder = PauseScope.builder("Z");
    PauseScope slave = PauseScope.slave("a");
    commit(
        1,
        shown(new FarmChange.PauseKept(rows.pause(slave))),
        shown(new FarmChange.PauseKept(rows.pause(builder))),
        shown(new FarmChange.PauseKept(rows.pause(farm))));

    assertThat(store().recover().farm().pauses())
        .extracting(pause -> pause.scope())
        .containsExactly(farm, builder, slave);
  }

  @Test
  void newestConfigurationIsInForce() throws Exception {
    ConfigVersion second = rows.config(2);
    commit(1, new Change.ConfigKept(rows.config(1)), new Change.ConfigKept(second));

    assertThat(reopened().recover().farm().config()).isEqualTo(second);
  }

  @Test
  void batchThatIsNotNewerIsRefusedAndLeavesNothing() throws Exception {
    commit(4, kept(rows.request(1)));

    assertThatThrownBy(() -> commit(4, kept(rows.request(2)))).isInstanceOf(RefusedException.class);
    assertThatThrownBy(() -> commit(3, kept(rows.request(3)))).isInstanceOf(RefusedException.class);

    assertThat(store().storedBatch()).isEqualTo(4);
    assertThat(store().recover().farm().requests()).hasSize(1);
  }

  @Test
  void batchOfAnEarlierTermIsRefused() throws Exception {
    store().commit(new Batch(1, 3, NOON, List.of()));

    assertThatThrownBy(() -> store().commit(new Batch(2, 2, NOON, List.of())))
        .isInstanceOf(RefusedException.class);

    assertThat(store().recover().term()).isEqualTo(3);
  }

  @Test
  void commandIsKnownByItsIdForADay() throws Exception {
    CommandRecord command = submit(1, "abc", NOON);
    commit(1, new Change.CommandKept(command));
    assertThat(store().commandOf("abc")).contains(command);
    assertThat(store().commandOf("abd")).isEmpty();

    Instant almost = NOON.plus(Duration.ofDays(1)).minusMillis(1);
    store().commit(new Batch(2, 1, almost, List.of()));
    assertThat(store().commandOf("abc")).contains(command);

    store().commit(new Batch(3, 1, almost.plusMillis(1), List.of()));
    assertThat(store().commandOf("abc")).isEmpty();
    assertThat(store().command(1)).contains(command);
  }

  @Test
  void commandIdMayComeAgainAfterADay() throws Exception {
    commit(1, new Change.CommandKept(submit(1, "abc", NOON)));
    Instant later = NOON.plus(Duration.ofDays(2));
    CommandRecord second = submit(2, "abc", later);
    store().commit(new Batch(2, 1, later, List.of(new Change.CommandKept(second))));

    assertThat(reopened().commandOf("abc")).contains(second);
  }

  @Test
  void commandIdsAreForgottenAfterADaySliceBySlice() throws Exception {
    commit(
        1,
        new Change.CommandKept(submit(1, "a", NOON)),
        new Change.CommandKept(submit(2, "b", NOON)),
        new Change.CommandKept(submit(3, "c", NOON)),
        new Change.CommandKept(submit(4, "d", NOON.plusMillis(1))));
    Instant later = NOON.plus(Duration.ofDays(1));

    assertThat(store().forgetCommandIds(later.minusMillis(1), 2)).isZero();
    assertThat(store().forgetCommandIds(later, 2)).isEqualTo(2);
    assertThat(store().forgetCommandIds(later, 2)).isOne();
    assertThat(store().forgetCommandIds(later, 2)).isZero();

    assertThat(store().commandOf("a")).isEmpty();
    assertThat(reopened().commandOf("d")).isPresent();
  }

  @Test
  void undoFindsTheNewestCommandOfTheUserThatCanBeUndone() throws Exception {
    CommandRecord first = hold(1, "ann", new Command.Hold(List.of(), ""));
    CommandRecord second = hold(2, "ann", new Command.Hold(List.of(), ""));
    CommandRecord others = hold(3, "bob", new Command.Hold(List.of(), ""));
    commit(
        1,
        new Change.CommandKept(first),
        new Change.CommandKept(second),
        new Change.CommandKept(others),
        new Change.CommandKept(submit(4, "d", NOON)));
    assertThat(store().newestUndoable("ann")).contains(second);

    CommandRecord undo = hold(5, "ann", new Command.Undo(Optional.of(2L)));
    commit(2, new Change.CommandKept(undo), new Change.CommandUndone(2, 5));
    assertThat(store().newestUndoable("ann")).contains(first);
    assertThat(store().command(2).orElseThrow().undoneBy()).isEqualTo(5);

    commit(3, new Change.CommandUndone(2, 0));
    assertThat(store().newestUndoable("ann")).contains(second);
    assertThat(store().newestUndoable("cleo")).isEmpty();
  }

  @Test
  void commandKeptAndUndoneInOneBatchIsUndone() throws Exception {
    CommandRecord first = hold(1, "ann", new Command.Hold(List.of(), ""));
    commit(1, new Change.CommandKept(first), new Change.CommandUndone(1, 2));

    assertThat(store().newestUndoable("ann")).isEmpty();
  }

  @Test
  void historyBeyondItsCountGoesOldestEndFirst() throws Exception {
    commit(1, ended(1, 30), ended(2, 10), ended(3, 20), ended(4, 40));

    assertThat(store().prune(limits(Optional.empty(), Optional.of(1L)), 4, NOON, 2)).isEqualTo(2);
    assertThat(endedRequests()).containsExactly(1L, 4L);
    assertThat(store().prune(limits(Optional.empty(), Optional.of(1L)), 4, NOON, 2)).isOne();
    assertThat(store().prune(limits(Optional.empty(), Optional.of(1L)), 4, NOON, 2)).isZero();
    assertThat(endedRequests()).containsExactly(4L);
  }

  @Test
  void historyBeyondItsAgeGoes() throws Exception {
    commit(1, ended(1, 30), ended(2, 10), ended(3, 20));
    HistoryLimits tenMinutes = limits(Optional.of(Duration.ofMinutes(10)), Optional.of(100L));

    assertThat(store().prune(tenMinutes, 3, NOON.plusSeconds(29 * 60), 100)).isOne();
    assertThat(endedRequests()).containsExactly(1L, 3L);
    assertThat(store().prune(tenMinutes, 3, NOON.plusSeconds(30 * 60), 100)).isOne();
    assertThat(endedRequests()).containsExactly(1L);
    assertThat(store().prune(HistoryLimits.none(), 3, Instant.parse("2100-01-01T00:00:00Z"), 100))
        .isZero();
  }

  @Test
  void whatIsPrunedTakesItsBuildsAlongAndTheirLogsAreRemembered() throws Exception {
    commit(
        1,
        ended(1, 10),
        endedBuild(7, 1),
        endedBuild(8, 1),
        ended(2, 20),
        endedBuild(9, 2),
        kept(rows.request(3)),
        endedBuild(10, 3));
    Store.Recovered before = store().recover();

    store().prune(limits(Optional.empty(), Optional.of(1L)), 2, NOON, 100);

    assertThat(endedBuilds()).containsExactly(9L, 10L);
    assertThat(store().recover()).isEqualTo(before);
    Store again = reopened();
    assertThat(again.logsToRemove(1)).containsExactly(new BuildId(7));
    assertThat(again.logsToRemove(100)).containsExactly(new BuildId(7), new BuildId(8));
    again.logsRemoved(List.of(new BuildId(7)));
    assertThat(again.logsToRemove(100)).containsExactly(new BuildId(8));
  }

  @Test
  void buildStaysAsLongAsOneOfItsRequestsIsThere() throws Exception {
    commit(1, ended(1, 10), ended(2, 20), kept(rows.request(3)), endedBuild(7, 1, 2L));
    commit(2, endedBuild(8, 1, 3L));

    store().prune(limits(Optional.empty(), Optional.of(1L)), 2, NOON, 100);
    assertThat(endedBuilds()).containsExactly(7L, 8L);

    store().prune(limits(Optional.empty(), Optional.of(0L)), 2, NOON, 100);
    assertThat(endedBuilds()).containsExactly(8L);

    commit(3, ended(3, 30));
    store().prune(limits(Optional.empty(), Optional.of(0L)), 3, NOON, 100);
    assertThat(endedBuilds()).isEmpty();
    assertThat(store().logsToRemove(100)).containsExactly(new BuildId(7), new BuildId(8));
  }

  @Test
  void pruningTakesNoRequestThatHasNotEndedAndNoCommand() throws Exception {
    CommandRecord command = submit(1, "abc", NOON);
    commit(1, new Change.CommandKept(command), kept(rows.request(1)), ended(2, 10));
    commit(2, new Change.HistoryForgotten(new RequestId(2)), kept(rows.request(2)));

    assertThat(store().prune(limits(Optional.of(Duration.ZERO), Optional.of(0L)), 0, NOON, 100))
        .isZero();

    assertThat(store().recover().farm().requests()).hasSize(2);
    assertThat(store().command(1)).contains(command);
  }

  private static HistoryLimits limits(Optional<Duration> age, Optional<Long> count) {
    return new HistoryLimits(age, count);
  }

  private Change ended(long request, long minutes) {
    FinishedRequest some = rows.finished(rows.request(request));
    return shown(
        new FarmChange.RequestEnded(
            new FinishedRequest(
                some.request(),
                some.builderName(),
                some.outcome(),
                NOON.plusSeconds(60 * minutes),
                some.waited(),
                some.slaveName(),
                some.endedBy(),
                some.detail())));
  }

  private Change endedBuild(long build, long request, Long... riders) {
    Build some = PlainRows.build(build);
    return shown(
        new FarmChange.BuildEnded(
            rows.finished(
                new Build(
                    some.id(),
                    new RequestId(request),
                    Sorted.set(Stream.of(riders).map(RequestId::new).toList()),
                    some.builder(),
                    some.slave(),
                    some.slaveStart(),
                    some.attempt(),
                    some.startedAt(),
                    some.stepNames(),
                    some.finished(),
                    some.current(),
                    some.currentSince(),
                    some.wants(),
                    some.stop(),
                    some.leaseUntil()))));
  }

  @Test
  void checkpointLosesNothing() throws Exception {
    commit(1, kept(rows.request(1)));
    Store.Recovered before = store().recover();

    store().checkpoint();

    assertThat(store().recover()).isEqualTo(before);
    assertThat(reopened().recover()).isEqualTo(before);
  }

  @Test
  void tellsFreeSpace() {
    assertThat(store().freeBytes()).isPositive();
  }

  private void commit(long number, Change... changes) throws Exception {
    store().commit(new Batch(number, 1, NOON, List.of(changes)));
  }

  private CommandRecord submit(long number, String id, Instant at) {
    return new CommandRecord(
        number,
        id,
        at,
        "ann",
        new Command.Submit("docs", "", rows.map(), Optional.empty(), Optional.empty()),
        new Answer.Accepted(number, "queued", Optional.of(new RequestId(1))),
        List.of(),
        0);
  }

  private CommandRecord hold(long number, String user, Command command) {
    return new CommandRecord(
        number,
        "id " + number,
        NOON,
        user,
        command,
        new Answer.Accepted(number, "held", Optional.empty()),
        List.of(rows.replaced()),
        0);
  }

  private static Change kept(Request request) {
    return shown(new FarmChange.RequestKept(request));
  }

  private static Change shown(FarmChange change) {
    return new Change.Shown(change);
  }
}
