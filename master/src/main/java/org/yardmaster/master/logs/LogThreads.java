package org.yardmaster.master.logs;

import java.util.concurrent.ThreadFactory;

/// Makes the threads that bring the output of builds to the disk. They go behind all others where
/// processors are short: then slaves, which send no more than was written, hold their output back,
/// and the farm goes on deciding.
public final class LogThreads {
  private LogThreads() {}

  /// @param name of the threads, followed by a number
  @SuppressWarnings("ThreadPriorityCheck") // Only how soon they run depends on it.
  public static ThreadFactory named(String name) {
    return Thread.ofPlatform().name(name, 1).daemon().priority(Thread.MIN_PRIORITY).factory();
  }
}
