package org.yardmaster.master.farm;

/// The next free number of everything that is numbered. None is ever given twice.
public record Counters(
    long request, long build, long builder, long slave, long place, long command) {

  /// Those of a new farm.
  public static Counters first() {
    return new Counters(1, 1, 1, 1, 1, 1);
  }
}
