package org.yardmaster.master.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.slave.core.Entry;
import org.yardmaster.slave.core.Memory;

/// A machine that is to run a slave: its disk, its power, its network, and the process trees on it.
final class SlaveMachine {
  final String name;
  final World world;

  /// Process trees by their builds, also those whose slave process is gone.
  final Map<BuildId, Runnable> trees = new LinkedHashMap<>();

  boolean network = true;
  boolean roomOnDisk = true;
  private List<Entry> journal;
  private int synced;
  private @Nullable SlaveProcess process;
  private int lives;

  SlaveMachine(World world, String name, List<Entry> journal) {
    this.world = world;
    this.name = name;
    this.journal = new ArrayList<>(journal);
  }

  @Nullable SlaveProcess process() {
    return process;
  }

  List<Entry> journal() {
    return List.copyOf(journal);
  }

  void write(Entry entry, boolean durable) {
    journal.add(entry);
    if (durable) {
      synced = journal.size();
    }
  }

  /// Starts the slave, if it does not run.
  void boot() {
    if (process == null) {
      List.copyOf(trees.values()).forEach(Runnable::run);
      journal = new ArrayList<>(Memory.of(journal).entries());
      synced = journal.size();
      process = new SlaveProcess(this, name + "/" + world.nextStart(), Memory.of(journal));
      lives++;
      process.start();
    }
  }

  void bootAfter(Duration wait) {
    world.agenda.after(wait, this::boot);
  }

  /// The process is gone; its trees run on.
  void kill() {
    if (process != null) {
      SlaveProcess gone = process;
      process = null;
      gone.die(true);
    }
  }

  /// Everything stops, and nobody on the other end of a line is told.
  void losePower() {
    if (process != null) {
      SlaveProcess gone = process;
      process = null;
      gone.die(false);
    }
    List.copyOf(trees.values()).forEach(Runnable::run);
    int kept = synced + world.chance.below(journal.size() - synced + 1);
    journal = new ArrayList<>(journal.subList(0, kept));
  }

  void networkGone(Duration time) {
    network = false;
    if (process != null) {
      process.lineGoesDead();
    }
    world.agenda.after(time, () -> network = true);
  }

  @Override
  public String toString() {
    return name + " (life " + lives + ")";
  }
}
