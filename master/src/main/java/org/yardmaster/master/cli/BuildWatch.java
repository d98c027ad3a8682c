package org.yardmaster.master.cli;

import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.yardmaster.protocol.client.Connection;
import org.yardmaster.protocol.client.FarmView;
import org.yardmaster.protocol.client.MasterClient;
import org.yardmaster.protocol.message.ConsoleFrame.Changed;
import org.yardmaster.protocol.message.FarmChange;
import org.yardmaster.protocol.model.Build;
import org.yardmaster.protocol.model.BuildId;

/// What runs, for a thread that wants to wait until that changes.
final class BuildWatch implements MasterClient.Listener {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final TreeMap<BuildId, Build> builds = new TreeMap<>();
  private boolean known;
  private boolean connected;
  private Optional<Failure> over = Optional.empty();

  /// A build, while it runs.
  Optional<Build> running(BuildId id) {
    return when(() -> known, id);
  }

  /// Waits until a build is another than `seen`.
  Optional<Build> changedFrom(Optional<Build> seen, BuildId id) {
    return when(() -> known && !Optional.ofNullable(builds.get(id)).equals(seen), id);
  }

  /// Waits until there is a line to the master again.
  void awaitLine() {
    when(() -> connected, new BuildId(0));
  }

  private Optional<Build> when(BooleanSupplier condition, BuildId id) {
    lock.lock();
    try {
      while (over.isEmpty() && !condition.getAsBoolean()) {
        changed.await();
      }
      if (over.isPresent()) {
        throw over.get();
      }
      return Optional.ofNullable(builds.get(id));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new Failure(ExitCode.NO_MASTER, "interrupted while waiting for the master");
    } finally {
      lock.unlock();
    }
  }

  private void note(Runnable change) {
    lock.lock();
    try {
      change.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void connection(Connection state) {
    note(() -> {
      connected = state instanceof Connection.Connected;
      if (state instanceof Connection.Refused refused) {
        over =
            Optional.of(
                new Failure(
                    ExitCode.NO_MASTER, "master " + refused.master() + ": " + refused.reason()));
      }
    });
  }

  @Override
  public void ready(FarmView view) {
    note(() -> {
      builds.clear();
      builds.putAll(view.builds());
      known = true;
    });
  }

  @Override
  public void changed(FarmView view, Changed batch) {
    note(() -> batch.changes().forEach(this::apply));
  }

  private void apply(FarmChange change) {
    switch (change) {
      case FarmChange.BuildKept(Build build) -> builds.put(build.id(), build);
      case FarmChange.BuildEnded(var ended) -> builds.remove(ended.build().id());
      case FarmChange.BuildGone(BuildId id) -> builds.remove(id);
      case FarmChange _ -> {}
    }
  }
}
