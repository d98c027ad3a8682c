package org.yardmaster.master.store;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.yardmaster.master.farm.Change;
import org.yardmaster.master.farm.CommandRecord;
import org.yardmaster.master.farm.ConfigVersion;
import org.yardmaster.master.farm.Counters;
import org.yardmaster.master.farm.FarmSnapshot;
import org.yardmaster.master.farm.LostBuild;
import org.yardmaster.master.loop.Store;
import org.yardmaster.protocol.message.Command;
import org.yardmaster.protocol.message.FarmChange;
import org.yardmaster.protocol.model.Build;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.BuildOrder;
import org.yardmaster.protocol.model.Builder;
import org.yardmaster.protocol.model.BuilderId;
import org.yardmaster.protocol.model.Contact;
import org.yardmaster.protocol.model.FarmConfig;
import org.yardmaster.protocol.model.FinishedBuild;
import org.yardmaster.protocol.model.FinishedRequest;
import org.yardmaster.protocol.model.HistoryLimits;
import org.yardmaster.protocol.model.Incident;
import org.yardmaster.protocol.model.Pause;
import org.yardmaster.protocol.model.PauseScope;
import org.yardmaster.protocol.model.Request;
import org.yardmaster.protocol.model.RequestId;
import org.yardmaster.protocol.model.Schedule;
import org.yardmaster.protocol.model.Slave;
import org.yardmaster.protocol.model.SlaveId;
import org.yardmaster.protocol.model.Sorted;

/// The fake beside the real store: keeps its promises in memory, survives [#close()] as a disk
/// would, and fails as it is told to.
public final class MemoryStore implements Store {

  /// What a commit can be told to do.
  private enum Fate {
    REFUSE,
    FAIL_BEFORE,
    FAIL_AFTER
  }

  private static final Duration ID_MEMORY = Duration.ofDays(1);

  private final Deque<Fate> fates = new ArrayDeque<>();
  private final AtomicInteger readsBefore = new AtomicInteger();
  private final AtomicInteger failingReads = new AtomicInteger();
  private Predicate<Batch> unstorable = _ -> false;
  private final AtomicInteger failingLooks = new AtomicInteger();
  private long freeBytes = Long.MAX_VALUE;
  private int checkpoints;
  private volatile long logBytes;
  private int failingCheckpoints;

  private long batch;
  private long term = 1;
  private Instant at = Instant.EPOCH;
  private Counters counters = Counters.first();
  private ConfigVersion config = new ConfigVersion(0, "", Instant.EPOCH, FarmConfig.empty(), "");
  private final SortedMap<BuilderId, Builder> builders = new TreeMap<>();
  private final SortedMap<SlaveId, Slave> slaves = new TreeMap<>();
  private final SortedMap<SlaveId, String> secrets = new TreeMap<>();
  private final SortedMap<String, Change.User> users = new TreeMap<>();
  private final SortedMap<PauseScope, Pause> pauses = new TreeMap<>();
  private final SortedMap<RequestId, Request> requests = new TreeMap<>();
  private final SortedMap<BuildId, Build> builds = new TreeMap<>();
  private final SortedMap<BuildId, BuildOrder> orders = new TreeMap<>();
  private final SortedMap<BuildId, LostBuild> lost = new TreeMap<>();
  private final SortedMap<String, Schedule> schedules = new TreeMap<>();
  private final SortedMap<Long, Incident> incidents = new TreeMap<>();
  private final SortedMap<RequestId, FinishedRequest> finishedRequests = new TreeMap<>();
  private final SortedMap<BuildId, FinishedBuild> finishedBuilds = new TreeMap<>();
  private long gone;
  private final SortedSet<BuildId> pruned = new TreeSet<>();
  private final SortedMap<Long, CommandRecord> commands = new TreeMap<>();
  private final SortedMap<String, Long> numbers = new TreeMap<>();

  /// The next commit is refused.
  public void refuseNext() {
    fates.add(Fate.REFUSE);
  }

  /// Whether a batch shows a slave in such contact.
  public static boolean shows(Batch batch, Contact.State state) {
    return batch.changes().stream()
        .anyMatch(change ->
            change instanceof Change.Shown(FarmChange.SlaveKept(Slave slave))
                && slave.contact().state() == state);
  }

  /// Every batch like this is refused, from now on.
  public void refuseAll(Predicate<Batch> like) {
    unstorable = like;
  }

  /// The next commit has an unknown outcome, and nothing is stored.
  public void failNextBeforeStoring() {
    fates.add(Fate.FAIL_BEFORE);
  }

  /// The next commit has an unknown outcome, and all is stored.
  public void failNextAfterStoring() {
    fates.add(Fate.FAIL_AFTER);
  }

  /// So many of the next questions cannot be answered.
  public void failNextReads(int many) {
    failReadsAfter(0, many);
  }

  /// After so many more questions, so many cannot be answered.
  public void failReadsAfter(int answered, int many) {
    readsBefore.set(answered);
    failingReads.set(many);
  }

  private void read() {
    if (readsBefore.getAndUpdate(left -> Math.max(0, left - 1)) == 0
        && failingReads.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      throw new IllegalStateException("cannot be read now");
    }
  }

  /// What [#freeBytes()] says from now on.
  public void setFreeBytes(long bytes) {
    freeBytes = bytes;
  }

  /// So many of the next looks at the free bytes fail.
  public void failNextLooks(int many) {
    failingLooks.set(many);
  }

  /// Makes the log as long as that, until a checkpoint.
  public void setLogBytes(long bytes) {
    logBytes = bytes;
  }

  /// So many of the next checkpoints fail.
  public void failNextCheckpoints(int many) {
    failingCheckpoints = many;
  }

  /// How often a checkpoint was asked for.
  public int checkpoints() {
    return checkpoints;
  }

  /// Requests of history by their ids.
  public SortedMap<RequestId, FinishedRequest> finishedRequests() {
    return Sorted.map(finishedRequests);
  }

  /// Builds of history by their ids.
  public SortedMap<BuildId, FinishedBuild> finishedBuilds() {
    return Sorted.map(finishedBuilds);
  }

  /// The audit by the commands' numbers.
  public SortedMap<Long, CommandRecord> commands() {
    return Sorted.map(commands);
  }

  @Override
  public Recovered recover() {
    read();
    return new Recovered(
        new FarmSnapshot(
            counters,
            config,
            List.copyOf(builders.values()),
            List.copyOf(slaves.values()),
            secrets,
            users,
            List.copyOf(pauses.values()),
            List.copyOf(requests.values()),
            List.copyOf(builds.values()),
            orders,
            List.copyOf(lost.values()),
            List.copyOf(schedules.values()),
            List.copyOf(incidents.values())),
        batch,
        term,
        at);
  }

  @Override
  public void commit(Batch next) throws RefusedException, UnknownOutcomeException {
    Optional<Fate> fate = Optional.ofNullable(fates.poll());
    if (fate.equals(Optional.of(Fate.REFUSE)) || unstorable.test(next) || !follows(next)) {
      throw new RefusedException("batch " + next.number() + ": refused", new Exception("as told"));
    }
    if (!fate.equals(Optional.of(Fate.FAIL_BEFORE))) {
      store(next);
    }
    if (fate.isPresent()) {
      throw new UnknownOutcomeException(
          "batch " + next.number() + ": nobody knows", new Exception("as told"));
    }
  }

  private boolean follows(Batch next) {
    return next.number() > batch && next.term() >= term;
  }

  private void store(Batch next) {
    batch = next.number();
    term = next.term();
    at = next.at();
    next.changes().forEach(this::store);
  }

  private void store(Change change) {
    switch (change) {
      case Change.Shown(var shown) -> store(shown);
      case Change.BuildOrdered(var build, var order) -> orders.put(build, order);
      case Change.LostKept(var known) -> lost.put(known.build().id(), known);
      case Change.LostGone(var build) -> lost.remove(build);
      case Change.HistoryForgotten(var request) -> finishedRequests.remove(request);
      case Change.SecretKept(var slave, var hash) -> secrets.put(slave, hash);
      case Change.UserKept(var user) -> users.put(user.name(), user);
      case Change.UserGone(var name) -> users.remove(name);
      case Change.ConfigKept(var version) -> {
        if (version.version() >= config.version()) {
          config = version;
        }
      }
      case Change.CommandKept(var command) -> {
        commands.put(command.number(), command);
        numbers.put(command.id(), command.number());
      }
      case Change.CommandUndone(var number, var by) ->
          commands.computeIfPresent(number, (_, command) -> undone(command, by));
      case Change.CountersKept(var next) -> counters = next;
    }
  }

  private void store(FarmChange change) {
    switch (change) {
      case FarmChange.RequestKept(var request) -> requests.put(request.id(), request);
      case FarmChange.RequestEnded(var finished) -> {
        requests.remove(finished.request().id());
        finishedRequests.put(finished.request().id(), finished);
      }
      case FarmChange.BuildKept(var build) -> builds.put(build.id(), build);
      case FarmChange.BuildEnded(var finished) -> {
        forget(finished.build().id());
        finishedBuilds.put(finished.build().id(), finished);
      }
      case FarmChange.BuildGone(var build) -> forget(build);
      case FarmChange.SlaveKept(var slave) -> slaves.put(slave.id(), slave);
      case FarmChange.SlaveGone(var slave) -> {
        slaves.remove(slave);
        secrets.remove(slave);
      }
      case FarmChange.BuilderKept(var builder) -> builders.put(builder.id(), builder);
      case FarmChange.PauseKept(var pause) -> pauses.put(pause.scope(), pause);
      case FarmChange.PauseGone(var scope) -> pauses.remove(scope);
      case FarmChange.ScheduleKept(var schedule) -> schedules.put(schedule.name(), schedule);
      case FarmChange.ScheduleGone(var name) -> schedules.remove(name);
      case FarmChange.IncidentKept(var incident) -> incidents.put(incident.number(), incident);
      case FarmChange.IncidentGone(var number) -> incidents.remove(number);
      case FarmChange.SettingsKept _ -> {}
    }
  }

  private void forget(BuildId build) {
    builds.remove(build);
    orders.remove(build);
  }

  private static CommandRecord undone(CommandRecord command, long by) {
    return new CommandRecord(
        command.number(),
        command.id(),
        command.at(),
        command.user(),
        command.command(),
        command.answer(),
        command.replaced(),
        by);
  }

  @Override
  public long storedBatch() {
    read();
    return batch;
  }

  @Override
  public Optional<CommandRecord> commandOf(String id) {
    read();
    Instant after = at.minus(ID_MEMORY);
    return Optional.ofNullable(numbers.get(id))
        .flatMap(this::command)
        .filter(command -> command.at().isAfter(after));
  }

  @Override
  public Optional<CommandRecord> command(long number) {
    return Optional.ofNullable(commands.get(number));
  }

  @Override
  public Optional<CommandRecord> newestUndoable(String user) {
    return commands.values().stream()
        .filter(command -> command.user().equals(user) && command.undoable())
        .filter(command -> !(command.command() instanceof Command.Undo))
        .reduce((_, later) -> later);
  }

  @Override
  public int prune(HistoryLimits limits, long ended, Instant now, int most) {
    long surplus = limits.count().map(count -> ended - gone - count).orElse(0L);
    List<RequestId> oldestFirst =
        finishedRequests.values().stream()
            .sorted(
                Comparator.comparing(FinishedRequest::finishedAt)
                    .thenComparing(one -> one.request().id()))
            .filter(one ->
                surplus > 0
                    || limits
                        .age()
                        .filter(age -> !one.finishedAt().isAfter(now.minus(age)))
                        .isPresent())
            .limit(surplus > 0 ? Math.min(surplus, most) : most)
            .map(one -> one.request().id())
            .toList();
    oldestFirst.forEach(this::prune);
    gone += oldestFirst.size();
    return oldestFirst.size();
  }

  private void prune(RequestId request) {
    finishedRequests.remove(request);
    List<BuildId> its =
        finishedBuilds.values().stream()
            .map(FinishedBuild::build)
            .filter(build -> build.requests().contains(request))
            .filter(build ->
                build.requests().stream()
                    .noneMatch(id -> requests.containsKey(id) || finishedRequests.containsKey(id)))
            .map(Build::id)
            .toList();
    its.forEach(build -> finishedBuilds.remove(build));
    pruned.addAll(its);
  }

  @Override
  public int forgetCommandIds(Instant now, int most) {
    Instant until = now.minus(ID_MEMORY);
    List<String> old =
        numbers.entrySet().stream()
            .filter(entry -> !commands.get(entry.getValue()).at().isAfter(until))
            .map(Map.Entry::getKey)
            .limit(most)
            .toList();
    old.forEach(id -> numbers.remove(id));
    return old.size();
  }

  @Override
  public List<BuildId> logsToRemove(int most) {
    return pruned.stream().limit(most).toList();
  }

  @Override
  public void logsRemoved(List<BuildId> builds) {
    pruned.removeAll(builds);
  }

  @Override
  public long freeBytes() {
    if (failingLooks.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      throw new StoreException("database: free disk space unknown (made to fail)");
    }
    return freeBytes;
  }

  @Override
  public long logBytes() {
    return logBytes;
  }

  @Override
  public void checkpoint() {
    if (failingCheckpoints > 0) {
      failingCheckpoints--;
      throw new StoreException("database: checkpoint failed (made to fail)");
    }
    logBytes = 0;
    checkpoints++;
  }

  @Override
  public void close() {}
}
