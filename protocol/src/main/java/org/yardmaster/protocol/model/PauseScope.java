package org.yardmaster.protocol.model;

import java.util.Comparator;

/// What a pause stops from starting builds: the whole farm, one builder, or one slave.
public record PauseScope(Kind kind, String name) implements Comparable<PauseScope> {
  private static final Comparator<PauseScope> ORDER =
      Comparator.comparing(PauseScope::kind).thenComparing(PauseScope::name);

  /// What kind of thing is paused.
  public enum Kind {
    FARM,
    BUILDER,
    SLAVE
  }

  public PauseScope {
    if ((kind == Kind.FARM) != name.isEmpty()) {
      throw new IllegalArgumentException(
          "pause of " + kind + " '" + name + "': a farm has no name here, all else has");
    }
  }

  /// The whole farm.
  public static PauseScope farm() {
    return new PauseScope(Kind.FARM, "");
  }

  /// One builder, by name.
  public static PauseScope builder(String name) {
    return new PauseScope(Kind.BUILDER, name);
  }

  /// One slave, by name.
  public static PauseScope slave(String name) {
    return new PauseScope(Kind.SLAVE, name);
  }

  @Override
  public int compareTo(PauseScope other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return switch (kind) {
      case FARM -> "the farm";
      case BUILDER -> "builder " + name;
      case SLAVE -> "slave " + name;
    };
  }
}
