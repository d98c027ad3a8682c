package org.yardmaster.slave.run;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.BuildOrder;
import org.yardmaster.slave.core.Input;
import org.yardmaster.slave.core.Memory;
import org.yardmaster.slave.core.ProcessKey;
import org.yardmaster.slave.core.RememberedBuild;

/// The builds that run on this machine: starts them, stops them, keeps their logs, and ends what a
/// previous life left.
///
/// All methods but [#endPreviousLife] return at once; what happens is told to `events`, from many
/// threads.
public final class Builds implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Builds.class);

  /// What the start of a process, as it was recorded, may differ by from what the system tells
  /// later: Linux tells it relative to its own start, which it tells in whole seconds.
  private static final Duration START_TOLERANCE = Duration.ofSeconds(2);

  /// What Windows knows as a device, whatever follows its dot.
  private static final Pattern DEVICE =
      Pattern.compile("(con|prn|aux|nul|com\\d|lpt\\d)(\\..*)?", Pattern.DOTALL);

  private final Machine machine;
  private final Spool spool;
  private final Consumer<List<Input>> events;
  private final Map<BuildId, BuildRun> running = new ConcurrentHashMap<>();

  /// @param slave the random name of the data folder, the same in all lives
  /// @param start the random name of this life
  /// @param grace how long a process may take to end by itself after TERM
  public Builds(
      String slave,
      String start,
      Path data,
      InstantSource clock,
      Duration grace,
      LogSender sender,
      Consumer<List<Input>> events) {
    this(new Machine(slave, start, data, clock, grace), sender, events);
  }

  Builds(Machine machine, LogSender sender, Consumer<List<Input>> events) {
    this.machine = machine;
    this.spool = new Spool(machine, sender);
    this.events = events;
  }

  /// Ends every process that an earlier life started and that is still there, and waits for it.
  public void endPreviousLife(Memory memory) throws InterruptedException {
    ProcessMark mark = ProcessMark.ofSlave(machine.slave);
    int ended =
        machine.tree.end(() -> {
          Set<ProcessHandle> left = new LinkedHashSet<>(machine.marked.find(mark));
          memory.builds().values().forEach(build -> addRecorded(build, left));
          return left;
        });
    if (ended > 0) {
      log.info("ended {} processes of the previous life", ended);
    }
  }

  private void addRecorded(RememberedBuild build, Set<ProcessHandle> left) {
    for (ProcessKey key : build.processes()) {
      ProcessHandle.of(key.pid())
          .filter(process -> isSame(process, key) && machine.marked.alive(process))
          .ifPresent(process -> {
            left.add(process);
            process.descendants().forEach(left::add);
          });
    }
  }

  private static boolean isSame(ProcessHandle process, ProcessKey key) {
    Optional<Instant> startedAt = process.info().startInstant();
    return startedAt.isPresent()
        && Math.abs(startedAt.get().toEpochMilli() - key.startedAtMillis())
            <= START_TOLERANCE.toMillis();
  }

  /// Takes up the logs that an earlier life still owed, and drops all others.
  ///
  /// @return the lengths of the logs that it did not bring to their end
  public SortedMap<BuildId, Long> recover(Memory memory) {
    spool.keepOnly(memory.builds().keySet());
    SortedMap<BuildId, Long> cutShort = new TreeMap<>();
    memory
        .builds()
        .forEach((id, build) -> {
          build.finished().stream()
              .filter(step -> !build.synced().contains(step.index()))
              .forEach(step -> spool.recover(id, step));
          if (build.running()) {
            long length = spool.recoverCutShort(id, build.unfinishedStep());
            if (length > 0) {
              cutShort.put(id, length);
            }
          }
        });
    return cutShort;
  }

  /// Begins a build.
  public void start(BuildOrder order, SortedMap<String, String> secrets, int workspace) {
    Path folder =
        machine
            .data
            .resolve("workspaces")
            .resolve(folderName(order.builder()))
            .resolve(Integer.toString(workspace));
    Consumer<List<Input>> told =
        inputs -> {
          if (inputs.getLast() instanceof Input.BuildOver over) {
            running.remove(over.build());
          }
          events.accept(inputs);
        };
    BuildRun run = new BuildRun(machine, order, secrets, folder, spool, told);
    running.put(order.build(), run);
    try {
      machine.threads.execute(run);
    } catch (Error e) {
      // The machine has no thread left to give.
      run.fail(e);
    }
  }

  /// Ends all processes of a build; one that is over already is left as it is.
  public void stop(BuildId build, String why) {
    Optional.ofNullable(running.get(build)).ifPresent(run -> run.stop(why));
  }

  /// Lets a step of a build start that waits for its locks.
  public void letStart(BuildId build, int step) {
    Optional.ofNullable(running.get(build)).ifPresent(run -> run.letStart(step));
  }

  /// Drops the logs of a build that nobody asks for any more.
  public void forget(BuildId build) {
    spool.forget(build);
  }

  @Override
  public void close() {
    machine.close();
  }

  /// A builder's name as a folder: what is not plain is written as hexadecimal, so two names never
  /// share one, on no file system. Some of them take capital letters for small ones, drop dots at
  /// the end, and keep names for devices.
  static String folderName(String builder) {
    byte[] bytes = builder.getBytes(StandardCharsets.UTF_8);
    boolean device = DEVICE.matcher(builder).matches();
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < bytes.length; i++) {
      char c = (char) (bytes[i] & 0xff);
      boolean atAnEnd = i == 0 || i == bytes.length - 1;
      boolean plain =
          ('a' <= c && c <= 'z')
              || ('0' <= c && c <= '9')
              || c == '-'
              || c == '_'
              || (c == '.' && !atAnEnd);
      boolean kept = plain && !(device && i == 0);
      name.append(kept ? String.valueOf(c) : String.format("%%%02x", (int) c));
    }
    return name.toString();
  }
}
