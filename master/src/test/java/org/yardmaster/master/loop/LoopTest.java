package org.yardmaster.master.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.yardmaster.master.farm.Change;
import org.yardmaster.master.farm.Decision;
import org.yardmaster.master.farm.Event;
import org.yardmaster.master.store.MemoryStore;
import org.yardmaster.master.store.PlainRows;
import org.yardmaster.protocol.message.Answer;
import org.yardmaster.protocol.message.Command;
import org.yardmaster.protocol.message.FarmChange;
import org.yardmaster.protocol.message.SlaveMessage;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.BuilderDefinition;
import org.yardmaster.protocol.model.Contact;
import org.yardmaster.protocol.model.Eligibility;
import org.yardmaster.protocol.model.FarmConfig;
import org.yardmaster.protocol.model.FarmSettings;
import org.yardmaster.protocol.model.HistoryLimits;
import org.yardmaster.protocol.model.Presence;
import org.yardmaster.protocol.model.Request;
import org.yardmaster.protocol.model.RequestId;
import org.yardmaster.protocol.model.SlaveDefinition;
import org.yardmaster.protocol.model.SlaveFacts;
import org.yardmaster.protocol.model.SlaveId;
import org.yardmaster.protocol.model.Sorted;

final class LoopTest {
  private final MemoryStore store = new MemoryStore();
  private final BlockingQueue<String> disk = new LinkedBlockingQueue<>();
  private final BlockingQueue<BuildId> removedLogs = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> notices = new LinkedBlockingQueue<>();
  private final ConcurrentLinkedQueue<Decision> carriedOut = new ConcurrentLinkedQueue<>();
  private Loop loop = open();
  private int ids;

  private volatile Duration putForward = Duration.ZERO;

  private Loop open() {
    return new Loop(
        store,
        store.recover(),
        new Outward() {
          @Override
          public void carryOut(Decision decision) {
            carriedOut.add(decision);
          }

          @Override
          public void notice(String text) {
            notices.add(text);
          }

          @Override
          public void diskFull(String text) {
            disk.add(text);
          }

          @Override
          public void diskFree() {
            disk.add("free");
          }

          @Override
          public void removeLogs(List<BuildId> builds, Consumer<List<BuildId>> gone) {
            removedLogs.addAll(builds);
            gone.accept(builds);
          }
        },
        (_, _, _) -> {},
        () -> InstantSource.system().instant().plus(putForward));
  }

  @BeforeEach
  void start() throws Exception {
    loop.start(Optional.empty());
    accepted(new Command.ApplyConfig(config(), ""));
  }

  @AfterEach
  void stop() {
    loop.close();
  }

  private static FarmConfig config() {
    return config(FarmSettings.defaults().diskReserve());
  }

  private static FarmConfig config(long reserve) {
    BuilderDefinition builder =
        new BuilderDefinition(
            "",
            new Eligibility(Sorted.set(List.of()), Sorted.set(List.of())),
            0,
            Optional.empty(),
            new TreeMap<>(),
            Sorted.set(List.of()),
            List.of(),
            false,
            List.of());
    return FarmConfig.of(Sorted.map(new TreeMap<>(java.util.Map.of("b", builder))), new TreeMap<>())
        .with(FarmSettings.defaults().withDiskReserve(reserve));
  }

  private CompletableFuture<Answer> send(String id, Command command) {
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    loop.submit(
        new Event.Commanded(id, new Event.Person("anna", true), command, Optional.empty()),
        new Receipt() {
          @Override
          public void answered(long batch, Answer told) {
            answer.complete(told);
          }

          @Override
          public void refused(String why) {
            answer.complete(new Answer.Refused(Answer.Code.NOT_STORED, why));
          }
        },
        Source.unstoppable());
    return answer;
  }

  private CompletableFuture<Answer> send(Command command) {
    return send("c" + ids++, command);
  }

  private Answer.Accepted accepted(Command command) throws Exception {
    return (Answer.Accepted) send(command).get(30, TimeUnit.SECONDS);
  }

  private static Command submit(String reason) {
    return new Command.Submit("b", reason, new TreeMap<>(), Optional.empty(), Optional.empty());
  }

  private List<String> reasons() {
    return store.recover().farm().requests().stream().map(Request::reason).toList();
  }

  @Test
  void whatIsAnsweredIsStored() throws Exception {
    accepted(submit("a"));

    assertThat(reasons()).containsExactly("a");
  }

  @Test
  void aRefusedBatchIsTriedAgainEventByEvent() throws Exception {
    store.refuseNext();
    CompletableFuture<Answer> a = send(submit("a"));
    CompletableFuture<Answer> b = send(submit("b"));

    assertThat(a.get(30, TimeUnit.SECONDS)).isInstanceOf(Answer.Accepted.class);
    assertThat(b.get(30, TimeUnit.SECONDS)).isInstanceOf(Answer.Accepted.class);
    assertThat(reasons()).containsExactly("a", "b");
  }

  @Test
  void anEventThatAloneCannotBeStoredIsRefusedToItsSenderOnly() throws Exception {
    store.refuseAll(LoopTest::holdsPoison);
    CompletableFuture<Answer> a = send(submit("a"));
    CompletableFuture<Answer> poison = send(submit("poison"));
    CompletableFuture<Answer> b = send(submit("b"));

    assertThat(a.get(30, TimeUnit.SECONDS)).isInstanceOf(Answer.Accepted.class);
    assertThat(b.get(30, TimeUnit.SECONDS)).isInstanceOf(Answer.Accepted.class);
    assertThat(poison.get(30, TimeUnit.SECONDS))
        .isInstanceOfSatisfying(
            Answer.Refused.class,
            refused -> assertThat(refused.code()).isEqualTo(Answer.Code.NOT_STORED));
    assertThat(reasons()).containsExactly("a", "b");
    assertThat(loop.twin().ask(view -> view.farm().snapshot()).get())
        .isEqualTo(store.recover().farm());
    assertThat(loop.twin().disagreements()).isZero();
  }

  @Test
  void batchesNeverGoBackThoughSomethingCouldNotBeStored() throws Exception {
    long refused = batchOf(new Command.Hold(List.of(new RequestId(1)), ""));
    store.refuseAll(LoopTest::holdsPoison);
    var _ = send(submit("poison"));

    assertThat(batchOf(submit("a"))).isGreaterThan(refused);
  }

  /// The batch with which a command is answered.
  private long batchOf(Command command) throws Exception {
    CompletableFuture<Long> batch = new CompletableFuture<>();
    loop.submit(
        new Event.Commanded("c" + ids++, new Event.Person("anna", true), command, Optional.empty()),
        new Receipt() {
          @Override
          public void answered(long answered, Answer told) {
            batch.complete(answered);
          }
        },
        Source.unstoppable());
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
    accepted(submit("a"));
    store.failNextBeforeStoring();
    accepted(submit("b"));

    assertThat(reasons()).containsExactly("a", "b");
  }

  @Test
  void anUnknownOutcomeIsFoundOutHoweverLongTheStoreCannotBeRead() throws Exception {
    store.failNextAfterStoring();
    CompletableFuture<Answer> answer = sendWhileUnreadable(submit("a"), 3);

    assertThat(answer.get(30, TimeUnit.SECONDS)).isInstanceOf(Answer.Accepted.class);
    assertThat(reasons()).containsExactly("a");
    assertThat(loop.twin().ask(view -> view.farm().snapshot()).get())
        .isEqualTo(store.recover().farm());
  }

  @Test
  void whatIsStoredWhenTriedAloneIsNotRefused() throws Exception {
    store.refuseNext();
    store.failNextAfterStoring();
    CompletableFuture<Answer> answer = sendWhileUnreadable(submit("a"), 3);

    assertThat(answer.get(30, TimeUnit.SECONDS)).isInstanceOf(Answer.Accepted.class);
    assertThat(reasons()).containsExactly("a");
  }

  @Test
  void theLoopOutlivesAStoreThatCannotBeReadForAWhile() throws Exception {
    store.refuseNext();
    CompletableFuture<Answer> answer = sendWhileUnreadable(submit("a"), 3);

    assertThat(answer.get(30, TimeUnit.SECONDS)).isInstanceOf(Answer.Accepted.class);
    accepted(submit("b"));
    assertThat(reasons()).containsExactly("a", "b");
  }

  @Test
  void whoCannotBeLookedUpIsToldSo() throws Exception {
    store.failNextReads(1);

    assertThat(send(submit("a")).get(30, TimeUnit.SECONDS))
        .isInstanceOfSatisfying(
            Answer.Refused.class,
            refused -> assertThat(refused.text()).contains("cannot read its database"));
    accepted(submit("b"));
    assertThat(reasons()).containsExactly("b");
  }

  /// The first question, whether the command is known, is still answered.
  private CompletableFuture<Answer> sendWhileUnreadable(Command command, int reads) {
    store.failReadsAfter(1, reads);
    return send(command);
  }

  @Test
  void aCommandSentTwiceActsOnceEvenWithinOneBatch() throws Exception {
    CompletableFuture<Answer> first = send("same", submit("a"));
    CompletableFuture<Answer> second = send("same", submit("a"));

    assertThat(second.get(30, TimeUnit.SECONDS)).isEqualTo(first.get(30, TimeUnit.SECONDS));
    assertThat(reasons()).containsExactly("a");
  }

  @Test
  void aCommandIsAnsweredAgainByTheNextLifeOfTheMaster() throws Exception {
    Answer first = send("same", submit("a")).get(30, TimeUnit.SECONDS);
    loop.close();
    loop = open();
    loop.start(Optional.empty());

    assertThat(send("same", submit("a")).get(30, TimeUnit.SECONDS)).isEqualTo(first);
    assertThat(reasons()).containsExactly("a");
  }

  @Test
  void aRefusedCommandSentAgainIsNotCarriedOutThoughItCouldBeNow() throws Exception {
    Command hold = new Command.Hold(List.of(new RequestId(1)), "");
    Answer refused = send("same", hold).get(30, TimeUnit.SECONDS);
    accepted(submit("a"));

    assertThat(refused).isInstanceOf(Answer.Refused.class);
    assertThat(send("same", hold).get(30, TimeUnit.SECONDS)).isEqualTo(refused);
    assertThat(store.recover().farm().requests()).allMatch(r -> r.hold().isEmpty());
    accepted(hold);
  }

  @Test
  void undoTakesBackWhatWasSentJustBeforeIt() throws Exception {
    RequestId a = accepted(submit("a")).request().orElseThrow();
    CompletableFuture<Answer> hold = send(new Command.Hold(List.of(a), ""));
    CompletableFuture<Answer> undo = send(new Command.Undo(Optional.empty()));

    assertThat(hold.get(30, TimeUnit.SECONDS)).isInstanceOf(Answer.Accepted.class);
    assertThat(undo.get(30, TimeUnit.SECONDS)).isInstanceOf(Answer.Accepted.class);
    assertThat(store.recover().farm().requests()).allMatch(r -> r.hold().isEmpty());
  }

  @Test
  void belowTheDiskReserveNothingIsDecidedUntilThereIsRoom() throws Exception {
    store.setFreeBytes(1 << 20);
    CompletableFuture<Answer> waiting = send(submit("a"));
    assertThat(notices.poll(30, TimeUnit.SECONDS)).contains("below the reserve");
    assertThat(waiting).isNotDone();

    store.setFreeBytes(Long.MAX_VALUE);
    assertThat(waiting.get(30, TimeUnit.SECONDS)).isInstanceOf(Answer.Accepted.class);
    assertThat(notices.poll(30, TimeUnit.SECONDS)).isEmpty();
    assertThat(store.checkpoints()).isEqualTo(1);
  }

  @Test
  void fullDiskIsToldOnceAndOnceMoreWhenThereIsRoom() throws Exception {
    assertThat(disk.poll(30, TimeUnit.SECONDS)).isEqualTo("free");
    store.setFreeBytes(1 << 20);
    var _ = send(submit("a"));
    assertThat(disk.poll(30, TimeUnit.SECONDS)).contains("below the reserve");

    store.setFreeBytes(Long.MAX_VALUE);
    assertThat(disk.poll(30, TimeUnit.SECONDS)).isEqualTo("free");
    accepted(submit("b"));
    assertThat(disk).isEmpty();
  }

  @Test
  void aMasterThatStartsTakesTheReserveOfTheConfigurationItPutsInForce() throws Exception {
    loop.close();
    store.setFreeBytes(1 << 20);
    loop = open();
    loop.start(Optional.of(1L << 19));
    accepted(new Command.ApplyConfig(config(1 << 19), ""));
    accepted(submit("a"));

    CompletableFuture<Answer> large = send(new Command.ApplyConfig(config(1 << 21), ""));
    assertThat(large.get(30, TimeUnit.SECONDS)).isInstanceOf(Answer.Accepted.class);
    assertThat(send(submit("b"))).isNotDone();
    assertThat(notices.poll(30, TimeUnit.SECONDS)).contains("below the reserve");
  }

  @Test
  void theTwinKnowsWhatWasAnsweredBeforeItIsAsked() throws Exception {
    RequestId a = accepted(submit("a")).request().orElseThrow();

    assertThat(loop.twin().ask(view -> view.farm().waitReasons(a)).get()).isNotEmpty();
    assertThat(loop.twin().disagreements()).isZero();
  }

  @Test
  void silenceWhileTheClockWasPutForwardDoesNotCount() throws Exception {
    event(new Event.SlaveLost(attached(), "one", Instant.now(), "cut"));
    accepted(submit("before"));

    putForward = Duration.ofHours(2);
    accepted(submit("after"));
    assertThat(contact().state()).isEqualTo(Contact.State.UNREACHABLE);
  }

  @Test
  void norWhereThatCouldNotBeStoredAtOnce() throws Exception {
    event(new Event.SlaveLost(attached(), "one", Instant.now(), "cut"));
    accepted(submit("before"));
    Instant since = contact().since();

    refuseTwice();
    putForward = Duration.ofHours(2);
    accepted(submit("after"));
    while (contact().since().equals(since)) {
      accepted(submit("again"));
    }
    assertThat(contact().state()).isEqualTo(Contact.State.UNREACHABLE);
  }

  @Test
  void theStartOfAMasterComesBeforeAllElseUntilItIsStored() throws Exception {
    var _ = attached();
    loop.close();
    refuseTwice();
    loop = open();
    loop.start(Optional.empty());
    accepted(submit("first"));

    assertThat(contact().state()).isEqualTo(Contact.State.UNREACHABLE);
  }

  /// Adds a slave that is attached by process `one`.
  private SlaveId attached() throws Exception {
    accepted(
        new Command.AddSlave("s", new SlaveDefinition(Sorted.set(List.of()), 1), "0".repeat(64)));
    SlaveId slave = store.recover().farm().slaves().getFirst().id();
    event(
        new Event.SlaveAttached(
            slave,
            "one",
            "here",
            new SlaveMessage.Inventory(Presence.accepting(), SlaveFacts.unknown(), List.of())));
    accepted(submit("attached"));
    return slave;
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

  private void event(Event event) {
    loop.submit(event, Receipt.none(), Source.unstoppable());
  }

  @Test
  void logsThatAnEarlierLifeOfTheMasterLeftBehindAreRemoved() throws Exception {
    loop.close();
    store.commit(new Store.Batch(store.storedBatch() + 1, 1, Instant.EPOCH, PlainRows.finished(1)));
    store.prune(new HistoryLimits(Optional.empty(), Optional.of(0L)), 1, Instant.EPOCH, 100);

    loop = open();
    loop.start(Optional.empty());

    assertThat(removedLogs.poll(30, TimeUnit.SECONDS)).isEqualTo(new BuildId(1));
  }
}
