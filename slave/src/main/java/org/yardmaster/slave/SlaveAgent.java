package org.yardmaster.slave;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yardmaster.protocol.message.SlaveFrame;
import org.yardmaster.protocol.message.SlaveMessage;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.BuildResult;
import org.yardmaster.protocol.model.Presence;
import org.yardmaster.slave.core.Action;
import org.yardmaster.slave.core.Bundle;
import org.yardmaster.slave.core.Input;
import org.yardmaster.slave.core.SlaveCore;
import org.yardmaster.slave.journal.Journal;
import org.yardmaster.slave.owner.OwnerCommand;
import org.yardmaster.slave.owner.OwnerReply;
import org.yardmaster.slave.run.Builds;
import org.yardmaster.slave.run.LogSender;

/// The one thread that owns the slave's core: takes what happened, lets the core decide, writes the
/// journal once for all of it, and only then acts. What is written survives this process, so its
/// builds may go on; the master is told when it would survive the machine too.
///
/// [#run] is that thread; everything else may be called by any thread and returns at once.
final class SlaveAgent implements MasterLine.Listener {
  private static final Logger log = LoggerFactory.getLogger(SlaveAgent.class);

  /// A machine that slept does not count its sleep in waiting times, and nobody tells when there is
  /// space on the disk again: so leases and a full disk are looked at this often at least.
  private static final Duration LOOK = Duration.ofSeconds(15);

  /// How long a leaving slave waits for its master to confirm what it said; the rest is told by the
  /// next life.
  private static final Duration FAREWELL = Duration.ofSeconds(5);

  private static final Duration FAREWELL_LOOK = Duration.ofMillis(20);

  private final String name;
  private final SlaveCore core;
  private final Journal journal;
  private final MasterLine line;
  private final LogSender sender;
  private final BooleanSupplier roomOnDisk;
  private final InstantSource clock;
  private final LinkedBlockingQueue<Runnable> inbox = new LinkedBlockingQueue<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final SlaveStatus status;

  private @Nullable Builds builds;
  private List<Action> actions = new ArrayList<>();

  /// What is to be confirmed when the journal is written.
  private final List<Runnable> receipts = new ArrayList<>();

  private final Bundle soon = new Bundle();

  /// When what waits is told at the latest, of `System.nanoTime`.
  private long toldBy;

  private boolean everAttached;
  private Optional<ExitCode> exit = Optional.empty();
  private long farewellUntil;
  private boolean leaving;

  /// @param roomOnDisk whether there is space for another build
  SlaveAgent(
      String name,
      SlaveCore core,
      Journal journal,
      MasterLine line,
      LogSender sender,
      BooleanSupplier roomOnDisk,
      InstantSource clock) {
    this.name = name;
    this.core = core;
    this.journal = journal;
    this.line = line;
    this.sender = sender;
    this.roomOnDisk = roomOnDisk;
    this.clock = clock;
    this.status = new SlaveStatus(name, core, clock);
  }

  /// Takes in what happened, all of it at once.
  void tell(List<Input> inputs) {
    inbox.add(() -> inputs.forEach(this::take));
  }

  /// Runs until the slave is to end, and says how it ended.
  ///
  /// @param builds what runs the builds; tells this object
  /// @param cutShort how much output is kept of steps that the previous life did not end
  ExitCode run(Builds builds, SortedMap<BuildId, Long> cutShort) throws InterruptedException {
    this.builds = builds;
    try {
      actions.addAll(core.start(cutShort));
      tick();
      settle();
      line.start(inbox::add, this);
      while (exit.isEmpty()) {
        turn();
      }
      return exit.get();
    } catch (UncheckedIOException e) {
      log.error("slave {}: its journal cannot be written; ending", name, e);
      return ExitCode.DISK;
    } finally {
      ended.countDown();
    }
  }

  /// Waits until [#run] has ended.
  boolean awaitEnd(Duration limit) throws InterruptedException {
    return ended.await(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void turn() throws InterruptedException {
    Runnable first = inbox.poll(patience().toNanos(), TimeUnit.NANOSECONDS);
    tick();
    if (first != null) {
      List<Runnable> batch = new ArrayList<>(List.of(first));
      inbox.drainTo(batch);
      batch.forEach(Runnable::run);
    }
    settle();
    leaveIfDone();
  }

  private Duration patience() {
    if (leaving) {
      return FAREWELL_LOOK;
    }
    if (!soon.isEmpty()) {
      return Duration.ofNanos(Math.max(0, toldBy - System.nanoTime()));
    }
    Duration silence = line.silence();
    boolean looks = core.wantsRoom() || (core.busy() && !silence.isZero());
    Duration limit = looks ? LOOK : Duration.ofDays(1);
    return core.nextTick(clock.instant(), silence)
        .filter(next -> next.compareTo(limit) < 0)
        .orElse(limit);
  }

  private void tick() {
    take(new Input.Ticked(clock.instant(), line.silence()));
    if (core.wantsRoom() && roomOnDisk.getAsBoolean()) {
      take(new Input.RoomCame());
    }
  }

  private void take(Input input) {
    actions.addAll(core.on(input));
  }

  /// First the journal, once for the whole batch; then what concerns this machine; then, when the
  /// journal is on the disk, what the master is told.
  private void settle() {
    boolean durable = write();
    List<Action> settled = actions;
    actions = new ArrayList<>();
    settled.forEach(this::act);
    if (durable) {
      sync();
    }
    line.together(() -> {
      settled.forEach(this::tell);
      receipts.forEach(Runnable::run);
      if (System.nanoTime() - toldBy >= 0) {
        soon.take().forEach(this::send);
      }
    });
    receipts.clear();
  }

  /// Whether any of it must be on the disk before the master is told.
  private boolean write() {
    boolean durable = false;
    for (Action action : actions) {
      if (action instanceof Action.Write(var entry, boolean mustLast)) {
        journal.add(entry);
        durable |= mustLast;
      }
    }
    actions.removeIf(Action.Write.class::isInstance);
    try {
      journal.write();
      journal.compact(core.memory());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return durable;
  }

  private void sync() {
    try {
      journal.sync();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What the session before was still to be told is in the inventory, which may tell only what is
  /// in the journal.
  @Override
  public SlaveMessage.Inventory newSession() {
    actions.removeIf(Action.Tell.class::isInstance);
    var _ = soon.take();
    take(new Input.SessionBegan());
    if (write()) {
      sync();
    }
    for (Action action : actions) {
      if (action instanceof Action.BeginSession(SlaveMessage.Inventory inventory)) {
        actions.remove(action);
        return inventory;
      }
    }
    throw new IllegalStateException("slave " + name + ": no inventory for a new session");
  }

  /// Does what concerns this machine.
  private void act(Action action) {
    Builds running = Objects.requireNonNull(builds);
    switch (action) {
      case Action.Write _, Action.BeginSession _ ->
          throw new IllegalStateException("slave " + name + ": out of its turn: " + action);
      case Action.Run run -> {
        status.began(run.order().build());
        running.start(run.order(), run.secrets(), run.workspace());
        log.info(
            "{} of {}: begins in workspace {}",
            run.order().build(),
            run.order().builder(),
            run.workspace());
      }
      case Action.Stop stop -> {
        log.info("{}: {}", stop.build(), stop.why());
        running.stop(stop.build(), stop.why());
      }
      case Action.LetStart let -> running.letStart(let.build(), let.step());
      case Action.Tell _ -> {}
      case Action.Forget forget -> {
        status.forgot(forget.build());
        running.forget(forget.build());
      }
      case Action.Leave _ -> {
        leaving = true;
        farewellUntil = System.nanoTime() + FAREWELL.toNanos();
      }
    }
  }

  /// Does what the master is told by.
  private void tell(Action action) {
    if (action instanceof Action.Tell tell) {
      if (soon.isEmpty()) {
        toldBy = System.nanoTime() + Bundle.SOON.toNanos();
      }
      soon.with(tell).forEach(this::send);
    }
  }

  private void send(SlaveMessage.FromSlave message) {
    switch (message) {
      case SlaveMessage.BuildFinished(BuildId build, BuildResult result) ->
          log.info("{}: {} {}", build, result.outcome(), result.detail());
      case SlaveMessage.BuildRefused refused ->
          log.info("{}: refused, {} {}", refused.build(), refused.refusal(), refused.detail());
      case SlaveMessage.PresenceChanged(Presence presence) ->
          log.info("slave {}: {} {}", name, presence.state(), presence.reason());
      case SlaveMessage.Leaving(String reason) -> log.info("slave {}: leaving, {}", name, reason);
      default -> {}
    }
    line.send(message);
  }

  private void leaveIfDone() {
    if (!leaving) {
      return;
    }
    boolean nobodyThere = !status.attached();
    boolean allSaid = soon.isEmpty() && line.delivered() && core.memory().builds().isEmpty();
    if (nobodyThere || allSaid || System.nanoTime() - farewellUntil >= 0) {
      exit = Optional.of(ExitCode.OK);
    }
  }

  /// Obeys the owner; the answer comes when what was asked is in the journal.
  CompletableFuture<OwnerReply> obey(OwnerCommand command) {
    CompletableFuture<OwnerReply> reply = new CompletableFuture<>();
    inbox.add(() -> obey(command, reply));
    return reply;
  }

  private void obey(OwnerCommand command, CompletableFuture<OwnerReply> reply) {
    switch (command) {
      case OwnerCommand.Status _ -> {}
      case OwnerCommand.Away(String reason, Optional<Instant> until) ->
          take(new Input.WentAway(reason, until));
      case OwnerCommand.Back _ -> take(new Input.CameBack());
      case OwnerCommand.Stop(boolean graceful, String reason) ->
          take(graceful ? new Input.GracefulStopAsked(reason) : new Input.StopAsked(reason));
    }
    OwnerReply said =
        command instanceof OwnerCommand.Status
            ? status.report()
            : new OwnerReply.Done(status.words());
    receipts.add(() -> reply.complete(said));
  }

  @Override
  public void connected(String address) {
    everAttached = true;
    status.attached(address);
    log.info("slave {}: attached to {}", name, address);
    sender.connected();
  }

  @Override
  public void disconnected(String why) {
    sender.disconnected();
    log.warn("slave {}: lost its master: {}", name, why);
    status.lost(why);
  }

  @Override
  public void unreachable(String why) {
    if (status.problem(why)) {
      log.warn("slave {}: {}; trying again", name, why);
    }
  }

  @Override
  public void wrongFarm(String message) {
    rejected(message, Optional.of(ExitCode.REFUSED));
  }

  @Override
  public void refused(SlaveFrame.Refusal refusal, String message) {
    rejected(
        refusal + ": " + message,
        switch (refusal) {
          case UNKNOWN_SLAVE, WRONG_SECRET, VERSION -> Optional.of(ExitCode.REFUSED);
          case NAME_IN_USE -> Optional.of(ExitCode.NAME_IN_USE);
          case TRY_LATER -> Optional.empty();
        });
  }

  /// A slave that never was attached is set up wrongly: whoever starts it should see that at once.
  private void rejected(String message, Optional<ExitCode> code) {
    boolean isNew = status.problem(message);
    if (everAttached || code.isEmpty()) {
      if (isNew) {
        log.warn("slave {}: not let in: {}; trying again", name, message);
      }
    } else {
      log.error("slave {}: not let in: {}; giving up", name, message);
      exit = code;
    }
  }

  @Override
  public void received(SlaveMessage.ToSlave message, Runnable receipt) {
    boolean room = !(message instanceof SlaveMessage.StartBuild) || roomOnDisk.getAsBoolean();
    take(new Input.Received(message, room));
    receipts.add(receipt);
  }

  @Override
  public void logStored(SlaveFrame.LogStored stored) {
    sender.stored(stored);
  }

  @Override
  public void readyForChunks() {
    sender.ready();
  }
}
