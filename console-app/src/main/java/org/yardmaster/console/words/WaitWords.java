package org.yardmaster.console.words;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.yardmaster.protocol.model.Pause;
import org.yardmaster.protocol.model.WaitReason;

/// Wait reasons for people: one line for a row of a table, a sentence each for the details.
public final class WaitWords {
  private final Times times;

  public WaitWords(Times times) {
    this.times = times;
  }

  /// All reasons in one short line: what concerns the request first, then its slaves, counted.
  public String brief(List<WaitReason> reasons, Instant now) {
    Optional<WaitReason> own =
        reasons.stream().filter(reason -> reason.aboutSlave().isEmpty()).findFirst();
    if (own.isPresent()) {
      return sentence(own.get(), now);
    }
    if (reasons.size() == 1) {
      return sentence(reasons.getFirst(), now);
    }
    Map<String, Integer> kinds = new TreeMap<>();
    reasons.forEach(reason -> kinds.merge(kind(reason), 1, Integer::sum));
    List<Map.Entry<String, Integer>> counted = new ArrayList<>(kinds.entrySet());
    counted.sort(Collections.reverseOrder(Comparator.comparing(Map.Entry::getValue)));
    List<String> parts = new ArrayList<>();
    counted.forEach(kind -> parts.add(kind.getValue() + " " + kind.getKey()));
    return parts.isEmpty()
        ? "about to start"
        : (parts.size() == 1 ? slaves(parts.getFirst()) : String.join(", ", parts));
  }

  private static String slaves(String counted) {
    int space = counted.indexOf(' ');
    return counted.substring(0, space) + " slaves" + counted.substring(space);
  }

  private static String kind(WaitReason reason) {
    return switch (reason) {
      case WaitReason.SlaveBusy _ -> "busy";
      case WaitReason.SlaveAway _ -> "away";
      case WaitReason.SlaveOutOfService _ -> "out of service";
      case WaitReason.SlaveNotConnected _ -> "not connected";
      case WaitReason.SlaveLacks _ -> "unfit";
      case WaitReason.SlaveRetired _ -> "retired";
      case WaitReason.Paused _ -> "paused";
      default -> reason.code();
    };
  }

  /// One reason in words, with names and times.
  public String sentence(WaitReason reason, Instant now) {
    return switch (reason) {
      case WaitReason.Held(var hold) -> "held by " + hold.by() + because(hold.reason());
      case WaitReason.Scheduled(Instant until) -> "not before " + times.at(until, now);
      case WaitReason.Paused(Pause pause) ->
          pause.scope() + " paused by " + pause.by() + until(pause.until(), now)
              + because(pause.reason());
      case WaitReason.BuilderRetired(String builder) ->
          "builder " + builder + " is no longer configured";
      case WaitReason.BuilderBusy(String builder, int max, var builds) ->
          "builder " + builder + " runs " + builds.size() + " of at most " + max;
      case WaitReason.Impossible(String builder) -> "no slave could ever run " + builder;
      case WaitReason.SlaveLacks(String slave, var missing) ->
          slave + " lacks " + String.join(", ", missing);
      case WaitReason.SlaveRetired(String slave) -> slave + " is no longer configured";
      case WaitReason.SlaveNotConnected(String slave, var contact) ->
          switch (contact.state()) {
            case ABSENT, CONNECTED -> slave + " is not attached";
            case UNREACHABLE -> slave + " unreachable since " + times.at(contact.since(), now);
            case DOWN -> slave + " down since " + times.at(contact.since(), now);
          };
      case WaitReason.SlaveAway(String slave, var presence) ->
          slave + " away" + until(presence.until(), now) + because(presence.reason());
      case WaitReason.SlaveOutOfService(String slave, var mark) ->
          slave + " out of service" + until(mark.until(), now) + because(mark.reason());
      case WaitReason.SlaveBusy(String slave, var builds, Instant _) ->
          slave + " busy" + builds.stream().findFirst().map(b -> " with " + b).orElse("");
    };
  }

  private String until(Optional<Instant> until, Instant now) {
    return until.map(at -> " until " + times.at(at, now)).orElse("");
  }

  private static String because(String reason) {
    return reason.isBlank() ? "" : ": " + reason;
  }
}
