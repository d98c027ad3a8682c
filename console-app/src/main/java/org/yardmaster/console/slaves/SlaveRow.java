package org.yardmaster.console.slaves;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.yardmaster.console.farm.LiveRow;
import org.yardmaster.protocol.model.Build;
import org.yardmaster.protocol.model.Slave;

/// One slave as tile and table show it.
public final class SlaveRow extends LiveRow {
  static final Comparator<SlaveRow> BY_NAME =
      Comparator.<SlaveRow, String>comparing(row -> row.sortName)
          .thenComparing(row -> row.slave.id());

  private Slave slave;
  private List<Build> builds;
  private List<String> building;
  private SlaveState state;
  private String sortName;
  private String haystack = "";

  SlaveRow(Slave slave, List<Build> builds, List<String> building) {
    this.slave = slave;
    this.builds = builds;
    this.building = building;
    this.state = SlaveState.of(slave, builds.size());
    this.sortName = natural(slave.name());
    search();
  }

  void told(Slave now, List<Build> runs, List<String> names) {
    slave = now;
    builds = runs;
    building = names;
    state = SlaveState.of(now, runs.size());
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
                String.join(" ", building),
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
    return builds;
  }

  /// The names of the builders whose builds it runs.
  public List<String> building() {
    return building;
  }

  /// The tile's second line: what it runs, or why it runs nothing.
  public String doing() {
    if (!building.isEmpty()) {
      return String.join(", ", building);
    }
    return switch (state) {
      case OUT_OF_SERVICE ->
          slave
              .outOfService()
              .map(mark -> mark.reason().isBlank() ? "by " + mark.by() : mark.reason())
              .orElse("");
      case AWAY -> slave.presence().reason();
      case DOWN, UNREACHABLE, ABSENT ->
          slave.contact().detail().isBlank() ? slave.contact().address() : slave.contact().detail();
      case ACCEPTING -> "idle";
      case BUSY, RETIRED -> "";
    };
  }

  /// Since when it is as it is.
  public Instant since() {
    if (!builds.isEmpty()) {
      return builds.getFirst().startedAt();
    }
    return state == SlaveState.OUT_OF_SERVICE
        ? slave.outOfService().map(mark -> mark.at()).orElse(slave.contact().since())
        : slave.contact().since();
  }

  /// Until when it is as it is, where somebody has said so.
  public Optional<Instant> until() {
    return switch (state) {
      case OUT_OF_SERVICE -> slave.outOfService().flatMap(mark -> mark.until());
      case AWAY -> slave.presence().until();
      default -> Optional.empty();
    };
  }

  /// What it can do, in one line.
  public String capabilities() {
    return String.join(" ", slave.definition().capabilities());
  }

  /// How much of its room is taken: `1 of 2`.
  public String room() {
    return builds.size() + " of " + slave.definition().maxBuilds();
  }
}
