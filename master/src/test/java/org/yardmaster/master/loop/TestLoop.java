package org.yardmaster.master.loop;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.yardmaster.master.farm.Decision;
import org.yardmaster.master.farm.Event;
import org.yardmaster.master.store.MemoryStore;
import org.yardmaster.protocol.message.Answer;
import org.yardmaster.protocol.message.Command;
import org.yardmaster.protocol.message.SlaveMessage;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.BuilderDefinition;
import org.yardmaster.protocol.model.Eligibility;
import org.yardmaster.protocol.model.FarmConfig;
import org.yardmaster.protocol.model.FarmSettings;
import org.yardmaster.protocol.model.Presence;
import org.yardmaster.protocol.model.Request;
import org.yardmaster.protocol.model.SlaveDefinition;
import org.yardmaster.protocol.model.SlaveFacts;
import org.yardmaster.protocol.model.SlaveId;
import org.yardmaster.protocol.model.Sorted;

/// A real loop on a store in memory, with a farm of one builder `b`. Keeps what it tells outward.
final class TestLoop implements AutoCloseable {
  final MemoryStore store = new MemoryStore();
  final BlockingQueue<String> disk = new LinkedBlockingQueue<>();
  final BlockingQueue<BuildId> removedLogs = new LinkedBlockingQueue<>();
  final BlockingQueue<String> notices = new LinkedBlockingQueue<>();
  final CompletableFuture<Throwable> ended = new CompletableFuture<>();

  private final AtomicInteger failingLooksAtTheClock = new AtomicInteger();
  private volatile Duration putForward = Duration.ZERO;
  private volatile Consumer<Decision> carryingOut = _ -> {};
  private Loop loop = made();
  private int ids;

  private Loop made() {
    return new Loop(store, store.recover(), new Around(), (_, _, _) -> {}, machineClock());
  }

  private InstantSource machineClock() {
    return () -> {
      if (failingLooksAtTheClock.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        throw new IllegalStateException("clock: cannot be read (made to fail)");
      }
      return InstantSource.system().instant().plus(putForward);
    };
  }

  /// Whoever is around the loop.
  private final class Around implements Outward {
    @Override
    public void carryOut(Decision decision) {
      carryingOut.accept(decision);
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

    @Override
    public void ended(Throwable why) {
      ended.complete(why);
    }
  }

  /// Starts the loop, and puts the configuration in force.
  void start() throws Exception {
    loop.start(Optional.empty());
    accepted(new Command.ApplyConfig(config(), ""));
  }

  /// Opens the next life of the master on the same store, once the last one is closed.
  void open() {
    loop = made();
  }

  /// Starts a loop that was opened again.
  void start(Optional<Long> reserve) {
    loop.start(reserve);
  }

  @Override
  public void close() {
    loop.close();
  }

  Twin twin() {
    return loop.twin();
  }

  void putForward(Duration by) {
    putForward = by;
  }

  /// So many of the next looks at the machine's clock fail, and with them the turns that look.
  void failNextLooksAtTheClock(int many) {
    failingLooksAtTheClock.set(many);
  }

  /// What is done with each decision, on the loop's thread.
  void carryOutBy(Consumer<Decision> doing) {
    carryingOut = doing;
  }

  private static FarmConfig config() {
    return config(FarmSettings.defaults().diskReserve());
  }

  static FarmConfig config(long reserve) {
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
    return FarmConfig.of(Sorted.map(new TreeMap<>(Map.of("b", builder))), new TreeMap<>())
        .with(FarmSettings.defaults().withDiskReserve(reserve));
  }

  static Command submit(String reason) {
    return new Command.Submit("b", reason, new TreeMap<>(), Optional.empty(), Optional.empty());
  }

  void submit(Event event, Receipt receipt) {
    loop.submit(event, receipt, Source.unstoppable());
  }

  void event(Event event) {
    submit(event, Receipt.none());
  }

  void send(String id, Command command, Receipt receipt) {
    submit(
        new Event.Commanded(id, new Event.Person("anna", true), command, Optional.empty()),
        receipt);
  }

  /// Sends a command whose client says that it has never been sent before.
  CompletableFuture<Answer> sendFirst(String id, Command command) {
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    loop.submit(
        new Event.Commanded(id, new Event.Person("anna", true), command, Optional.empty()),
        Receipt.answering((_, told) -> answer.complete(told)),
        Source.unstoppable(),
        true);
    return answer;
  }

  CompletableFuture<Answer> send(String id, Command command) {
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    send(id, command, Receipt.answering((_, told) -> answer.complete(told)));
    return answer;
  }

  CompletableFuture<Answer> send(Command command) {
    return send(nextId(), command);
  }

  void send(Command command, Receipt receipt) {
    send(nextId(), command, receipt);
  }

  private String nextId() {
    return "c" + ids++;
  }

  Answer.Accepted accepted(Command command) throws Exception {
    return (Answer.Accepted) send(command).get(30, TimeUnit.SECONDS);
  }

  /// What `all` submits comes in one batch: the loop is held until all of it is there.
  void inOneBatch(Runnable all) throws Exception {
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch submitted = new CountDownLatch(1);
    submit(
        new Event.AlarmRang(),
        new Receipt() {
          @Override
          public void committed(long batch) {
            held.countDown();
            try {
              submitted.await();
            } catch (InterruptedException e) {
              throw new IllegalStateException("held no longer", e);
            }
          }
        });
    held.await();
    all.run();
    submitted.countDown();
  }

  /// Adds slave `s`, and has its process `one` attach.
  SlaveId attached() throws Exception {
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

  /// The reasons of the requests that are stored, in the order of the queue.
  List<String> reasons() {
    return store.recover().farm().requests().stream().map(Request::reason).toList();
  }
}
