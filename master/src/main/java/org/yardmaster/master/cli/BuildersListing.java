package org.yardmaster.master.cli;

import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import org.yardmaster.protocol.model.Build;
import org.yardmaster.protocol.model.Builder;
import org.yardmaster.protocol.model.Contact;
import org.yardmaster.protocol.model.Presence;
import org.yardmaster.protocol.model.Slave;

/// The builders: how the last build ended, what waits and runs, and the slaves that could take one.
final class BuildersListing {
  private BuildersListing() {}

  /// A builder. Each of its slaves counts once: away, if it takes no new build now for whatever
  /// reason; busy, if it runs as many as it may; else free.
  record Row(
      long id,
      String name,
      String description,
      boolean retired,
      int priority,
      Optional<Integer> maxBuilds,
      Optional<String> lastOutcome,
      Optional<Long> lastBuild,
      Optional<String> lastFinishedAt,
      int queued,
      List<Long> running,
      int slavesFree,
      int slavesBusy,
      int slavesAway,
      SortedSet<String> capabilities,
      SortedSet<String> slaves) {}

  static List<Row> rows(FarmRows farm) {
    return farm.builders().values().stream().map(builder -> row(farm, builder)).toList();
  }

  private static Row row(FarmRows farm, Builder builder) {
    int free = 0;
    int busy = 0;
    int away = 0;
    for (Slave slave : farm.slaves().values()) {
      if (builder.definition().eligibility().admits(slave.name(), slave.definition())) {
        if (!takesBuilds(slave)) {
          away++;
        } else if (farm.buildsOn(slave.id()).size() >= slave.definition().maxBuilds()) {
          busy++;
        } else {
          free++;
        }
      }
    }
    return new Row(
        builder.id().value(),
        builder.name(),
        builder.definition().description(),
        builder.retired(),
        builder.definition().priority(),
        builder.definition().maxBuilds(),
        builder.last().map(last -> last.outcome().name()),
        builder.last().map(last -> last.build().value()),
        builder.last().map(last -> Json.time(last.finishedAt())),
        (int) farm.queued().stream().filter(r -> r.builder().equals(builder.id())).count(),
        farm.buildsOf(builder.id()).stream().map(Build::id).map(id -> id.value()).toList(),
        free,
        busy,
        away,
        builder.definition().eligibility().capabilities(),
        builder.definition().eligibility().slaves());
  }

  private static boolean takesBuilds(Slave slave) {
    return slave.contact().state() == Contact.State.CONNECTED
        && slave.presence().state() == Presence.State.ACCEPTING
        && slave.outOfService().isEmpty()
        && slave.reliability().until().isEmpty()
        && !slave.retired();
  }

  static String text(FarmRows farm, ZoneId zone) {
    if (farm.builders().isEmpty()) {
      return "This farm has no builder yet; name one in farm.yaml.\n";
    }
    Words words = new Words(farm.now(), zone);
    Table table =
        new Table(
            "BUILDER", ">PRIO", "LAST", ">WAIT", ">RUN", "SLAVES FREE/BUSY/AWAY", "DESCRIPTION");
    for (Builder builder : farm.builders().values()) {
      Row row = row(farm, builder);
      table.row(
          row.name() + (row.retired() ? " (retired)" : ""),
          Integer.toString(row.priority()),
          builder
              .last()
              .map(last -> last.outcome() + " " + words.ago(last.finishedAt()) + " ago")
              .orElse("-"),
          Integer.toString(row.queued()),
          Integer.toString(row.running().size()),
          row.slavesFree() + "/" + row.slavesBusy() + "/" + row.slavesAway(),
          row.description());
    }
    return table.toString();
  }
}
