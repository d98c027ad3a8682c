package org.yardmaster.slave.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.yardmaster.protocol.model.Presence;
import org.yardmaster.protocol.wire.Records;
import org.yardmaster.slave.owner.OwnerCommand;
import org.yardmaster.slave.owner.OwnerReply;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Tells the owner how the slave stands.
@Command(
    name = "status",
    description = "Show what the slave does: its presence, its builds, its master.",
    mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("EEE HH:mm", Locale.ROOT);

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private DataOption data = new DataOption();

  @Option(names = "--json", description = "For programs.")
  private boolean json;

  @Override
  public Integer call() {
    return new OwnerAnswer(spec.commandLine(), data)
        .to(
            new OwnerCommand.Status(),
            report ->
                json
                    ? Records.toJson(report)
                    : text(report, Instant.now(), ZoneId.systemDefault()));
  }

  static String text(OwnerReply.Report report, Instant now, ZoneId zone) {
    StringBuilder text = new StringBuilder();
    text.append("slave ")
        .append(report.slave())
        .append(" (pid ")
        .append(report.pid())
        .append("): ");
    text.append(presence(report, zone)).append('\n');
    text.append("master: ").append(master(report, now)).append('\n');
    if (report.builds().isEmpty()) {
      text.append("no build runs\n");
    }
    for (OwnerReply.Running build : report.builds()) {
      text.append(build.build()).append(" of ").append(build.builder());
      build.step().ifPresent(step -> text.append(", step ").append(step));
      text.append(", since ").append(ago(build.since(), now)).append('\n');
    }
    if (report.owed() > 0) {
      text.append(report.owed()).append(" ended, not yet wholly at the master\n");
    }
    return text.toString().stripTrailing();
  }

  private static String presence(OwnerReply.Report report, ZoneId zone) {
    Presence presence = report.presence();
    String state = presence.state() == Presence.State.AWAY ? "away" : "accepting builds";
    String reason = presence.reason().isEmpty() ? "" : " (" + presence.reason() + ")";
    return state
        + reason
        + presence.until().map(t -> " until " + TIME.format(t.atZone(zone))).orElse("");
  }

  private static String master(OwnerReply.Report report, Instant now) {
    String since = report.since().map(t -> " since " + ago(t, now)).orElse("");
    return report
        .connectedTo()
        .map(address -> "attached to " + address + since)
        .orElseGet(
            () -> "not attached" + since + report.problem().map(why -> ": " + why).orElse(""));
  }

  private static String ago(Instant then, Instant now) {
    Duration time = Duration.between(then, now);
    if (time.toMinutes() < 2) {
      return Math.max(0, time.toSeconds()) + " s";
    }
    return time.toHours() < 2 ? time.toMinutes() + " min" : time.toHours() + " h";
  }
}
