package org.yardmaster.master.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.yardmaster.master.loop.TestLoop.submit;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.yardmaster.master.farm.Change;
import org.yardmaster.master.farm.Event;
import org.yardmaster.master.store.MemoryStore;
import org.yardmaster.master.store.PlainRows;
import org.yardmaster.protocol.message.Answer;
import org.yardmaster.protocol.message.Command;
import org.yardmaster.protocol.message.FarmChange;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.Contact;
import org.yardmaster.protocol.model.HistoryLimits;
import org.yardmaster.protocol.model.Request;
import org.yardmaster.protocol.model.RequestId;

final class LoopTest {
  private final TestLoop loop = new TestLoop();
  private final MemoryStore store = loop.store;

  @BeforeEach
  void start() throws Exception {
    loop.start();
  }

  @AfterEach
  void stop() {
    loop.close();
  }

  @Test
  void whatIsAnsweredIsStored() throws Exception {
    loop.accepted(submit("a"));

    assertThat(loop.reasons()).containsExactly("a");
  }

  @Test
  void aRefusedBatchIsTriedAgainEventByEvent() throws Exception {
    store.refuseNext();
    CompletableFuture<Answer> a = loop.send(submit("a"));
    CompletableFuture<Answer> b = loop.send(submit("b"));

    assertThat(a.get(30, TimeUnit.SECONDS)).isInstanceOf(Answer.Accepted.class);
    assertThat(b.get(30, TimeUnit.SECONDS)).isInstanceOf(Answer.Accepted.class);
    assertThat(loop.reasons()).containsExactly("a", "b");
  }

  @Test
  void anEventThatAloneCannotBeStoredIsRefusedToItsSenderOnly() throws Exception {
    store.refuseAll(LoopTest::holdsPoison);
    CompletableFuture<Answer> a = loop.send(submit("a"));
    CompletableFuture<Answer> poison = loop.send(submit("poison"));
    CompletableFuture<Answer> b = loop.send(submit("b"));

    assertThat(a.get(30, TimeUnit.SECONDS)).isInstanceOf(Answer.Accepted.class);
    assertThat(b.get(30, TimeUnit.SECONDS)).isInstanceOf(Answer.Accepted.class);
    assertThat(poison.get(30, TimeUnit.SECONDS))
        .isInstanceOfSatisfying(
            Answer.Refused.class,
            refused -> assertThat(refused.code()).isEqualTo(Answer.Code.NOT_STORED));
    assertThat(loop.reasons()).containsExactly("a", "b");
    assertThat(loop.twin().ask(view -> view.farm().snapshot()).get())
        .isEqualTo(store.recover().farm());
    assertThat(loop.twin().disagreements()).isZero();
  }

  @Test
  void batchesNeverGoBackThoughSomethingCouldNotBeStored() throws Exception {
    long refused = batchOf(new Command.Hold(List.of(new RequestId(1)), ""));
    store.refuseAll(LoopTest::holdsPoison);
    var _ = loop.send(submit("poison"));

    assertThat(batchOf(submit("a"))).isGreaterThan(refused);
  }

  /// The batch with which a command is answered.
  private long batchOf(Command command) throws Exception {
    CompletableFuture<Long> batch = new CompletableFuture<>();
    loop.send(command, Receipt.answering((answered, _) -> batch.complete(answered)));
    return batch.get(30, TimeUnit.SECONDS);
  }

  private static boolean holdsPoison(Store.Batch batch) {
    return batch.changes().stream()
        .anyMatch(change ->
            change instanceof Change.Shown(FarmChange.RequestKept(Request request))
                && request.reason().equals("poison"));
  }

  @Test
  void anUnknownOutcomeIsSettledByTheStoredBatch() throws Exception {
    store.failNextAfterStoring();
    loop.accepted(submit("a"));
    store.failNextBeforeStoring();
    loop.accepted(submit("b"));

    assertThat(loop.reasons()).containsExactly("a", "b");
  }

  @Test
  void anUnknownOutcomeIsFoundOutHoweverLongTheStoreCannotBeRead() throws Exception {
    store.failNextAfterStoring();
    CompletableFuture<Answer> answer = sendWhileUnreadable(submit("a"), 3);

    assertThat(answer.get(30, TimeUnit.SECONDS)).isInstanceOf(Answer.Accepted.class);
    assertThat(loop.reasons()).containsExactly("a");
    assertThat(loop.twin().ask(view -> view.farm().snapshot()).get())
        .isEqualTo(store.recover().farm());
  }

  @Test
  void whatIsStoredWhenTriedAloneIsNotRefused() throws Exception {
    store.refuseNext();
    store.failNextAfterStoring();
    CompletableFuture<Answer> answer = sendWhileUnreadable(submit("a"), 3);

    assertThat(answer.get(30, TimeUnit.SECONDS)).isInstanceOf(Answer.Accepted.class);
    assertThat(loop.reasons()).containsExactly("a");
  }

  @Test
  void theLoopOutlivesAStoreThatCannotBeReadForAWhile() throws Exception {
    store.refuseNext();
    CompletableFuture<Answer> answer = sendWhileUnreadable(submit("a"), 3);

    assertThat(answer.get(30, TimeUnit.SECONDS)).isInstanceOf(Answer.Accepted.class);
    loop.accepted(submit("b"));
    assertThat(loop.reasons()).containsExactly("a", "b");
  }

  @Test
  void whoCannotBeLookedUpIsToldSo() throws Exception {
    store.failNextReads(1);

    assertThat(loop.send(submit("a")).get(30, TimeUnit.SECONDS))
        .isInstanceOfSatisfying(
            Answer.Refused.class,
            refused -> assertThat(refused.text()).contains("cannot read its database"));
    loop.accepted(submit("b"));
    assertThat(loop.reasons()).containsExactly("b");
  }

  @Test
  void commandThatWasNeverSentBeforeIsNotLookedUp() throws Exception {
    store.failNextReads(1);

    assertThat(loop.sendFirst("x", submit("a")).get(30, TimeUnit.SECONDS))
        .isInstanceOf(Answer.Accepted.class);
    assertThat(loop.send("y", submit("b")).get(30, TimeUnit.SECONDS))
        .isInstanceOf(Answer.Refused.class);
    assertThat(loop.reasons()).containsExactly("a");
  }

  @Test
  void firstCopyThatComesLateIsNotCarriedOutAgain() throws Exception {
    CompletableFuture<Answer> again = loop.send("x", submit("a"));
    CompletableFuture<Answer> first = loop.sendFirst("x", submit("a"));

    assertThat(first.get(30, TimeUnit.SECONDS)).isEqualTo(again.get(30, TimeUnit.SECONDS));
    assertThat(loop.sendFirst("x", submit("a")).get(30, TimeUnit.SECONDS)).isEqualTo(again.get());
    assertThat(loop.reasons()).containsExactly("a");
  }

  /// The first question, whether the command is known, is still answered.
  private CompletableFuture<Answer> sendWhileUnreadable(Command command, int reads) {
    store.failReadsAfter(1, reads);
    return loop.send(command);
  }

  @Test
  void aCommandSentTwiceActsOnceEvenWithinOneBatch() throws Exception {
    CompletableFuture<Answer> first = loop.send("same", submit("a"));
    CompletableFuture<Answer> second = loop.send("same", submit("a"));

    assertThat(second.get(30, TimeUnit.SECONDS)).isEqualTo(first.get(30, TimeUnit.SECONDS));
    assertThat(loop.reasons()).containsExactly("a");
  }

  @Test
  void aCommandIsAnsweredAgainByTheNextLifeOfTheMaster() throws Exception {
    Answer first = loop.send("same", submit("a")).get(30, TimeUnit.SECONDS);
    loop.close();
    loop.open();
    loop.start(Optional.empty());

    assertThat(loop.send("same", submit("a")).get(30, TimeUnit.SECONDS)).isEqualTo(first);
    assertThat(loop.reasons()).containsExactly("a");
  }

  @Test
  void aRefusedCommandSentAgainIsNotCarriedOutThoughItCouldBeNow() throws Exception {
    Command hold = new Command.Hold(List.of(new RequestId(1)), "");
    Answer refused = loop.send("same", hold).get(30, TimeUnit.SECONDS);
    loop.accepted(submit("a"));

    assertThat(refused).isInstanceOf(Answer.Refused.class);
    assertThat(loop.send("same", hold).get(30, TimeUnit.SECONDS)).isEqualTo(refused);
    assertThat(store.recover().farm().requests()).allMatch(r -> r.hold().isEmpty());
    loop.accepted(hold);
  }

  @Test
  void undoTakesBackWhatWasSentJustBeforeIt() throws Exception {
    RequestId a = loop.accepted(submit("a")).request().orElseThrow();
    CompletableFuture<Answer> hold = loop.send(new Command.Hold(List.of(a), ""));
    CompletableFuture<Answer> undo = loop.send(new Command.Undo(Optional.empty()));

    assertThat(hold.get(30, TimeUnit.SECONDS)).isInstanceOf(Answer.Accepted.class);
    assertThat(undo.get(30, TimeUnit.SECONDS)).isInstanceOf(Answer.Accepted.class);
    assertThat(store.recover().farm().requests()).allMatch(r -> r.hold().isEmpty());
  }

  @Test
  void belowTheDiskReserveNothingIsDecidedUntilThereIsRoom() throws Exception {
    store.setFreeBytes(1 << 20);
    CompletableFuture<Answer> waiting = loop.send(submit("a"));
    assertThat(loop.notices.poll(30, TimeUnit.SECONDS)).contains("below the reserve");
    assertThat(waiting).isNotDone();

    store.setFreeBytes(Long.MAX_VALUE);
    assertThat(waiting.get(30, TimeUnit.SECONDS)).isInstanceOf(Answer.Accepted.class);
    assertThat(loop.notices.poll(30, TimeUnit.SECONDS)).isEmpty();
    assertThat(store.checkpoints()).isEqualTo(1);
  }

  @Test
  void fullDiskIsToldOnceAndOnceMoreWhenThereIsRoom() throws Exception {
    assertThat(loop.disk.poll(30, TimeUnit.SECONDS)).isEqualTo("free");
    store.setFreeBytes(1 << 20);
    var _ = loop.send(submit("a"));
    assertThat(loop.disk.poll(30, TimeUnit.SECONDS)).contains("below the reserve");

    store.setFreeBytes(Long.MAX_VALUE);
    assertThat(loop.disk.poll(30, TimeUnit.SECONDS)).isEqualTo("free");
    loop.accepted(submit("b"));
    assertThat(loop.disk).isEmpty();
  }

  @Test
  void aMasterThatStartsTakesTheReserveOfTheConfigurationItPutsInForce() throws Exception {
    loop.close();
    store.setFreeBytes(1 << 20);
    loop.open();
    loop.start(Optional.of(1L << 19));
    loop.accepted(new Command.ApplyConfig(TestLoop.config(1 << 19), ""));
    loop.accepted(submit("a"));

    CompletableFuture<Answer> large =
        loop.send(new Command.ApplyConfig(TestLoop.config(1 << 21), ""));
    assertThat(large.get(30, TimeUnit.SECONDS)).isInstanceOf(Answer.Accepted.class);
    assertThat(loop.send(submit("b"))).isNotDone();
    assertThat(loop.notices.poll(30, TimeUnit.SECONDS)).contains("below the reserve");
  }

  @Test
  void theTwinKnowsWhatWasAnsweredBeforeItIsAsked() throws Exception {
    RequestId a = loop.accepted(submit("a")).request().orElseThrow();

    assertThat(loop.twin().ask(view -> view.farm().waitReasons(a)).get()).isNotEmpty();
    assertThat(loop.twin().disagreements()).isZero();
  }

  @Test
  void silenceWhileTheClockWasPutForwardDoesNotCount() throws Exception {
    loop.event(new Event.SlaveLost(loop.attached(), "one", Instant.now(), "cut"));
    loop.accepted(submit("before"));

    loop.putForward(Duration.ofHours(2));
    loop.accepted(submit("after"));
    assertThat(contact().state()).isEqualTo(Contact.State.UNREACHABLE);
  }

  @Test
  void norWhereThatCouldNotBeStoredAtOnce() throws Exception {
    loop.event(new Event.SlaveLost(loop.attached(), "one", Instant.now(), "cut"));
    loop.accepted(submit("before"));
    Instant since = contact().since();

    refuseTwice();
    loop.putForward(Duration.ofHours(2));
    loop.accepted(submit("after"));
    while (contact().since().equals(since)) {
      loop.accepted(submit("again"));
    }
    assertThat(contact().state()).isEqualTo(Contact.State.UNREACHABLE);
  }

  @Test
  void theStartOfAMasterComesBeforeAllElseUntilItIsStored() throws Exception {
    var _ = loop.attached();
    loop.close();
    refuseTwice();
    loop.open();
    loop.start(Optional.empty());
    loop.accepted(submit("first"));

    assertThat(contact().state()).isEqualTo(Contact.State.UNREACHABLE);
  }

  private Contact contact() {
    return store.recover().farm().slaves().getFirst().contact();
  }

  /// What tells of a silent slave is refused, and once more when it is tried alone.
  private void refuseTwice() {
    AtomicInteger left = new AtomicInteger(2);
    store.refuseAll(
        batch -> MemoryStore.shows(batch, Contact.State.UNREACHABLE) && left.getAndDecrement() > 0);
  }

  @Test
  void logsThatAnEarlierLifeOfTheMasterLeftBehindAreRemoved() throws Exception {
    loop.close();
    store.commit(new Store.Batch(store.storedBatch() + 1, 1, Instant.EPOCH, PlainRows.finished(1)));
    store.prune(new HistoryLimits(Optional.empty(), Optional.of(0L)), 1, Instant.EPOCH, 100);

    loop.open();
    loop.start(Optional.empty());

    assertThat(loop.removedLogs.poll(30, TimeUnit.SECONDS)).isEqualTo(new BuildId(1));
  }
}
