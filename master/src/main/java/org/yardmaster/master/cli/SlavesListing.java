package org.yardmaster.master.cli;

import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.stream.Collectors;
import org.yardmaster.protocol.model.Build;
import org.yardmaster.protocol.model.OutOfService;
import org.yardmaster.protocol.model.Presence;
import org.yardmaster.protocol.model.RequestId;
import org.yardmaster.protocol.model.Slave;

/// The slaves: who is there, what they run, what they can do.
final class SlavesListing {
  private SlavesListing() {}

  /// A slave. `contact` is absent, connected, unreachable or down; `presence` accepting or away;
  /// `lost` are the requests whose builds it lost in a row.
  record Row(
      long id,
      String name,
      String contact,
      String since,
      String address,
      String presence,
      String presenceReason,
      Optional<String> presenceUntil,
      Optional<Mark> outOfService,
      Optional<String> backedOffUntil,
      List<Long> lost,
      boolean retired,
      List<Long> builds,
      int maxBuilds,
      SortedSet<String> capabilities,
      String origin,
      String os,
      String arch,
      String version) {}

  /// An operator's mark.
  record Mark(String by, String at, String reason, Optional<String> until) {
    static Mark of(OutOfService mark) {
      return new Mark(mark.by(), Json.time(mark.at()), mark.reason(), Json.time(mark.until()));
    }
  }

  static List<Row> rows(FarmRows farm) {
    return farm.slaves().values().stream().map(slave -> row(farm, slave)).toList();
  }

  private static Row row(FarmRows farm, Slave slave) {
    return new Row(
        slave.id().value(),
        slave.name(),
        lower(slave.contact().state()),
        Json.time(slave.contact().since()),
        slave.contact().address(),
        lower(slave.presence().state()),
        slave.presence().reason(),
        Json.time(slave.presence().until()),
        slave.outOfService().map(Mark::of),
        Json.time(slave.reliability().until()),
        slave.reliability().lost().stream().map(RequestId::value).toList(),
        slave.retired(),
        farm.buildsOn(slave.id()).stream().map(build -> build.id().value()).toList(),
        slave.definition().maxBuilds(),
        slave.definition().capabilities(),
        lower(slave.origin()),
        slave.facts().os(),
        slave.facts().arch(),
        slave.facts().version());
  }

  private static String lower(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }

  static String text(FarmRows farm, ZoneId zone) {
    if (farm.slaves().isEmpty()) {
      return "This farm has no slave yet; 'yardmaster slave add NAME' lets one in.\n";
    }
    Words words = new Words(farm.now(), zone);
    Table table = new Table("SLAVE", "STATE", ">SINCE", ">BUILDS", "RUNS", "CAPABILITIES");
    for (Slave slave : farm.slaves().values()) {
      List<Build> builds = farm.buildsOn(slave.id());
      table.row(
          slave.name(),
          state(slave, words),
          words.time(slave.contact().since()),
          builds.size() + "/" + slave.definition().maxBuilds(),
          builds.stream()
              .map(build -> farm.name(build.builder()) + " " + build.id().value())
              .collect(Collectors.joining(", ")),
          String.join(" ", slave.definition().capabilities()));
    }
    return table.toString();
  }

  /// What matters most about a slave right now, in words.
  static String state(Slave slave, Words words) {
    String contact = lower(slave.contact().state());
    StringBuilder text =
        new StringBuilder(
            slave.contact().startId().isEmpty() && contact.equals("absent")
                ? "never attached"
                : contact);
    if (slave.presence().state() == Presence.State.AWAY) {
      text.append(", away")
          .append(words.until(slave.presence().until()))
          .append(Words.because(slave.presence().reason()));
    }
    slave
        .outOfService()
        .ifPresent(mark ->
            text.append(", out of service by ")
                .append(mark.by())
                .append(words.until(mark.until()))
                .append(Words.because(mark.reason())));
    slave
        .reliability()
        .until()
        .ifPresent(until ->
            text.append(", backed off until ")
                .append(words.time(until))
                .append(" (lost builds of ")
                .append(
                    slave.reliability().lost().stream()
                        .map(RequestId::toString)
                        .collect(Collectors.joining(", ")))
                .append(" in a row)"));
    return text.append(slave.retired() ? ", leaving the farm" : "").toString();
  }
}
