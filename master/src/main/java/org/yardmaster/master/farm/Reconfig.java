package org.yardmaster.master.farm;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yardmaster.protocol.message.Command;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.BuildOrder;
import org.yardmaster.protocol.model.Builder;
import org.yardmaster.protocol.model.BuilderDefinition;
import org.yardmaster.protocol.model.BuilderId;
import org.yardmaster.protocol.model.Contact;
import org.yardmaster.protocol.model.FarmConfig;
import org.yardmaster.protocol.model.LockDefinition;
import org.yardmaster.protocol.model.LockUse;
import org.yardmaster.protocol.model.Request;
import org.yardmaster.protocol.model.Slave;
import org.yardmaster.protocol.model.SlaveDefinition;
import org.yardmaster.protocol.model.Step;

/// Puts a configuration in force. Names that stay keep their ids, queues and slaves; running builds
/// keep the order they started with; what is no longer named is retired, and forgotten by nobody.
final class Reconfig {
  private final Rows rows;
  private final Queue queue;
  private final FarmCommands farm;
  private final Schedules schedules;

  Reconfig(Rows rows, Queue queue, FarmCommands farm, Schedules schedules) {
    this.rows = rows;
    this.queue = queue;
    this.farm = farm;
    this.schedules = schedules;
  }

  Done apply(Command.ApplyConfig command, String user, Instant now) throws Refusal {
    FarmConfig config = command.config();
    refuseToTurnLocksRound(config);
    Optional<Duration> agingBefore = rows.settings().aging();
    long version = rows.config().version() + 1;
    rows.keep(new ConfigVersion(version, user, now, config, command.text()));
    config.builders().forEach(this::define);
    for (Builder builder : List.copyOf(rows.builders().values())) {
      if (!config.builders().containsKey(builder.name()) && !builder.retired()) {
        rows.keep(builder.defined(builder.definition(), true));
      }
    }
    for (Map.Entry<String, SlaveDefinition> slave : config.slaves().entrySet()) {
      define(slave.getKey(), slave.getValue(), now);
    }
    for (Slave slave : List.copyOf(rows.slaves().values())) {
      if (slave.origin() == Slave.Origin.CONFIG && !config.slaves().containsKey(slave.name())) {
        farm.retire(slave, now);
      }
    }
    schedules.define(config.schedules(), now);
    adoptOrder(!config.settings().aging().equals(agingBefore));
    adoptGrace();
    return Done.forGood("Configuration version " + version + " in force");
  }

  /// Whoever runs took its builder's locks before those of its steps: where a configuration says
  /// that the latter come first, two builds could wait for each other for ever.
  private void refuseToTurnLocksRound(FarmConfig config) throws Refusal {
    List<String> names = config.locks().stream().map(LockDefinition::name).toList();
    for (BuildId id : rows.builds().keySet()) {
      BuildOrder order = rows.orderOf(id).orElseThrow();
      for (LockUse held : order.locks()) {
        for (Step step : order.steps()) {
          for (LockUse wanted : step.locks()) {
            int first = names.indexOf(held.lock());
            int second = names.indexOf(wanted.lock());
            if (first >= 0 && second >= 0 && second < first) {
              throw Refusal.tooLate(
                  ("configuration: lock %s comes before lock %s in it, and %s takes them the other"
                          + " way round; apply it when that has ended")
                      .formatted(wanted.lock(), held.lock(), id));
            }
          }
        }
      }
    }
  }

  private void define(String name, BuilderDefinition definition) {
    Optional<Builder> known = rows.builderNamed(name);
    if (known.isPresent()) {
      rows.keep(known.get().defined(definition, false));
    } else {
      BuilderId id = new BuilderId(rows.counters().builder());
      rows.keep(rows.counters().afterBuilder());
      rows.keep(new Builder(id, name, definition, false, Optional.empty()));
    }
  }

  private void define(String name, SlaveDefinition definition, Instant now) {
    Optional<Slave> known = rows.slaveNamed(name);
    if (known.isPresent()) {
      rows.keep(known.get().defined(definition, Slave.Origin.CONFIG, false));
    } else {
      farm.create(name, definition, Slave.Origin.CONFIG, now);
    }
  }

  /// Slaves that are not heard have the new grace period from when they fell silent.
  private void adoptGrace() {
    for (Slave slave : List.copyOf(rows.slaves().values())) {
      if (slave.contact().state() == Contact.State.UNREACHABLE) {
        rows.keep(slave);
      }
    }
  }

  /// Queued requests whose priority nobody chose follow their builder's default, and where the
  /// worth of waiting has changed, everybody is ranked anew: all in one go, the last place first,
  /// so that nobody comes between two who make way for each other.
  private void adoptOrder(boolean everybody) {
    for (Request request : Queue.lastFirst(rows.requests().values())) {
      Builder builder = rows.builder(request.builder()).orElseThrow();
      int priority =
          request.priorityByHand() ? request.priority() : builder.definition().priority();
      if (everybody || request.priority() != priority) {
        rows.keep(queue.withPriority(request, priority, request.priorityByHand()));
      }
    }
  }
}
