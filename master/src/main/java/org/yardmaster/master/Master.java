package org.yardmaster.master;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yardmaster.master.alerts.Alerts;
import org.yardmaster.master.consoles.Answers;
import org.yardmaster.master.consoles.ConsoleDoor;
import org.yardmaster.master.disk.FreeSpace;
import org.yardmaster.master.farm.Change;
import org.yardmaster.master.farm.Decision;
import org.yardmaster.master.farm.Event;
import org.yardmaster.master.farm.FarmSnapshot;
import org.yardmaster.master.keys.FarmKeys;
import org.yardmaster.master.keys.Hosts;
import org.yardmaster.master.keys.SecretValues;
import org.yardmaster.master.keys.TokenFile;
import org.yardmaster.master.logs.BuildLogs;
import org.yardmaster.master.logs.Deadlines;
import org.yardmaster.master.logs.LogThreads;
import org.yardmaster.master.loop.Loop;
import org.yardmaster.master.loop.Outward;
import org.yardmaster.master.loop.Receipt;
import org.yardmaster.master.loop.SafetyPass;
import org.yardmaster.master.loop.Source;
import org.yardmaster.master.loop.Store;
import org.yardmaster.master.loop.Twin;
import org.yardmaster.master.slaves.BuildSecrets;
import org.yardmaster.master.slaves.LogIntake;
import org.yardmaster.master.slaves.OwedLogs;
import org.yardmaster.master.slaves.SlaveDoor;
import org.yardmaster.master.store.History;
import org.yardmaster.master.store.HsqldbStore;
import org.yardmaster.protocol.message.Command;
import org.yardmaster.protocol.message.Query;
import org.yardmaster.protocol.message.Reply;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.FarmConfig;
import org.yardmaster.protocol.model.SecretSource;
import org.yardmaster.protocol.model.SlaveId;
import org.yardmaster.protocol.wire.SystemTimer;
import org.yardmaster.protocol.wire.Tls;
import org.yardmaster.protocol.wire.Together;

/// A running master: everything made once, with plain `new`, started in order and stopped in
/// reverse.
public final class Master implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Master.class);

  /// The exit code of a master that has failed by itself: an internal error, as of any command.
  private static final int BROKEN = 70;

  private static final int OPEN_LOGS = 2_000;
  private static final int READERS = 4;

  /// Output stops this many bytes above the farm's own reserve.
  private static final long LOGS_STOP_ABOVE = 64L << 20;

  private final MasterOptions options;
  private final Deque<AutoCloseable> started = new ArrayDeque<>();
  private final AtomicReference<FarmConfig> config = new AtomicReference<>(FarmConfig.empty());
  private final AtomicReference<SlaveDoor> slaves = new AtomicReference<>();
  private final AtomicReference<SafetyPass> safety = new AtomicReference<>();
  private final AtomicReference<AlertsInOrder> alerts = new AtomicReference<>();
  private InetSocketAddress consoleAddress = new InetSocketAddress(0);
  private InetSocketAddress slaveAddress = new InetSocketAddress(0);
  private String fingerprint = "";

  /// Alerts that come after all that was committed before them: so they find the hooks that were in
  /// force then.
  private record AlertsInOrder(Alerts alerts, Twin twin) {
    void tell(Consumer<Alerts> what) {
      var _ =
          twin.ask(view -> {
            what.accept(alerts);
            return view.batch();
          });
    }
  }

  private Master(MasterOptions options) {
    this.options = options;
  }

  /// Starts a master on an initialised data folder. When this returns, slaves and consoles can
  /// attach.
  ///
  /// @throws StartException if it cannot start; nothing is left running then
  public static Master start(MasterOptions options) throws StartException {
    Master master = new Master(options);
    try {
      master.begin();
      return master;
    } catch (StartException e) {
      master.close();
      throw e;
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      master.close();
      throw new StartException(
          "master: cannot start on " + options.data() + ": " + e.getMessage(), e);
    } catch (Error e) {
      // An incomplete Java runtime, say: no thread that was started may keep the process alive.
      master.close();
      throw e;
    }
  }

  private void begin() throws StartException, IOException, GeneralSecurityException {
    Path data = options.data();
    if (!Files.isDirectory(data.resolve("keys"))) {
      throw new StartException(
          "data folder " + data + ": not a farm's; make one with: yardmaster init " + data);
    }
    HsqldbStore store = start(HsqldbStore.open(data));
    FarmKeys keys = FarmKeys.open(data, Hosts.ofThisMachine(), Instant.now());
    TokenFile token = TokenFile.write(data);
    fingerprint = keys.fingerprint();
    SSLContext tls = Tls.server(keys.keyStore(), keys.password());
    String masterStart = UUID.randomUUID().toString();
    SystemTimer timer = start(new SystemTimer("timer"));
    BuildLogs logs = logs(data);
    LogIntake intake = start(new LogIntake(logs, build -> ranOn(build, store.history())));

    ConsoleDoor consoles = start(new ConsoleDoor(nameOf(data), masterStart, timer));
    Store.Recovered recovered = store.recover();
    FarmSnapshot found = recovered.farm();
    Loop loop =
        start(
            new Loop(
                store,
                recovered,
                outward(consoles, logs),
                (batch, at, changes) -> {
                  noteConfig(changes);
                  consoles.followed(batch, at, changes);
                },
                InstantSource.system()));
    config.set(found.config().config());
    Alerts told = start(alerts(loop, data, timer));
    told.configured(found.config().config().alerts());
    alerts.set(new AlertsInOrder(told, loop.twin()));
    safety.set(start(SafetyPass.over(loop.twin(), timer)));
    found
        .builds()
        .forEach(build ->
            Optional.ofNullable(found.orders().get(build.id()))
                .ifPresent(order -> intake.expect(build.id(), build.slave(), order.logLimit())));
    SlaveDoor slaveDoor =
        start(
            new SlaveDoor(
                timer,
                loop,
                intake,
                new BuildSecrets(SecretValues.ofThisProcess(data), this::secretSources)));
    slaves.set(slaveDoor);
    ConfigAtStart atStart = new ConfigAtStart(options);
    Optional<Command.ApplyConfig> wanted = atStart.wanted(found.config());
    loop.start(wanted.map(command -> command.config().settings().diskReserve()));
    if (wanted.isPresent()) {
      atStart.putInForce(loop, wanted.get());
    }

    ExecutorService readers = readers();
    slaveAddress = slaveDoor.open(new InetSocketAddress(options.bind(), options.slavePort()), tls);
    Answers answers =
        new Answers(loop.twin(), store.history(), logs, readers, joining(keys.fingerprint()));
    consoleAddress =
        consoles.open(
            new InetSocketAddress(options.bind(), options.consolePort()),
            tls,
            loop,
            answers,
            token);
    new RunFile(
            ProcessHandle.current().pid(),
            consoleAddress.getAddress().isAnyLocalAddress()
                ? "127.0.0.1"
                : consoleAddress.getAddress().getHostAddress(),
            consoleAddress.getPort(),
            slaveAddress.getPort(),
            fingerprint)
        .write(data);
    started.push(() -> RunFile.delete(data));
    var _ =
        OwedLogs.takeUp(intake, store.history(), loop.twin(), readers)
            .whenComplete((_, e) -> {
              if (e != null) {
                LOG.info(
                    "master: which logs are still owed was not looked up ({})", e.getMessage());
              }
            });
    LOG.info(
        "master: ready on {}; consoles at port {}, slaves at port {}, fingerprint {}",
        data,
        consoleAddress.getPort(),
        slaveAddress.getPort(),
        fingerprint);
  }

  private <T extends AutoCloseable> T start(T part) {
    started.push(part);
    return part;
  }

  private static String nameOf(Path data) {
    return String.valueOf(data.toAbsolutePath().normalize().getFileName());
  }

  private BuildLogs logs(Path data) throws IOException {
    Path folder = Files.createDirectories(data.resolve("logs"));
    ScheduledExecutorService deadlines =
        executor(
            Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("log-deadlines").daemon().factory()));
    ExecutorService background =
        executor(Executors.newFixedThreadPool(READERS, LogThreads.named("log-sync-")));
    return start(
        new BuildLogs(
            folder,
            OPEN_LOGS,
            FreeSpace.of(folder),
            () -> config.get().settings().diskReserve() + LOGS_STOP_ABOVE,
            Deadlines.of(deadlines),
            background));
  }

  private static Alerts alerts(Loop loop, Path data, SystemTimer timer) throws IOException {
    return new Alerts(
        nameOf(data),
        data.resolve("alerts.told"),
        timer,
        Alerts.LIMIT,
        (number, told, recorded) ->
            record(loop, timer, new Event.IncidentTold(number, told), recorded));
  }

  private static void record(
      Loop loop, SystemTimer timer, Event.IncidentTold told, Runnable recorded) {
    loop.submit(
        told,
        Receipt.untilStored(timer, () -> record(loop, timer, told, recorded), recorded),
        Source.unstoppable());
  }

  private ExecutorService readers() {
    return executor(
        Executors.newFixedThreadPool(
            READERS, Thread.ofPlatform().name("reader-", 1).daemon().factory()));
  }

  private <T extends ExecutorService> T executor(T executor) {
    started.push(executor::shutdownNow);
    return executor;
  }

  private static Optional<SlaveId> ranOn(BuildId build, History history) {
    return history.build(new Query.OneBuild(build)).builds().stream()
        .map(ended -> ended.build().slave())
        .findFirst();
  }

  private static boolean removed(BuildId build, BuildLogs logs) {
    try {
      logs.delete(build);
      return true;
    } catch (UncheckedIOException e) {
      LOG.warn("log of {}: cannot be removed ({}); tried again later", build, e.getMessage());
      return false;
    }
  }

  private Outward outward(ConsoleDoor consoles, BuildLogs logs) {
    ExecutorService logRemover =
        executor(
            Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name("log-removal").daemon().factory()));
    return new Outward() {
      @Override
      public void carryOut(Decision decision) {
        if (decision instanceof Decision.TellIncident(var incident)) {
          tell(all -> all.tell(incident));
          return;
        }
        slaves.get().carryOut(decision);
      }

      @Override
      public void together(Runnable telling) {
        Together.send(telling);
      }

      @Override
      public void notice(String text) {
        consoles.notice(text);
      }

      @Override
      public void ended(Throwable why) {
        try {
          LOG.error("the loop has ended; so does this process, to be started again", why);
        } finally {
          Runtime.getRuntime().halt(BROKEN);
        }
      }

      @Override
      public void removeLogs(List<BuildId> builds, Consumer<List<BuildId>> gone) {
        logRemover.execute(
            () -> gone.accept(builds.stream().filter(build -> removed(build, logs)).toList()));
      }

      @Override
      public void diskFull(String text) {
        tell(all -> all.diskFull(text));
      }

      @Override
      public void diskFree() {
        tell(Alerts::diskFree);
      }
    };
  }

  private void tell(Consumer<Alerts> what) {
    AlertsInOrder present = alerts.get();
    if (present != null) {
      present.tell(what);
    }
  }

  private void noteConfig(List<Change> changes) {
    for (Change change : changes) {
      if (change instanceof Change.ConfigKept(var version)) {
        config.set(version.config());
        AlertsInOrder present = alerts.get();
        if (present != null) {
          present.alerts().configured(version.config().alerts());
        }
      }
    }
  }

  private SortedMap<String, SecretSource> secretSources() {
    return config.get().secrets();
  }

  private Reply.Joining joining(String farmFingerprint) {
    List<String> hosts = options.advertised().isEmpty() ? listening() : options.advertised();
    return new Reply.Joining(
        hosts.stream().map(host -> withPort(host, slaveAddress.getPort())).toList(),
        farmFingerprint);
  }

  /// Where slaves on other machines may find this one.
  private List<String> listening() {
    return slaveAddress.getAddress().isAnyLocalAddress()
        ? Hosts.ofThisMachine().stream().toList()
        : List.of(slaveAddress.getAddress().getHostAddress());
  }

  private static String withPort(String host, int port) {
    if (host.matches("\\[.*]:\\d+|[^:]+:\\d+")) {
      return host;
    }
    return host.contains(":") && !host.startsWith("[")
        ? "[" + host + "]:" + port
        : host + ":" + port;
  }

  /// Where consoles come in.
  public InetSocketAddress consoleAddress() {
    return consoleAddress;
  }

  /// Where slaves come in.
  public InetSocketAddress slaveAddress() {
    return slaveAddress;
  }

  /// The SHA-256 of the farm's CA certificate, in hex.
  public String fingerprint() {
    return fingerprint;
  }

  /// The pass over the queue that counts what should have been started and was not.
  public SafetyPass safety() {
    return safety.get();
  }

  /// Stops in the reverse order of the start. Builds run on at their slaves.
  @Override
  public void close() {
    while (!started.isEmpty()) {
      AutoCloseable part = started.pop();
      try {
        part.close();
      } catch (Exception e) {
        LOG.error("master: {} did not stop cleanly", part.getClass().getSimpleName(), e);
      }
    }
    LOG.info("master: stopped");
  }
}
