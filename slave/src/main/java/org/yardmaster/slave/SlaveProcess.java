package org.yardmaster.slave;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.SlaveFacts;
import org.yardmaster.slave.core.Input;
import org.yardmaster.slave.core.Memory;
import org.yardmaster.slave.core.SlaveCore;
import org.yardmaster.slave.journal.Journal;
import org.yardmaster.slave.owner.OwnerCommand;
import org.yardmaster.slave.owner.OwnerReply;
import org.yardmaster.slave.owner.OwnerSocket;
import org.yardmaster.slave.run.Builds;
import org.yardmaster.slave.run.LogSender;

/// One life of a slave: puts its parts together, ends what the previous life left, and runs until
/// it is told to end.
public final class SlaveProcess {
  private static final Logger log = LoggerFactory.getLogger(SlaveProcess.class);
  private static final Duration OWNER_PATIENCE = Duration.ofSeconds(10);

  /// What the process is given besides its settings.
  ///
  /// @param grace how long a process may take to end by itself after TERM
  /// @param diskReserve bytes of free disk below which no new build is taken
  /// @param hardware tells this machine from others
  public record Terms(Duration grace, long diskReserve, InstantSource clock, Hardware hardware) {

    /// Ten seconds and 256 MB, on this machine.
    public static Terms standard() {
      return new Terms(
          Duration.ofSeconds(10), 256L << 20, InstantSource.system(), Hardware.ofThisMachine());
    }
  }

  private final String name;
  private final Path data;
  private final Terms terms;
  private final Function<String, MasterLine> connect;

  /// @param connect makes the line to the master, for this random start id
  public SlaveProcess(String name, Path data, Terms terms, Function<String, MasterLine> connect) {
    this.name = name;
    this.data = data;
    this.terms = terms;
    this.connect = connect;
  }

  /// Runs until the owner, the operating system or a final refusal ends it.
  public ExitCode run() throws InterruptedException {
    try (DataFolder folder = DataFolder.open(data)) {
      return live(folder);
    } catch (DataFolder.InUse e) {
      log.error("slave {}: {}", name, e.getMessage());
      return ExitCode.DATA_IN_USE;
    } catch (IOException e) {
      log.error("slave {}: data folder {}: {}", name, data, e.toString());
      return ExitCode.DISK;
    }
  }

  private ExitCode live(DataFolder folder) throws IOException, InterruptedException {
    String start = DataFolder.random() + DataFolder.random();
    Path file = folder.path().resolve("journal");
    Journal.Recovered recovered = Journal.read(file);
    if (recovered.ignoredBytes() > 0) {
      log.info(
          "journal {}: its last {} bytes are no whole entry; ignored",
          file,
          recovered.ignoredBytes());
    }
    Memory memory = remembered(folder, recovered.memory());
    SlaveCore core = new SlaveCore(memory, facts());
    Mailbox mailbox = new Mailbox();
    try (Journal journal = Journal.begin(file, memory);
        MasterLine line = connect.apply(start);
        LogSender sender = new LogSender(folder.path(), line, mailbox);
        Builds builds =
            new Builds(
                folder.id(), start, folder.path(), terms.clock(), terms.grace(), sender, mailbox)) {
      folder.belongsTo(terms.hardware());
      builds.endPreviousLife(memory);
      SortedMap<BuildId, Long> cutShort = builds.recover(memory);
      FileStore disk = Files.getFileStore(folder.path());
      SlaveAgent agent =
          new SlaveAgent(name, core, journal, line, sender, () -> roomOn(disk), terms.clock());
      mailbox.deliverTo(agent);
      try (OwnerSocket _ = OwnerSocket.open(folder.path(), command -> obey(agent, command))) {
        return untilToldToEnd(agent, builds, cutShort);
      }
    }
  }

  private Memory remembered(DataFolder folder, Memory memory) throws IOException {
    if (!folder.comesFromElsewhere(terms.hardware())) {
      return memory;
    }
    log.warn(
        "data folder {}: comes from another machine; what that one was building is left to it",
        folder.path());
    return memory.withoutRunning();
  }

  private ExitCode untilToldToEnd(
      SlaveAgent agent, Builds builds, SortedMap<BuildId, Long> cutShort)
      throws InterruptedException {
    Thread hook = new Thread(() -> serviceStop(agent), "service-stop");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return agent.run(builds, cutShort);
    } finally {
      removeHook(hook);
    }
  }

  /// The operating system wants the process to end: the builds are stopped, and the master is told,
  /// if it can be in time.
  private void serviceStop(SlaveAgent agent) {
    agent.tell(List.of(new Input.StopAsked("service stop")));
    try {
      Duration limit = terms.grace().plusSeconds(10);
      if (!agent.awaitEnd(limit)) {
        log.warn("slave {}: not at its end after {}; the next life tells the rest", name, limit);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static void removeHook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      log.debug("the Java runtime is ending already", e);
    }
  }

  private static OwnerReply obey(SlaveAgent agent, OwnerCommand command) {
    try {
      return agent.obey(command).get(OWNER_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      return new OwnerReply.Refused("the slave does not answer: " + e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new OwnerReply.Refused("the slave is ending");
    }
  }

  private boolean roomOn(FileStore disk) {
    try {
      return disk.getUsableSpace() > terms.diskReserve();
    } catch (IOException e) {
      log.warn("data folder {}: free space unknown: {}", data, e.toString());
      return false;
    }
  }

  private static SlaveFacts facts() {
    String version = SlaveProcess.class.getPackage().getImplementationVersion();
    return new SlaveFacts(
        System.getProperty("os.name", ""),
        System.getProperty("os.arch", ""),
        version == null ? "development" : version,
        ZoneId.systemDefault().getId());
  }
}
