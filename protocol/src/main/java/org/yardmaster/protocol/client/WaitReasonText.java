package org.yardmaster.protocol.client;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.Contact;
import org.yardmaster.protocol.model.OutOfService;
import org.yardmaster.protocol.model.Pause;
import org.yardmaster.protocol.model.PauseScope;
import org.yardmaster.protocol.model.Presence;
import org.yardmaster.protocol.model.RequestId;
import org.yardmaster.protocol.model.WaitReason;

/// Wait reasons in plain words: short for a table's cell, long for whoever asks. Times are told in
/// the reader's zone, with the day where it is not today.
public final class WaitReasonText {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
  private static final DateTimeFormatter WEEKDAY =
      DateTimeFormatter.ofPattern("EEE HH:mm", Locale.ENGLISH);
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

  private final Instant now;
  private final ZoneId zone;

  /// @param now the master's time
  /// @param zone the reader's
  public WaitReasonText(Instant now, ZoneId zone) {
    this.now = now;
    this.zone = zone;
  }

  /// All reasons of a request in a few words. What keeps the request or its whole builder comes
  /// first and alone; else the slaves are counted, or named where there is one.
  public String brief(List<WaitReason> reasons) {
    Optional<WaitReason> general =
        reasons.stream().filter(reason -> reason.aboutSlave().isEmpty()).findFirst();
    if (general.isPresent()) {
      return brief(general.get());
    }
    if (reasons.isEmpty()) {
      return "may start";
    }
    List<WaitReason> slaves = firstOfEachSlave(reasons);
    return slaves.size() == 1 ? brief(slaves.getFirst()) : counted(slaves);
  }

  /// A slave that is away and out of service is one slave.
  private static List<WaitReason> firstOfEachSlave(List<WaitReason> reasons) {
    Map<String, WaitReason> first = new LinkedHashMap<>();
    reasons.forEach(reason -> first.putIfAbsent(reason.aboutSlave().orElse(""), reason));
    return List.copyOf(first.values());
  }

  private String counted(List<WaitReason> reasons) {
    List<String> parts = new ArrayList<>();
    int busy = 0;
    int away = 0;
    int missing = 0;
    int paused = 0;
    int marked = 0;
    int unable = 0;
    int backedOff = 0;
    int locked = 0;
    for (WaitReason reason : reasons) {
      switch (reason) {
        case WaitReason.SlaveBusy _ -> busy++;
        case WaitReason.SlaveAway _ -> away++;
        case WaitReason.SlaveNotConnected _ -> missing++;
        case WaitReason.Paused _ -> paused++;
        case WaitReason.SlaveOutOfService _ -> marked++;
        case WaitReason.SlaveBackedOff _, WaitReason.SlaveAvoided _ -> backedOff++;
        case WaitReason.LockTaken _, WaitReason.LockReserved _ -> locked++;
        case WaitReason.SlaveLacks _, WaitReason.SlaveRetired _ -> unable++;
        case WaitReason.Held _,
            WaitReason.Scheduled _,
            WaitReason.RetryLater _,
            WaitReason.OnShelf _,
            WaitReason.BuilderRetired _,
            WaitReason.BuilderBusy _,
            WaitReason.Impossible _ -> {}
      }
    }
    count(parts, busy, "busy");
    count(parts, away, "away");
    count(parts, missing, "not connected");
    count(parts, paused, "paused");
    count(parts, marked, "out of service");
    count(parts, backedOff, "left alone after lost builds");
    count(parts, locked, "locked");
    if (parts.isEmpty()) {
      count(parts, unable, "unable");
    }
    String first = parts.getFirst();
    parts.set(0, first.replaceFirst(" ", first.startsWith("1 ") ? " slave " : " slaves "));
    return String.join(", ", parts);
  }

  private static void count(List<String> parts, int number, String what) {
    if (number > 0) {
      parts.add(number + " " + what);
    }
  }

  /// One reason in a few words.
  public String brief(WaitReason reason) {
    return switch (reason) {
      case WaitReason.Held r -> "held by " + r.hold().by();
      case WaitReason.Scheduled r -> "not before " + time(r.until());
      case WaitReason.Paused r ->
          scope(r.pause()) + " paused by " + r.pause().by() + until(r.pause().until());
      case WaitReason.BuilderRetired r -> "builder " + r.builder() + " is gone";
      case WaitReason.BuilderBusy r ->
          r.builder() + " runs " + r.builds().size() + " of " + r.maxBuilds();
      case WaitReason.Impossible _ -> "no slave can ever run it";
      case WaitReason.SlaveLacks r -> r.slave() + " lacks " + String.join(", ", r.capabilities());
      case WaitReason.SlaveRetired r -> r.slave() + " is gone";
      case WaitReason.SlaveNotConnected r -> r.slave() + " " + contact(r.contact());
      case WaitReason.SlaveAway r -> r.slave() + " away" + until(r.presence().until());
      case WaitReason.SlaveOutOfService r ->
          r.slave() + " out of service" + until(r.mark().until());
      case WaitReason.SlaveBusy r -> r.slave() + " busy";
      case WaitReason.RetryLater r -> "tried again at " + time(r.until());
      case WaitReason.OnShelf _ -> "on the shelf";
      case WaitReason.SlaveBackedOff r -> r.slave() + " backed off until " + time(r.until());
      case WaitReason.SlaveAvoided r -> "another slave than " + r.slave() + " is tried first";
      case WaitReason.LockTaken r ->
          "lock " + r.lock() + onSlave(r.slave()) + " taken" + by(r.holders());
      case WaitReason.LockReserved r ->
          "lock " + r.lock() + onSlave(r.slave()) + " kept for " + r.request();
    };
  }

  /// One reason in full: who, since when, why, until when.
  public String full(WaitReason reason) {
    return switch (reason) {
      case WaitReason.Held r ->
          "Held by "
              + r.hold().by()
              + " since "
              + time(r.hold().at())
              + because(r.hold().reason())
              + ".";
      case WaitReason.Scheduled r -> "Not to start before " + time(r.until()) + ".";
      case WaitReason.Paused r -> paused(r.pause());
      case WaitReason.BuilderRetired r ->
          "The configuration no longer names the builder " + r.builder() + ".";
      case WaitReason.BuilderBusy r ->
          "The builder "
              + r.builder()
              + " may run "
              + builds(r.maxBuilds())
              + " at once, and runs "
              + names(r.builds())
              + ".";
      case WaitReason.Impossible r ->
          "No slave of the farm can run " + r.builder() + ", even if all were there and idle.";
      case WaitReason.SlaveLacks r ->
          "Slave " + r.slave() + " lacks " + String.join(", ", r.capabilities()) + ".";
      case WaitReason.SlaveRetired r ->
          "The configuration no longer names the slave " + r.slave() + ".";
      case WaitReason.SlaveNotConnected r -> notConnected(r.slave(), r.contact());
      case WaitReason.SlaveAway r -> away(r.slave(), r.presence());
      case WaitReason.SlaveOutOfService r -> outOfService(r.slave(), r.mark());
      case WaitReason.SlaveBusy r ->
          "Slave "
              + r.slave()
              + " runs "
              + names(r.builds())
              + " since "
              + time(r.since())
              + ", as much as it may.";
      case WaitReason.RetryLater r ->
          "Its build was lost for a reason outside it: tried again at "
              + time(r.until())
              + " (lost "
              + times(r.losses())
              + ", shelved after "
              + r.most()
              + " retries).";
      case WaitReason.OnShelf r ->
          "On the shelf since "
              + time(r.shelved().at())
              + ": "
              + r.shelved().reason()
              + "; it starts again when somebody unshelves it.";
      case WaitReason.SlaveBackedOff r ->
          "Slave "
              + r.slave()
              + " lost builds of "
              + (r.lost().size() == 1 ? "1 request" : r.lost().size() + " requests")
              + " in a row ("
              + joined(r.lost())
              + ") and is left alone until "
              + time(r.until())
              + ".";
      case WaitReason.SlaveAvoided r ->
          "The last build was lost on slave "
              + r.slave()
              + ": another may take it until "
              + time(r.until())
              + ".";
      case WaitReason.LockTaken r -> lockTaken(r);
      case WaitReason.LockReserved r ->
          "Lock "
              + r.lock()
              + onSlave(r.slave())
              + " is kept for "
              + r.request()
              + ", which stands before it and lacks nothing else.";
    };
  }

  private static String lockTaken(WaitReason.LockTaken r) {
    String wish = r.count().map(count -> count + " of " + r.capacity()).orElse("all, alone");
    return "Lock "
        + r.lock()
        + onSlave(r.slave())
        + " is taken by "
        + r.holders().stream()
            .map(holder ->
                holder.build()
                    + holder.step().map(step -> " step " + (step + 1)).orElse("")
                    + holder.count().map(count -> " (" + count + ")").orElse(" (all)"))
            .collect(Collectors.joining(", "))
        + "; this wants "
        + wish
        + ".";
  }

  private static String by(List<WaitReason.LockHolder> holders) {
    return switch (holders.size()) {
      case 0 -> "";
      case 1 -> " by " + holders.getFirst().build();
      default -> " by " + holders.size() + " builds";
    };
  }

  private static String onSlave(Optional<String> slave) {
    return slave.map(name -> " on " + name).orElse("");
  }

  private static String times(int count) {
    return count == 1 ? "once" : count + " times";
  }

  private static String joined(Collection<RequestId> requests) {
    return requests.stream().map(RequestId::toString).collect(Collectors.joining(", "));
  }

  private static String scope(Pause pause) {
    return pause.scope().kind() == PauseScope.Kind.FARM ? "farm" : pause.scope().name();
  }

  private String paused(Pause pause) {
    String what = pause.scope().toString();
    return Character.toUpperCase(what.charAt(0))
        + what.substring(1)
        + " is paused by "
        + pause.by()
        + " since "
        + time(pause.at())
        + until(pause.until())
        + because(pause.reason())
        + ".";
  }

  private String notConnected(String slave, Contact contact) {
    String since =
        contact.state() == Contact.State.ABSENT && contact.startId().isEmpty()
            ? " has never attached"
            : " is " + contact(contact) + " since " + time(contact.since());
    return "Slave " + slave + since + because(contact.detail()) + ".";
  }

  private static String contact(Contact contact) {
    return switch (contact.state()) {
      case ABSENT -> "not connected";
      case CONNECTED -> "connected";
      case UNREACHABLE -> "unreachable";
      case DOWN -> "down";
    };
  }

  private String away(String slave, Presence presence) {
    return "Slave "
        + slave
        + " is away"
        + until(presence.until())
        + because(presence.reason())
        + ".";
  }

  private String outOfService(String slave, OutOfService mark) {
    return "Slave "
        + slave
        + " was taken out of service by "
        + mark.by()
        + " at "
        + time(mark.at())
        + until(mark.until())
        + because(mark.reason())
        + ".";
  }

  private static String names(List<BuildId> builds) {
    return builds.stream().map(BuildId::toString).collect(Collectors.joining(", "));
  }

  private static String builds(int number) {
    return number == 1 ? "1 build" : number + " builds";
  }

  private String until(Optional<Instant> until) {
    return until.map(at -> " until " + time(at)).orElse("");
  }

  private static String because(String reason) {
    return reason.isBlank() ? "" : " (" + reason.strip() + ")";
  }

  private String time(Instant at) {
    ZonedDateTime there = at.atZone(zone);
    LocalDate today = LocalDate.ofInstant(now, zone);
    if (there.toLocalDate().equals(today)) {
      return TIME.format(there);
    }
    boolean near = Duration.between(now, at).abs().compareTo(Duration.ofDays(6)) < 0;
    return near ? WEEKDAY.format(there) : DATE.format(there);
  }
}
