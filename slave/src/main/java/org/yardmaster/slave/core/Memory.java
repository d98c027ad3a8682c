package org.yardmaster.slave.core;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.Presence;

/// What a slave must still know in its next life: the fold of all entries of its journal.
///
/// Belongs to one thread.
public final class Memory {
  private final SortedMap<BuildId, RememberedBuild> builds = new TreeMap<>();
  private Presence presence = Presence.accepting();

  /// Nothing remembered: a slave that never ran.
  public Memory() {}

  /// What these entries leave.
  public static Memory of(List<Entry> entries) {
    Memory memory = new Memory();
    entries.forEach(memory::apply);
    return memory;
  }

  /// Takes in one more entry. One of a build that is not remembered changes nothing.
  public void apply(Entry entry) {
    switch (entry) {
      case Entry.Accepted e ->
          builds.put(e.order().build(), RememberedBuild.accepted(e.order(), e.workspace()));
      case Entry.ProcessStarted e -> change(e.build(), b -> b.withProcess(e.step(), e.process()));
      case Entry.StepEnded e -> change(e.build(), b -> b.afterStep(e.result()));
      case Entry.Ended e -> change(e.build(), b -> b.ended(e.result()));
      case Entry.Recorded e -> change(e.build(), RememberedBuild::asRecorded);
      case Entry.LogSynced e -> change(e.build(), b -> b.withSynced(e.step()));
      case Entry.Forgotten e -> builds.remove(e.build());
      case Entry.PresenceSet e -> presence = e.presence();
    }
  }

  private void change(BuildId build, UnaryOperator<RememberedBuild> change) {
    builds.computeIfPresent(build, (_, old) -> Objects.requireNonNull(change.apply(old)));
  }

  /// The same without the builds that had not ended: on a disk that was copied they may still run
  /// where it came from, and nobody here can tell what becomes of them.
  public Memory withoutRunning() {
    Memory memory = of(entries());
    memory.builds.values().removeIf(RememberedBuild::running);
    return memory;
  }

  /// The shortest entries that leave the same memory: a compacted journal.
  public List<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    entries.add(new Entry.PresenceSet(presence));
    builds.forEach((id, build) -> write(id, build, entries));
    return entries;
  }

  private static void write(BuildId id, RememberedBuild build, List<Entry> entries) {
    entries.add(new Entry.Accepted(build.order(), build.workspace()));
    if (build.result().isEmpty()) {
      build.finished().forEach(step -> entries.add(new Entry.StepEnded(id, step)));
    }
    build
        .processes()
        .forEach(p -> entries.add(new Entry.ProcessStarted(id, build.current().orElseThrow(), p)));
    build.result().ifPresent(result -> entries.add(new Entry.Ended(id, result)));
    if (build.recorded()) {
      entries.add(new Entry.Recorded(id));
    }
    build.synced().forEach(step -> entries.add(new Entry.LogSynced(id, step)));
  }

  /// All builds that run or are owed.
  public SortedMap<BuildId, RememberedBuild> builds() {
    return Collections.unmodifiableSortedMap(builds);
  }

  /// Those of them that run.
  public Stream<RememberedBuild> running() {
    return builds.values().stream().filter(RememberedBuild::running);
  }

  /// What the owner last said.
  public Presence presence() {
    return presence;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Memory memory
        && builds.equals(memory.builds)
        && presence.equals(memory.presence);
  }

  @Override
  public int hashCode() {
    return Objects.hash(builds, presence);
  }

  @Override
  public String toString() {
    return "Memory[" + presence + ", " + builds + "]";
  }
}
