package org.yardmaster.master.simulation;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.yardmaster.master.farm.Event;
import org.yardmaster.master.farm.FarmSnapshot;
import org.yardmaster.master.loop.Receipt;
import org.yardmaster.master.store.MemoryStore;

/// The master's machine: the store, which survives, and the process, which may not.
final class Master {
  final World world;
  final MemoryStore store = new MemoryStore();
  Judge judge;
  private @Nullable MasterProcess process;

  Master(World world) {
    this.world = world;
    this.judge = new Judge(store.recover().farm());
  }

  void boot() {
    if (process == null) {
      process = new MasterProcess(this, "master/" + world.nextStart());
      process.start();
    }
  }

  /// The process is gone, and its lines break.
  void kill() {
    if (process != null) {
      MasterProcess gone = process;
      process = null;
      gone.die();
      Duration down =
          world.chance.in(4)
              ? world.chance.around(Duration.ofMinutes(20))
              : world.chance.millis(20_000);
      world.agenda.after(down, this::boot);
    }
  }

  /// The clock of its machine is another now.
  void clockStepped(Duration step) {
    if (process != null) {
      process.clockStepped(step);
    }
  }

  boolean runs() {
    return process != null;
  }

  /// Accepts a connection, if the process runs.
  @Nullable Line connect(SlaveProcess slave) {
    return process == null ? null : process.slaves.accept(slave);
  }

  /// Brings an event from outside; nothing happens if the process is gone.
  void submit(Event event, Receipt receipt, boolean first) {
    if (process != null) {
      process.submit(event, receipt, first);
    }
  }

  /// The farm as people see it.
  FarmSnapshot view() {
    return judge.last();
  }
}
