package org.yardmaster.master.farm;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.yardmaster.protocol.message.Command;
import org.yardmaster.protocol.model.Build;
import org.yardmaster.protocol.model.Contact;
import org.yardmaster.protocol.model.OutOfService;
import org.yardmaster.protocol.model.Pause;
import org.yardmaster.protocol.model.PauseScope;
import org.yardmaster.protocol.model.Presence;
import org.yardmaster.protocol.model.Reliability;
import org.yardmaster.protocol.model.Role;
import org.yardmaster.protocol.model.Slave;
import org.yardmaster.protocol.model.SlaveDefinition;
import org.yardmaster.protocol.model.SlaveFacts;
import org.yardmaster.protocol.model.SlaveId;

/// Carries out what people want done with builds, pauses, slaves and users.
final class FarmCommands {
  private final Rows rows;
  private final Builds builds;
  private final Endings endings;
  private final Losses losses;
  private final List<Decision> decisions;

  FarmCommands(Rows rows, Builds builds, Endings endings, Losses losses, List<Decision> decisions) {
    this.rows = rows;
    this.builds = builds;
    this.endings = endings;
    this.losses = losses;
    this.decisions = decisions;
  }

  Done stopBuild(Command.StopBuild command, String user, Instant now) throws Refusal {
    Build build =
        rows.build(command.build())
            .orElseThrow(() ->
                command.build().value() > 0 && command.build().value() < rows.counters().build()
                    ? Refusal.tooLate(command.build() + ": has ended already")
                    : Refusal.unknown(command.build() + ": no such build"));
    builds.stop(build, user, command.reason(), now);
    return Done.forGood("Stopping " + build.id());
  }

  // Pauses.

  Done pause(Command.Pause command, String user, Instant now) throws Refusal {
    PauseScope scope = known(command.scope());
    if (command.until().filter(until -> !until.isAfter(now)).isPresent()) {
      throw Refusal.invalid(
          "pause of " + scope + " until " + command.until().get() + ": that is in the past");
    }
    Optional<Pause> before = rows.pause(scope);
    Optional<Pause> after =
        Optional.of(new Pause(scope, user, now, command.reason(), command.until()));
    rows.pause(scope, after);
    return Done.undoable(
        "Paused " + scope, List.of(new CommandRecord.PauseWas(scope, before, after)));
  }

  Done resume(Command.Resume command) throws Refusal {
    PauseScope scope = command.scope();
    Optional<Pause> before = rows.pause(scope);
    if (before.isEmpty()) {
      known(scope);
      throw Refusal.tooLate("resume: " + scope + " is not paused");
    }
    rows.pause(scope, Optional.empty());
    return Done.undoable(
        "Resumed " + scope, List.of(new CommandRecord.PauseWas(scope, before, Optional.empty())));
  }

  private PauseScope known(PauseScope scope) throws Refusal {
    boolean there =
        switch (scope.kind()) {
          case FARM -> true;
          case BUILDER -> rows.builderNamed(scope.name()).isPresent();
          case SLAVE -> rows.slaveNamed(scope.name()).isPresent();
        };
    if (!there) {
      throw Refusal.unknown(scope + ": not in this farm");
    }
    return scope;
  }

  // Slaves.

  Done takeOut(Command.TakeOut command, String user, Instant now) throws Refusal {
    if (command.until().filter(until -> !until.isAfter(now)).isPresent()) {
      throw Refusal.invalid("out of service until " + command.until().get() + ": in the past");
    }
    Optional<OutOfService> mark =
        Optional.of(new OutOfService(user, now, command.reason(), command.until()));
    List<Slave> slaves = named(command.slaves());
    return mark(names(slaves) + " out of service", slaves, mark);
  }

  /// A slave that a person puts back in service is trusted again, too.
  Done putBack(Command.PutBack command, Instant now) throws Refusal {
    List<Slave> named = named(command.slaves());
    List<Slave> backedOff =
        named.stream().filter(s -> s.reliability().until().isPresent()).toList();
    backedOff.forEach(slave -> losses.trust(slave, now));
    List<Slave> slaves =
        named(command.slaves()).stream().filter(s -> s.outOfService().isPresent()).toList();
    if (slaves.isEmpty() && backedOff.isEmpty()) {
      throw Refusal.tooLate("in service: none of these slaves is out of service or backed off");
    }
    if (slaves.isEmpty()) {
      return Done.forGood(names(backedOff) + " trusted with builds again");
    }
    return mark(names(slaves) + " back in service", slaves, Optional.empty());
  }

  private Done mark(String text, List<Slave> slaves, Optional<OutOfService> mark) {
    List<CommandRecord.MarkWas> replaced = new ArrayList<>();
    for (Slave slave : slaves) {
      replaced.add(new CommandRecord.MarkWas(slave.id(), slave.outOfService(), mark));
      rows.keep(slave.withMark(mark));
    }
    return Done.undoable(text, replaced);
  }

  private List<Slave> named(List<String> names) throws Refusal {
    if (names.isEmpty()) {
      throw Refusal.invalid("no slave named");
    }
    List<Slave> found = new ArrayList<>();
    for (String name : new TreeSet<>(names)) {
      found.add(slave(name));
    }
    return found;
  }

  private Slave slave(String name) throws Refusal {
    return rows.slaveNamed(name)
        .orElseThrow(() -> Refusal.unknown("slave " + name + ": not in this farm"));
  }

  private static String names(List<Slave> slaves) {
    return slaves.size() == 1 ? "Slave " + slaves.getFirst().name() : slaves.size() + " slaves";
  }

  /// Lets a slave in, or gives a known one a new secret; whoever is attached with the old one is
  /// sent away.
  Done addSlave(Command.AddSlave command, Instant now) throws Refusal {
    if (!command.name().matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}")) {
      throw Refusal.invalid(
          "slave name '" + command.name() + "': only letters, digits, '.', '_' and '-'");
    }
    if (command.definition().maxBuilds() < 1) {
      throw Refusal.invalid("slave " + command.name() + ": builds at once must be 1 or more");
    }
    Optional<Slave> known = rows.slaveNamed(command.name());
    Slave slave = known.isPresent() ? known.get() : newSlave(command, now);
    if (slave.origin() == Slave.Origin.COMMAND || slave.retired()) {
      rows.keep(slave.defined(command.definition(), Slave.Origin.COMMAND, false));
    }
    rows.keepSecret(slave.id(), command.secretHash());
    if (known.isPresent()) {
      decisions.add(
          new Decision.DetachSlave(
              slave.id(), "slave " + slave.name() + ": has been given a new secret"));
    }
    return Done.forGood(
        (known.isPresent() ? "New secret for slave " : "Added slave ") + slave.name());
  }

  private Slave newSlave(Command.AddSlave command, Instant now) {
    return create(command.name(), command.definition(), Slave.Origin.COMMAND, now);
  }

  /// A slave that nobody has seen yet.
  Slave create(String name, SlaveDefinition definition, Slave.Origin origin, Instant now) {
    Slave slave =
        new Slave(
            new SlaveId(rows.counters().slave()),
            name,
            definition,
            origin,
            false,
            new Contact(Contact.State.ABSENT, now, "", "", ""),
            Presence.accepting(),
            Optional.empty(),
            SlaveFacts.unknown(),
            Reliability.full());
    rows.keep(rows.counters().afterSlave());
    rows.keep(slave);
    return slave;
  }

  Done removeSlave(Command.RemoveSlave command, Instant now) throws Refusal {
    Slave slave = slave(command.name());
    if (slave.origin() == Slave.Origin.CONFIG) {
      throw Refusal.invalid(
          "slave " + slave.name() + ": named by the configuration; take it out of that instead");
    }
    int running = rows.buildsOf(slave.id()).size();
    retire(slave, now);
    return Done.forGood(
        running == 0
            ? "Removed slave " + slave.name()
            : "Slave " + slave.name() + " goes when its " + running + " builds have ended");
  }

  /// Takes a slave out of the farm, now or when its last build has ended.
  void retire(Slave slave, Instant now) {
    Slave retired = slave.defined(slave.definition(), slave.origin(), true);
    rows.keep(retired);
    endings.removeIfDone(retired, now);
  }

  // Users.

  Done putUser(Command.PutUser command) throws Refusal {
    if (!command.name().matches("[A-Za-z0-9][A-Za-z0-9._@-]{0,99}")) {
      throw Refusal.invalid(
          "user name '" + command.name() + "': only letters, digits, '.', '_', '@' and '-'");
    }
    Optional<Change.User> known = rows.user(command.name());
    String verifier =
        command
            .verifier()
            .or(() -> known.map(Change.User::verifier))
            .orElseThrow(() -> Refusal.invalid("user " + command.name() + ": needs a password"));
    if (!verifier.matches("pbkdf2-sha256\\$[0-9]{6,9}\\$[^$]+\\$[^$]+")) {
      throw Refusal.invalid("user " + command.name() + ": malformed password verifier");
    }
    Change.User user = new Change.User(command.name(), command.role(), verifier);
    if (user.role() != Role.ADMIN) {
      keepAnAdmin(command.name());
    }
    rows.keep(user);
    return Done.forGood(
        (known.isPresent() ? "Changed user " : "Added user ") + user.name() + ", " + user.role());
  }

  Done removeUser(Command.RemoveUser command) throws Refusal {
    if (rows.user(command.name()).isEmpty()) {
      throw Refusal.unknown("user " + command.name() + ": no such user");
    }
    keepAnAdmin(command.name());
    rows.removeUser(command.name());
    return Done.forGood("Removed user " + command.name());
  }

  private void keepAnAdmin(String leaving) throws Refusal {
    boolean isAdmin = rows.user(leaving).filter(u -> u.role() == Role.ADMIN).isPresent();
    boolean another =
        rows.users().values().stream()
            .anyMatch(u -> u.role() == Role.ADMIN && !u.name().equals(leaving));
    if (isAdmin && !another) {
      throw Refusal.invalid("user " + leaving + ": is the last admin; make another one first");
    }
  }
}
