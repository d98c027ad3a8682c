package org.yardmaster.master.farm;

import java.time.Instant;

/// The next free number of everything that is numbered, none of which is ever given twice; and
/// `movedAt`, when the queue moved last: a build was started, or somebody began to wait for a slave
/// where nobody did.
public record Counters(
    long request,
    long build,
    long builder,
    long slave,
    long place,
    long command,
    long incident,
    Instant movedAt) {

  /// Those of a new farm.
  public static Counters first() {
    return new Counters(1, 1, 1, 1, 1, 1, 1, Instant.EPOCH);
  }

  /// The same after one more build was started, at this instant.
  public Counters afterBuild(Instant at) {
    return new Counters(request, build + 1, builder, slave, place, command, incident, at);
  }

  /// The same after one more request was submitted.
  public Counters afterRequest() {
    return new Counters(request + 1, build, builder, slave, place, command, incident, movedAt);
  }

  /// The same after `count` places at the end of the queue were given away.
  public Counters afterPlaces(long count) {
    return new Counters(request, build, builder, slave, place + count, command, incident, movedAt);
  }

  /// The same after one more builder was named.
  public Counters afterBuilder() {
    return new Counters(request, build, builder + 1, slave, place, command, incident, movedAt);
  }

  /// The same after one more slave was named.
  public Counters afterSlave() {
    return new Counters(request, build, builder, slave + 1, place, command, incident, movedAt);
  }

  /// The same after one more command was recorded.
  public Counters afterCommand() {
    return new Counters(request, build, builder, slave, place, command + 1, incident, movedAt);
  }

  /// The same after one more incident began.
  public Counters afterIncident() {
    return new Counters(request, build, builder, slave, place, command, incident + 1, movedAt);
  }

  /// The same where the queue has not stood still before this instant.
  public Counters afterMove(Instant at) {
    return new Counters(request, build, builder, slave, place, command, incident, at);
  }
}
