package org.yardmaster.master.farm;

/// The next free number of everything that is numbered. None is ever given twice.
public record Counters(
    long request, long build, long builder, long slave, long place, long command) {

  /// Those of a new farm.
  public static Counters first() {
    return new Counters(1, 1, 1, 1, 1, 1);
  }

  /// The same after one more build was started.
  public Counters afterBuild() {
    return new Counters(request, build + 1, builder, slave, place, command);
  }

  /// The same after one more request was submitted.
  public Counters afterRequest() {
    return new Counters(request + 1, build, builder, slave, place, command);
  }

  /// The same after `count` places at the end of the queue were given away.
  public Counters afterPlaces(long count) {
    return new Counters(request, build, builder, slave, place + count, command);
  }

  /// The same after one more builder was named.
  public Counters afterBuilder() {
    return new Counters(request, build, builder + 1, slave, place, command);
  }

  /// The same after one more slave was named.
  public Counters afterSlave() {
    return new Counters(request, build, builder, slave + 1, place, command);
  }

  /// The same after one more command was recorded.
  public Counters afterCommand() {
    return new Counters(request, build, builder, slave, place, command + 1);
  }
}
