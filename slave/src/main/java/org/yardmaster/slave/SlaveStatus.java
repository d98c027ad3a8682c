package org.yardmaster.slave;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.Presence;
import org.yardmaster.slave.core.RememberedBuild;
import org.yardmaster.slave.core.SlaveCore;
import org.yardmaster.slave.owner.OwnerReply;

/// What the machine's owner is told when asking how the slave is: what runs, whether it is
/// attached, and what is wrong if it is not. Belongs to the agent's thread.
final class SlaveStatus {
  private final String name;
  private final SlaveCore core;
  private final InstantSource clock;
  private final Map<BuildId, Instant> startedAt = new TreeMap<>();
  private Optional<String> attachedTo = Optional.empty();
  private Optional<Instant> since = Optional.empty();
  private Optional<String> problem = Optional.empty();

  SlaveStatus(String name, SlaveCore core, InstantSource clock) {
    this.name = name;
    this.core = core;
    this.clock = clock;
  }

  void began(BuildId build) {
    startedAt.put(build, clock.instant());
  }

  void forgot(BuildId build) {
    startedAt.remove(build);
  }

  void attached(String master) {
    attachedTo = Optional.of(master);
    since = Optional.of(clock.instant());
    problem = Optional.empty();
  }

  void lost(String why) {
    attachedTo = Optional.empty();
    since = Optional.of(clock.instant());
    problem = Optional.of(why);
  }

  /// Notes why it is not attached.
  ///
  /// @return whether that is news
  boolean problem(String why) {
    boolean isNew = !problem.equals(Optional.of(why));
    problem = Optional.of(why);
    return isNew;
  }

  boolean attached() {
    return attachedTo.isPresent();
  }

  /// In a line.
  String words() {
    Presence presence = core.presence();
    long running = core.memory().running().count();
    String builds =
        running == 0 ? "no build runs" : running == 1 ? "1 build runs" : running + " builds run";
    return (presence.state() == Presence.State.AWAY ? "away" : "accepting builds")
        + (presence.reason().isEmpty() ? "" : " (" + presence.reason() + ")")
        + presence.until().map(until -> " until " + until).orElse("")
        + "; "
        + builds;
  }

  /// In full.
  OwnerReply report() {
    List<OwnerReply.Running> running = core.memory().running().map(this::described).toList();
    return new OwnerReply.Report(
        name,
        ProcessHandle.current().pid(),
        core.presence(),
        core.leaving(),
        running,
        core.memory().builds().size() - running.size(),
        attachedTo,
        since,
        problem);
  }

  private OwnerReply.Running described(RememberedBuild build) {
    return new OwnerReply.Running(
        build.order().build(),
        build.order().builder(),
        build.current().map(step -> build.order().steps().get(step).name()),
        startedAt.getOrDefault(build.order().build(), clock.instant()));
  }
}
