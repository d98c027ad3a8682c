package org.yardmaster.master.alerts;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yardmaster.protocol.model.AlertHook;
import org.yardmaster.protocol.model.Incident;
import org.yardmaster.protocol.model.IncidentKind;
import org.yardmaster.protocol.model.Sorted;
import org.yardmaster.protocol.wire.Timer;

/// Tells the hooks of the configuration in force of every incident, its beginning and its end.
///
/// An incident that was over before anybody heard of it is told all the same, both parts: a short
/// outage is worth knowing of. A hook that was given up on the beginning hears of the end: some try
/// may have reached it. A hook that is configured while an incident lasts hears of the end only.
///
/// Every method only hands over and may be called on any thread.
public final class Alerts implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Alerts.class);

  /// How long a hook may take.
  public static final Duration LIMIT = Duration.ofSeconds(30);

  /// How long a try that is under way when the master stops may still take: what it has told is
  /// then recorded, and not told again by the next life.
  private static final Duration PARTING = Duration.ofSeconds(2);

  /// What the master's own incidents are about.
  private static final String MASTER = "master";

  private final String farm;
  private final ToldFile file;
  private final Timer timer;
  private final Reports reports;
  private final Messenger messenger;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("alert-", 1).factory());

  private final SortedMap<Long, Telling> tellings = new TreeMap<>();
  private final Map<String, HookQueue> queues = new TreeMap<>();
  private final Set<Long> diskNumbers = new LinkedHashSet<>();
  private Optional<Incident> diskFull = Optional.empty();
  private boolean closed;
  private volatile SortedMap<String, AlertHook> hooks = Sorted.map(new TreeMap<>());

  /// Where it is recorded how much of an incident has been told.
  public interface Reports {
    /// All hooks are through with so much of it. `recorded` is run once that is durable; it is
    /// quick.
    void told(long number, Incident.Told told, Runnable recorded);
  }

  /// What this life of the master has begun to tell of an incident.
  private static final class Telling {
    boolean begun;
    boolean ended;
  }

  /// @param farm what the farm is called
  /// @param file where it is kept what each hook has been told; made if it is not there
  /// @param limit how long one try to tell a hook may take
  public Alerts(String farm, Path file, Timer timer, Duration limit, Reports reports)
      throws IOException {
    this.farm = farm;
    this.file = ToldFile.open(file);
    this.timer = timer;
    this.reports = reports;
    this.messenger = new Messenger(limit);
    // The farm counts its incidents from 1; the master's own have their negated start as number.
    diskNumbers.addAll(this.file.numbers().headSet(0L));
  }

  /// These hooks are in force now. One that is not what it was is tried again at once.
  public synchronized void configured(SortedMap<String, AlertHook> inForce) {
    SortedMap<String, AlertHook> before = hooks;
    hooks = inForce;
    queues.forEach((name, queue) -> {
      if (!Optional.ofNullable(inForce.get(name)).equals(Optional.ofNullable(before.get(name)))) {
        queue.wake();
      }
    });
  }

  /// Tells what there is to tell of an incident and is not told or being told yet.
  public synchronized void tell(Incident incident) {
    if (closed) {
      return;
    }
    Telling telling = tellings.computeIfAbsent(incident.number(), _ -> new Telling());
    if (incident.told() == Incident.Told.NOTHING && !telling.begun) {
      telling.begun = true;
      tell(new Alert(farm, incident, Alert.State.BEGIN), Incident.Told.BEGIN);
    }
    if (incident.over().isPresent() && !telling.ended) {
      telling.ended = true;
      tell(new Alert(farm, incident, Alert.State.OVER), Incident.Told.ALL);
    }
  }

  private void tell(Alert alert, Incident.Told told) {
    List<String> names =
        hooks.entrySet().stream()
            .filter(hook -> hook.getValue().on().contains(alert.incident().kind()))
            .map(Map.Entry::getKey)
            .filter(name -> !file.has(alert, name))
            .toList();
    long number = alert.incident().number();
    AtomicInteger left = new AtomicInteger(names.size());
    for (String name : names) {
      queue(name)
          .add(
              alert,
              wasTold -> {
                if (wasTold) {
                  file.add(alert, name);
                }
                if (left.decrementAndGet() == 0) {
                  report(number, told);
                }
              });
    }
    if (names.isEmpty()) {
      report(number, told);
    }
  }

  private HookQueue queue(String name) {
    return queues.computeIfAbsent(
        name,
        _ ->
            new HookQueue(
                name, () -> Optional.ofNullable(hooks.get(name)), messenger, timer, threads));
  }

  private void report(long number, Incident.Told told) {
    boolean all = told == Incident.Told.ALL;
    if (all) {
      synchronized (this) {
        tellings.remove(number);
      }
    }
    if (number > 0) {
      reports.told(number, told, all ? () -> forget(number) : () -> {});
    } else if (all) {
      forget(number);
    }
  }

  private void forget(long number) {
    try {
      threads.execute(() -> file.forget(number));
    } catch (RejectedExecutionException _) {
      LOG.debug("alerts: what was told of incident {} is kept, the master stops", number);
    }
  }

  // The master's own disk: nothing can be stored while it is full.

  /// The disk is below the reserve, and nothing is decided until it is not.
  public synchronized void diskFull(String text) {
    if (diskFull.isEmpty()) {
      long number =
          diskNumbers.stream()
              .min(Long::compare)
              .orElseGet(() -> -timer.now().truncatedTo(ChronoUnit.MILLIS).toEpochMilli());
      diskNumbers.add(number);
      Incident incident = disk(number, text, Incident.Told.NOTHING);
      diskFull = Optional.of(incident);
      tell(incident);
    }
  }

  /// There is room on the disk: also for a start of the master, whose earlier life may have told
  /// that there was none.
  public synchronized void diskFree() {
    String text = diskFull.map(Incident::text).orElse("the master's disk was nearly full");
    diskNumbers.forEach(
        number -> tell(disk(number, text, Incident.Told.BEGIN).endedAt(timer.now())));
    diskNumbers.clear();
    diskFull = Optional.empty();
  }

  private static Incident disk(long number, String text, Incident.Told told) {
    return new Incident(
        number,
        IncidentKind.DISK_RESERVE,
        MASTER,
        Instant.ofEpochMilli(-number),
        text,
        Optional.empty(),
        told);
  }

  /// Tries nothing more, and breaks off what is not through in 2 s; the next life of the master
  /// tells it again.
  @Override
  public void close() {
    synchronized (this) {
      queues.values().forEach(HookQueue::stopTrying);
      closed = true;
    }
    threads.shutdown();
    try {
      if (!threads.awaitTermination(PARTING.toMillis(), TimeUnit.MILLISECONDS)) {
        breakOff();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    messenger.close();
  }

  private void breakOff() throws InterruptedException {
    synchronized (this) {
      queues.values().forEach(HookQueue::breakOff);
    }
    if (!threads.awaitTermination(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      LOG.warn("alerts: a hook could not be broken off");
    }
  }
}
