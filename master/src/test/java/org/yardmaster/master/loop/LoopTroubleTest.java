package org.yardmaster.master.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.yardmaster.master.loop.TestLoop.submit;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.yardmaster.master.farm.Change;
import org.yardmaster.master.farm.Decision;
import org.yardmaster.master.farm.Event;
import org.yardmaster.master.store.MemoryStore;
import org.yardmaster.protocol.message.Answer;
import org.yardmaster.protocol.message.BuildReport;
import org.yardmaster.protocol.message.FarmChange;
import org.yardmaster.protocol.message.SlaveMessage;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.BuildResult;
import org.yardmaster.protocol.model.Outcome;
import org.yardmaster.protocol.model.Presence;
import org.yardmaster.protocol.model.SlaveFacts;
import org.yardmaster.protocol.model.SlaveId;

/// What the loop does while what it stands on fails, or those around it do.
final class LoopTroubleTest {
  private final Logged logged = new Logged();
  private final TestLoop loop = new TestLoop();
  private final MemoryStore store = loop.store;

  @BeforeEach
  void start() throws Exception {
    loop.start();
  }

  @AfterEach
  void stop() {
    loop.close();
    logged.close();
  }

  private String notice() throws Exception {
    return String.valueOf(loop.notices.poll(30, TimeUnit.SECONDS));
  }

  private static Duration since(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos);
  }

  // The disk.

  @Test
  void whileTheDiskCannotBeAskedTheLoopRestsAndLosesNothing() throws Exception {
    long begin = System.nanoTime();
    store.failNextLooks(2);
    CompletableFuture<Answer> a = loop.send(submit("a"));
    CompletableFuture<Answer> b = loop.send(submit("b"));

    assertThat(a.get(30, TimeUnit.SECONDS)).isInstanceOf(Answer.Accepted.class);
    assertThat(b.get(30, TimeUnit.SECONDS)).isInstanceOf(Answer.Accepted.class);
    assertThat(loop.reasons()).containsExactly("a", "b");
    assertThat(since(begin)).isGreaterThan(Duration.ofSeconds(2));
  }

  @Test
  void thatTheDiskCannotBeAskedIsToldOnceAndThatItCanOnceMore() throws Exception {
    assertThat(loop.disk.poll(30, TimeUnit.SECONDS)).isEqualTo("free");
    String told =
        "database: free disk space unknown (made to fail); nothing is decided or acknowledged until"
            + " that works";
    store.failNextLooks(2);
    loop.accepted(submit("a"));

    assertThat(loop.notices).containsExactly(told, "");
    assertThat(loop.disk).containsExactly(told, "free");
    assertThat(logged.complaints()).containsExactly(told);
  }

  @Test
  void aDiskThatWasFullIsNotTrustedBeforeTheDatabaseIsWrittenOut() throws Exception {
    store.failNextCheckpoints(2);
    store.setFreeBytes(1 << 20);
    CompletableFuture<Answer> waiting = loop.send(submit("a"));
    assertThat(notice()).contains("below the reserve");

    store.setFreeBytes(Long.MAX_VALUE);
    assertThat(notice())
        .isEqualTo(
            "database: checkpoint failed (made to fail); nothing is decided or acknowledged until"
                + " that works");
    assertThat(waiting.get(30, TimeUnit.SECONDS)).isInstanceOf(Answer.Accepted.class);
    assertThat(notice()).isEmpty();
    assertThat(store.checkpoints()).isEqualTo(1);
    assertThat(logged.complaints()).hasSize(2);
    assertThat(loop.disk).hasSize(3);
  }

  // The database.

  @Test
  void whileTheDatabaseDoesNotAnswerEverybodyIsTold() throws Exception {
    store.refuseNext();
    store.failReadsAfter(1, 3);
    loop.accepted(submit("a"));

    assertThat(loop.notices)
        .containsExactly(
            "database: the farm cannot be read; nothing is decided or acknowledged until it can",
            "");
    assertThat(loop.reasons()).containsExactly("a");
  }

  // Turns.

  @Test
  void aTurnThatFailsIsFollowedByARestAndToldOnce() throws Exception {
    long begin = System.nanoTime();
    loop.failNextLooksAtTheClock(5);
    loop.accepted(submit("a"));

    assertThat(since(begin)).isGreaterThan(Duration.ofMillis(400));
    assertThat(notice()).contains("a turn failed");
    assertThat(notice()).isEmpty();
    assertThat(loop.notices).isEmpty();
    assertThat(logged.complaints()).hasSize(1);
  }

  // Those around it.

  @Test
  void whoCannotBeToldThatItIsDurableCostsNobodyElse() throws Exception {
    CompletableFuture<Long> other = new CompletableFuture<>();
    loop.inOneBatch(() -> {
      loop.submit(new Event.AlarmRang(), whenCommitted(LoopTroubleTest::fail));
      loop.submit(new Event.AlarmRang(), whenCommitted(() -> other.complete(0L)));
    });

    assertThat(other.get(30, TimeUnit.SECONDS)).isNotNull();
    assertThat(logged.complaints()).hasSize(1);
  }

  @Test
  void whoCannotBeAnsweredCostsNobodyElse() throws Exception {
    Queue<CompletableFuture<Answer>> other = new ConcurrentLinkedQueue<>();
    CompletableFuture<Long> committed = new CompletableFuture<>();
    loop.inOneBatch(() -> {
      loop.send(
          submit("a"),
          new Receipt() {
            @Override
            public void answered(long batch, Answer answer) {
              fail();
            }

            @Override
            public void committed(long batch) {
              committed.complete(batch);
            }
          });
      other.add(loop.send(submit("b")));
    });

    assertThat(other.remove().get(30, TimeUnit.SECONDS)).isInstanceOf(Answer.Accepted.class);
    assertThat(committed.get(30, TimeUnit.SECONDS)).isNotNull();
    assertThat(logged.complaints()).hasSize(1);
  }

  @Test
  void aDecisionThatCannotBeCarriedOutCostsNoOther() throws Exception {
    SlaveId slave = loop.attached();
    Queue<Decision> carriedOut = new ConcurrentLinkedQueue<>();
    Decision first = new Decision.ConfirmBuild(slave, new BuildId(7));
    Decision second = new Decision.ConfirmBuild(slave, new BuildId(8));
    loop.carryOutBy(decision -> {
      if (decision.equals(first)) {
        fail();
      }
      // The order to start what has just been submitted may come as late as now.
      if (decision instanceof Decision.ConfirmBuild) {
        carriedOut.add(decision);
      }
    });
    CompletableFuture<Long> acknowledged = new CompletableFuture<>();
    loop.submit(
        new Event.SlaveAttached(
            slave,
            "two",
            "here",
            new SlaveMessage.Inventory(
                Presence.accepting(), SlaveFacts.unknown(), List.of(ended(7), ended(8)))),
        whenCommitted(() -> acknowledged.complete(0L)));

    assertThat(acknowledged.get(30, TimeUnit.SECONDS)).isNotNull();
    assertThat(carriedOut).containsExactly(second);
    assertThat(logged.complaints()).hasSize(1);
  }

  @Test
  void whoCannotBeToldOfARefusalCostsNobodyElse() throws Exception {
    store.refuseAll(LoopTroubleTest::holdsPoison);
    Queue<CompletableFuture<Answer>> other = new ConcurrentLinkedQueue<>();
    loop.inOneBatch(() -> {
      loop.send(submit("poison"), whenRefused(LoopTroubleTest::fail));
      other.add(loop.send(submit("b")));
    });

    assertThat(other.remove().get(30, TimeUnit.SECONDS)).isInstanceOf(Answer.Accepted.class);
  }

  @Test
  void norWhereItsCommandCouldNotBeLookedUp() throws Exception {
    CompletableFuture<Long> other = new CompletableFuture<>();
    store.failNextReads(1);
    loop.inOneBatch(() -> {
      loop.submit(new Event.AlarmRang(), whenCommitted(() -> other.complete(0L)));
      loop.send(submit("a"), whenRefused(LoopTroubleTest::fail));
    });

    assertThat(other.get(30, TimeUnit.SECONDS)).isNotNull();
  }

  private static void fail() {
    throw new IllegalStateException("made to fail");
  }

  private static Receipt whenCommitted(Runnable then) {
    return new Receipt() {
      @Override
      public void committed(long batch) {
        then.run();
      }
    };
  }

  private static Receipt whenRefused(Runnable then) {
    return Receipt.ifRefused(_ -> then.run());
  }

  private static BuildReport ended(long build) {
    return new BuildReport.Ended(
        new BuildId(build), new BuildResult(Outcome.SUCCESS, List.of(), ""));
  }

  private static boolean holdsPoison(Store.Batch batch) {
    return batch.changes().stream()
        .anyMatch(change ->
            change instanceof Change.Shown(FarmChange.RequestKept(var request))
                && request.reason().equals("poison"));
  }

  // The end.

  @Test
  void anErrorEndsTheLoopWithNothingAcknowledged() throws Exception {
    Error error = new OutOfMemoryError("made to fail");
    store.refuseAll(_ -> {
      throw error;
    });
    CompletableFuture<Answer> answer = loop.send(submit("a"));

    assertThat(loop.ended.get(30, TimeUnit.SECONDS)).isSameAs(error);
    loop.close();
    assertThat(answer).isNotDone();
    assertThat(loop.reasons()).isEmpty();
  }

  @Test
  void whatWasStoredBeforeAnErrorIsAnsweredByTheNextLife() throws Exception {
    loop.send(
        "a",
        submit("a"),
        new Receipt() {
          @Override
          public void answered(long batch, Answer answer) {
            endlessly();
          }
        });

    assertThat(loop.ended.get(30, TimeUnit.SECONDS)).isInstanceOf(StackOverflowError.class);
    loop.close();
    loop.open();
    loop.start(Optional.empty());
    assertThat(loop.send("a", submit("a")).get(30, TimeUnit.SECONDS))
        .isInstanceOf(Answer.Accepted.class);
    assertThat(loop.reasons()).containsExactly("a");
  }

  @SuppressWarnings("InfiniteRecursion")
  private static void endlessly() {
    endlessly();
  }

  @Test
  void aLoopThatIsInterruptedSaysThatItEnded() throws Exception {
    loop.submit(new Event.AlarmRang(), whenCommitted(() -> Thread.currentThread().interrupt()));

    assertThat(loop.ended.get(30, TimeUnit.SECONDS)).hasMessageContaining("interrupted");
  }

  @Test
  void aLoopThatIsClosedHasNotEndedByItself() throws Exception {
    store.refuseNext();
    store.failReadsAfter(1, Integer.MAX_VALUE);
    var _ = loop.send(submit("a"));
    assertThat(notice()).contains("cannot be read");
    loop.close();

    assertThat(loop.ended).isNotDone();
  }
}
