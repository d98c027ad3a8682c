package org.yardmaster.master.loop;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yardmaster.master.farm.CommandRecord;
import org.yardmaster.master.farm.Decision;
import org.yardmaster.master.farm.Event;
import org.yardmaster.master.farm.Farm;
import org.yardmaster.master.farm.Stamped;
import org.yardmaster.master.loop.Drained.Work;
import org.yardmaster.master.loop.Stoppage.Reason;
import org.yardmaster.protocol.message.Answer;
import org.yardmaster.protocol.message.Command;

/// The one thread that owns the farm: drain the inbox, fold the batch, write it in one transaction,
/// and only then send, acknowledge and publish. One fsync serves everything that arrived meanwhile.
///
/// Everybody waits for it and it computes little, so it goes before other threads where the system
/// lets it: neither a busy compiler nor the output of fifty builds holds up a start.
public final class Loop implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Loop.class);

  /// Most events of one turn, so that a turn stays short.
  private static final int BATCH = 1_000;

  /// Longest sleep: after a jump of the machine's clock an alarm comes at most this much late.
  private static final Duration NAP = Duration.ofSeconds(10);

  /// The loop naps for less: if more time than this has passed between two looks into the inbox, it
  /// stood, or the clock was put forward.
  private static final Duration STOOD = NAP.multipliedBy(3);

  /// How often a full disk is looked at again.
  private static final Duration DISK_CHECK = Duration.ofSeconds(1);

  /// A rest after something could not be stored, or a turn failed: it, or the next, may be tried
  /// again at once.
  private static final Duration AFTER_FAILURE = Duration.ofMillis(100);

  private static final String A_TURN_FAILED =
      "master: a turn failed, its log says why; the farm is read from the database again, and"
          + " nothing is decided until a turn succeeds";

  private final Store store;
  private final Outward outward;
  private final LoopClock clock;
  private final Inbox inbox = new Inbox();
  private final Stoppage stoppage;
  private final Insisting insisting;
  private final Refusals refusals = new Refusals();
  private final SentAgain sentAgain = new SentAgain();
  private final Twin twin;
  private final Housekeeping housekeeping;
  private final Pruner pruner;
  private final TurnTimes times = new TurnTimes();
  private final Thread thread;
  private Farm farm;
  private long batch;
  private final long term;
  private Optional<Long> reserveAtStart = Optional.empty();
  private long versionAtStart;

  /// Empty until the farm knows that the master has started.
  private Optional<Instant> lookedAt = Optional.empty();

  private boolean mustRest;

  /// When something happened last.
  private Instant busyAt;

  private volatile boolean closing;

  /// Makes the farm of what the store has. Nothing happens before [#start].
  ///
  /// @param recovered what was just read from the store
  public Loop(
      Store store,
      Store.Recovered recovered,
      Outward outward,
      Twin.Follower follower,
      InstantSource machineClock) {
    this.store = store;
    this.outward = outward;
    this.batch = recovered.batch();
    this.term = recovered.term();
    this.twin = new Twin(recovered, follower);
    this.farm = new Farm(recovered.farm(), recovered.at());
    this.clock = new LoopClock(machineClock, recovered.at());
    this.busyAt = recovered.at();
    this.stoppage = new Stoppage(outward);
    this.insisting = new Insisting(inbox, stoppage, () -> this.closing);
    this.housekeeping = new Housekeeping(store, outward, stoppage);
    this.pruner = new Pruner(store, outward);
    this.thread = thread();
  }

  /// Its priority makes it quicker, and nothing right that would be wrong without.
  @SuppressWarnings("ThreadPriorityCheck")
  private Thread thread() {
    return Thread.ofPlatform()
        .name("loop")
        .priority(Thread.MAX_PRIORITY)
        .uncaughtExceptionHandler((_, why) -> outward.ended(why))
        .unstarted(this::run);
  }

  /// Begins, with [Event.MasterStarted] as the first event.
  ///
  /// @param reserve the disk reserve of a configuration that is about to be put in force: it holds
  ///   until that is, so that the master can start on a small disk
  public void start(Optional<Long> reserve) {
    reserveAtStart = reserve;
    versionAtStart = farm.config().version();
    inbox.wake();
    thread.start();
  }

  /// Brings an event, from any thread. What becomes of it is told to `receipt`.
  public void submit(Event event, Receipt receipt, Source source) {
    submit(event, receipt, source, false);
  }

  /// Brings a command as [#submit] does. That it is `first` is its client's word that it has never
  /// been sent before: its answer is not looked for in the database then.
  public void submit(Event event, Receipt receipt, Source source, boolean first) {
    inbox.add(new Inbox.Envelope(event, new GuardedReceipt(event, receipt), first), source);
  }

  /// The farm's twin, for whoever only asks.
  public Twin twin() {
    return twin;
  }

  /// The leading master's term.
  public long term() {
    return term;
  }

  /// Finishes the turn at work, then ends. What is still in the inbox was acknowledged to nobody.
  @Override
  public void close() {
    closing = true;
    inbox.wake();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    twin.close();
    LOG.info("loop: {}", times);
  }

  private void run() {
    try {
      while (!closing) {
        try {
          turn();
          stoppage.end(Reason.TURN_FAILED);
        } catch (RuntimeException e) {
          mustRest = true;
          stoppage.begin(Reason.TURN_FAILED, A_TURN_FAILED, e);
          recover();
        }
      }
    } catch (InterruptedException e) {
      if (!closing) {
        throw new IllegalStateException("loop: interrupted, though nobody has closed it", e);
      }
    }
  }

  private void turn() throws InterruptedException {
    if (housekeeping.blocked()) {
      inbox.pause(DISK_CHECK);
    } else if (mustRest) {
      mustRest = false;
      inbox.pause(AFTER_FAILURE);
    } else {
      inbox.await(least(housekeeping.napBefore(untilAlarm()), pruner.untilNext(clock.now())));
    }
    if (closing) {
      return;
    }
    if (!housekeeping.roomToDecide(reserve())) {
      return;
    }
    long begin = System.nanoTime();
    Drained drained = drain();
    boolean idle = drained.works().isEmpty();
    if (!idle) {
      commit(drained);
    }
    Instant now = clock.now();
    if (!idle) {
      busyAt = now;
    }
    pruner.prune(farm.config().config().settings().history(), farm.ended(), now);
    housekeeping.tidy(Duration.between(busyAt, now), inbox.peek().isEmpty());
    if (!idle) {
      times.took(System.nanoTime() - begin, drained.works().size());
    }
  }

  private long reserve() {
    return reserveAtStart
        .filter(_ -> farm.config().version() == versionAtStart)
        .orElseGet(() -> farm.config().config().settings().diskReserve());
  }

  private static Duration least(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  private Duration untilAlarm() {
    return farm.nextAlarm().map(clock::until).filter(d -> d.compareTo(NAP) < 0).orElse(NAP);
  }

  // Drain.

  private Drained drain() {
    Instant now = clock.now();
    Optional<Work> own = ownEvent(now);
    if (own.isPresent()) {
      return Drained.of(own.get());
    }
    Drained drained = new Drained();
    if (farm.nextAlarm().filter(alarm -> !alarm.isAfter(now)).isPresent()) {
      drained.add(new Work(new Stamped(now, new Event.AlarmRang()), Receipt.none()));
    }
    while (drained.works().size() < BATCH) {
      Optional<Inbox.Envelope> next = inbox.peek();
      if (next.isEmpty() || drained.mustPrecede(next.get().event())) {
        break;
      }
      Inbox.Envelope envelope = inbox.take();
      try {
        prepare(envelope)
            .ifPresent(event -> drained.add(new Work(new Stamped(now, event), envelope.receipt())));
      } catch (RuntimeException e) {
        LOG.error("loop: event refused: {}", envelope.event(), e);
        envelope.receipt().refused("the master cannot read its database now; try again later");
      }
    }
    return drained;
  }

  /// What the loop itself has to tell before all else. If it cannot be stored, the next turn tells
  /// it again.
  private Optional<Work> ownEvent(Instant now) {
    Optional<Instant> before = lookedAt;
    Optional<Event> event =
        before.isEmpty()
            ? Optional.of(new Event.MasterStarted())
            : gapBefore(now).map(Event.StoodStill::new);
    lookedAt = Optional.of(now);
    return event.map(
        told -> new Work(new Stamped(now, told), Receipt.ifRefused(_ -> lookedAt = before)));
  }

  private Optional<Duration> gapBefore(Instant now) {
    Optional<Duration> gap =
        lookedAt
            .map(before -> Duration.between(before, now))
            .filter(time -> time.compareTo(STOOD) > 0);
    gap.ifPresent(
        time -> LOG.warn("loop: {} since it last looked; no silence of that time counts", time));
    return gap;
  }

  /// Gives a command that was answered before its old answer; gives an undo what it takes back.
  private Optional<Event> prepare(Inbox.Envelope envelope) {
    if (!(envelope.event() instanceof Event.Commanded command)) {
      return Optional.of(envelope.event());
    }
    Optional<Answer> before =
        sentAgain.isFirst(command.id(), envelope.first())
            ? Optional.empty()
            : answerBefore(command.id());
    if (before.isPresent()) {
      envelope.receipt().answered(batch, before.get());
      envelope.receipt().committed(batch);
      return Optional.empty();
    }
    if (command.command() instanceof Command.Undo(Optional<Long> number)) {
      Optional<CommandRecord> target =
          number.isPresent()
              ? store.command(number.get())
              : store.newestUndoable(command.by().name());
      return Optional.of(
          new Event.Commanded(command.id(), command.by(), command.command(), target));
    }
    return Optional.of(command);
  }

  private Optional<Answer> answerBefore(String command) {
    return refusals
        .of(command)
        .<Answer>map(answer -> answer)
        .or(() -> store.commandOf(command).map(CommandRecord::answer));
  }

  // Commit.

  private void commit(Drained drained) throws InterruptedException {
    try {
      Turn turn = Turn.fold(farm, drained.events());
      if (store(turn, drained)) {
        return;
      }
    } catch (RuntimeException e) {
      LOG.error(
          "loop: a batch of {} events broke the farm; trying each alone",
          drained.works().size(),
          e);
    }
    recover();
    for (Work work : drained.works()) {
      commitAlone(work);
    }
  }

  private void commitAlone(Work work) throws InterruptedException {
    String why;
    try {
      Drained alone = Drained.of(work);
      if (store(Turn.fold(farm, alone.events()), alone)) {
        return;
      }
      why = "the master could not store it; nothing has changed";
    } catch (RuntimeException e) {
      LOG.error("loop: event refused: {}", work.stamped().event(), e);
      why = "the master failed on it; nothing has changed, and its log says why";
    }
    recover();
    mustRest = true;
    work.receipt().refused(why);
  }

  /// Writes a turn, then tells everybody. False if nothing of it is stored.
  private boolean store(Turn turn, Drained drained) throws InterruptedException {
    List<Stamped> events = drained.events();
    Instant at = events.getLast().at();
    Store.Batch written = new Store.Batch(batch + 1, term, at, turn.changes());
    if (!turn.changes().isEmpty() && !written(written)) {
      return false;
    }
    batch = written.number();
    twin.follow(written, events);
    try {
      outward.together(() -> tell(turn, drained, at));
    } finally {
      twin.catchUp();
    }
    return true;
  }

  /// Whether the store has it. Where that is not known it must be found out before anything else:
  /// folded again, what is stored would happen twice; given up, nobody would be told of it.
  private boolean written(Store.Batch written) throws InterruptedException {
    try {
      store.commit(written);
      return true;
    } catch (Store.RefusedException e) {
      LOG.error("loop: batch {} refused by the store: {}", written.number(), e.getMessage());
      return false;
    } catch (Store.UnknownOutcomeException | RuntimeException e) {
      LOG.error("loop: outcome of batch {} is unknown", written.number(), e);
      boolean stored =
          insisting.ask("the last batch stored", store::storedBatch) == written.number();
      LOG.info("loop: the store {} batch {}", stored ? "has" : "does not have", written.number());
      return stored;
    }
  }

  private void tell(Turn turn, Drained drained, Instant at) {
    for (Decision decision : turn.decisions()) {
      if (decision instanceof Decision.AnswerCommand(var id, var answer)) {
        if (answer instanceof Answer.Refused refused) {
          refusals.keep(id, refused, at);
        }
        drained.receiptOf(id).ifPresent(receipt -> receipt.answered(batch, answer));
      } else {
        carryOut(decision);
      }
    }
    drained.works().forEach(work -> work.receipt().committed(batch));
  }

  private void carryOut(Decision decision) {
    try {
      outward.carryOut(decision);
    } catch (RuntimeException e) {
      LOG.error("loop: decided and stored, but not carried out: {}", decision, e);
    }
  }

  /// Throws the folded farm away and takes what the store has.
  private void recover() throws InterruptedException {
    Store.Recovered recovered = insisting.ask("the farm", store::recover);
    farm = new Farm(recovered.farm(), recovered.at());
    batch = Math.max(batch, recovered.batch());
  }
}
