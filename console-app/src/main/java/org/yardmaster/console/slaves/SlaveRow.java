package org.yardmaster.console.slaves;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.yardmaster.console.farm.LiveRow;
import org.yardmaster.protocol.model.Build;
import org.yardmaster.protocol.model.Outcome;
import org.yardmaster.protocol.model.RequestId;
import org.yardmaster.protocol.model.Slave;

/// One slave as tile and table show it.
public final class SlaveRow extends LiveRow {
  static final Comparator<SlaveRow> BY_NAME =
      Comparator.<SlaveRow, String>comparing(row -> row.sortName)
          .thenComparing(row -> row.slave.id());

  private Slave slave;
  private Work work;
  private SlaveState state;
  private String sortName;
  private String haystack = "";

  /// What it runs, oldest build first, the builders' names, how long the oldest is likely to take,
  /// and how its last builds ended, oldest first.
  record Work(
      List<Build> builds,
      List<String> builders,
      Optional<Duration> expected,
      List<Outcome> recent) {}

  SlaveRow(Slave slave, Work work) {
    this.slave = slave;
    this.work = work;
    this.state = SlaveState.of(slave, work.builds().size());
    this.sortName = natural(slave.name());
    search();
  }

  void told(Slave now, Work does) {
    slave = now;
    work = does;
    state = SlaveState.of(now, does.builds().size());
    sortName = natural(now.name());
    search();
    touch();
  }

  /// `ws-9` before `ws-10`.
  private static String natural(String name) {
    StringBuilder text = new StringBuilder();
    StringBuilder digits = new StringBuilder();
    for (char c : (name.toLowerCase(Locale.ROOT) + " ").toCharArray()) {
      if (Character.isDigit(c)) {
        digits.append(c);
      } else {
        if (!digits.isEmpty()) {
          text.append("0".repeat(Math.max(0, 9 - digits.length()))).append(digits);
          digits.setLength(0);
        }
        text.append(c);
      }
    }
    return text.toString();
  }

  private void search() {
    haystack =
        String.join(
                " ",
                slave.name(),
                state.words(),
                String.join(" ", work.builders()),
                String.join(" ", slave.definition().capabilities()),
                slave.facts().os())
            .toLowerCase(Locale.ROOT);
  }

  boolean has(List<String> words) {
    return words.stream().allMatch(haystack::contains);
  }

  public Slave slave() {
    return slave;
  }

  public String name() {
    return slave.name();
  }

  public SlaveState state() {
    return state;
  }

  public List<Build> builds() {
    return work.builds();
  }

  /// The names of the builders whose builds it runs.
  public List<String> building() {
    return work.builders();
  }

  /// The tile's second line: what it runs, or why it runs nothing.
  public String doing() {
    if (!building().isEmpty()) {
      return String.join(", ", building());
    }
    return switch (state) {
      case OUT_OF_SERVICE ->
          slave
              .outOfService()
              .map(mark -> mark.reason().isBlank() ? "by " + mark.by() : mark.reason())
              .orElse("");
      case BACKED_OFF -> "lost " + lost();
      case AWAY -> slave.presence().reason();
      case DOWN, UNREACHABLE, ABSENT ->
          slave.contact().detail().isBlank() ? slave.contact().address() : slave.contact().detail();
      case ACCEPTING -> "idle";
      case BUSY, RETIRED -> "";
    };
  }

  /// The requests whose builds it lost in a row: `#12, #15`; "" for none.
  public String lost() {
    return slave.reliability().lost().stream()
        .map(RequestId::toString)
        .collect(Collectors.joining(", "));
  }

  /// Whether an operator's word would let it work again.
  public boolean canBePutBack() {
    return slave.outOfService().isPresent() || slave.reliability().until().isPresent();
  }

  /// Why it gets no build, in a sentence; "" where its state says all.
  public String because(Function<Instant, String> time) {
    String mark =
        slave
            .outOfService()
            .map(it ->
                "Out of service by " + it.by() + (it.reason().isBlank() ? "" : ": " + it.reason()))
            .orElse("");
    String backOff =
        slave
            .reliability()
            .until()
            .map(until ->
                "Left alone until "
                    + time.apply(until)
                    + ": it lost builds of "
                    + lost()
                    + " in a row")
            .orElse("");
    return mark + (mark.isEmpty() || backOff.isEmpty() ? "" : "\n") + backOff;
  }

  /// Since when it is as it is.
  public Instant since() {
    if (!builds().isEmpty()) {
      return builds().getFirst().startedAt();
    }
    return state == SlaveState.OUT_OF_SERVICE
        ? slave.outOfService().map(mark -> mark.at()).orElse(slave.contact().since())
        : slave.contact().since();
  }

  /// Until when it is as it is, where somebody has said so.
  public Optional<Instant> until() {
    return switch (state) {
      case OUT_OF_SERVICE -> slave.outOfService().flatMap(mark -> mark.until());
      case BACKED_OFF -> slave.reliability().until();
      case AWAY -> slave.presence().until();
      default -> Optional.empty();
    };
  }

  /// What it can do, in one line.
  public String capabilities() {
    return String.join(" ", slave.definition().capabilities());
  }

  /// How much of its room is taken: `1/2`.
  public String room() {
    return builds().size() + "/" + slave.definition().maxBuilds();
  }

  /// How long its oldest build is likely to take; empty where nothing is known of its builder.
  public Optional<Duration> expected() {
    return work.expected();
  }

  /// How far its oldest build is likely to be, from 0; over 1 if it takes longer than usual.
  public OptionalDouble progress(Instant now) {
    if (builds().isEmpty() || work.expected().isEmpty()) {
      return OptionalDouble.empty();
    }
    double whole = Math.max(1, work.expected().get().toMillis());
    return OptionalDouble.of(Math.max(0, Duration.between(since(), now).toMillis() / whole));
  }

  /// How its last builds ended, oldest first, a sign each.
  public String recent() {
    StringBuilder signs = new StringBuilder();
    work.recent().forEach(outcome -> signs.append(sign(outcome)));
    return signs.toString();
  }

  /// The same for those who cannot see it.
  public String recentWords() {
    long good = work.recent().stream().filter(it -> it == Outcome.SUCCESS).count();
    return work.recent().isEmpty()
        ? "no build known"
        : good + " of its last " + work.recent().size() + " builds succeeded";
  }

  private static char sign(Outcome outcome) {
    return switch (outcome) {
      case SUCCESS -> '\u2022';
      case FAILURE -> '\u00d7';
      case TRANSIENT -> '\u25aa';
      case CANCELLED, STOPPED, SUPERSEDED -> '\u2013';
    };
  }
}
