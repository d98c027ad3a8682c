package org.yardmaster.slave.run;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;

/// What running builds need of the machine: threads, a timer, the clock, the folders, and the means
/// to end processes.
final class Machine implements AutoCloseable {
  static final boolean WINDOWS =
      System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");

  /// The random name of the data folder, the same in all lives.
  final String slave;

  /// The random name of this life.
  final String start;

  final Path data;
  final InstantSource clock;
  final MarkedProcesses marked = new MarkedProcesses();
  final ProcessTree tree;
  final ExecutorService threads;
  final Launcher launcher;
  final ScheduledExecutorService timer = newTimer();

  Machine(String slave, String start, Path data, InstantSource clock, Duration grace) {
    this(slave, start, data, clock, grace, named("build"), Launcher::ofThisMachine);
  }

  /// @param builders makes the threads of builds
  /// @param launcher starts programs, with such threads if it needs any
  Machine(
      String slave,
      String start,
      Path data,
      InstantSource clock,
      Duration grace,
      ThreadFactory builders,
      Function<ExecutorService, Launcher> launcher) {
    this.slave = slave;
    this.start = start;
    this.data = data;
    this.clock = clock;
    this.threads = Executors.newCachedThreadPool(builders);
    this.launcher = launcher.apply(threads);
    this.tree = new ProcessTree(marked, grace);
  }

  private static ScheduledExecutorService newTimer() {
    ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, named("build-timer"));
    timer.setRemoveOnCancelPolicy(true);
    return timer;
  }

  /// Daemons: a thread that reads from a process which cannot be ended must not keep the slave
  /// alive.
  private static ThreadFactory named(String name) {
    return Thread.ofPlatform().daemon().name(name + "-", 1).factory();
  }

  @Override
  public void close() {
    threads.shutdownNow();
    timer.shutdownNow();
  }
}
