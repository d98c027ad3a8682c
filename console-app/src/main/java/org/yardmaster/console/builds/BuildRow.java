package org.yardmaster.console.builds;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import org.yardmaster.console.farm.LiveRow;
import org.yardmaster.protocol.model.Build;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.Request;

/// One running build as its table shows it.
public final class BuildRow extends LiveRow {
  static final Comparator<BuildRow> OLDEST_FIRST = Comparator.comparing(BuildRow::id);

  private Build build;
  private String builder;
  private String slave;
  private Optional<Request> request;

  BuildRow(Build build, String builder, String slave, Optional<Request> request) {
    this.build = build;
    this.builder = builder;
    this.slave = slave;
    this.request = request;
  }

  void told(Build now, String builderName, String slaveName, Optional<Request> asked) {
    build = now;
    builder = builderName;
    slave = slaveName;
    request = asked;
    touch();
  }

  public BuildId id() {
    return build.id();
  }

  public Build build() {
    return build;
  }

  public String builder() {
    return builder;
  }

  public String slave() {
    return slave;
  }

  /// Who asked for it and why.
  public String why() {
    return request
        .map(it -> it.submittedBy() + (it.reason().isBlank() ? "" : "   " + it.reason()))
        .orElse("");
  }

  /// `3/5 test`.
  public String step() {
    int all = build.stepNames().size();
    return build
        .current()
        .or(() -> build.wants().filter(wanted -> !wanted.granted()).map(Build.Wanted::step))
        .filter(build::has)
        .map(index -> (index + 1) + "/" + all + "  " + build.stepNames().get(index))
        .orElseGet(() -> build.finished().size() + "/" + all);
  }

  /// Since when it waits for the locks of its next step; empty where it does not.
  public Optional<Instant> waitsForLocks() {
    return build.wants().filter(wanted -> !wanted.granted()).map(Build.Wanted::since);
  }

  /// The request it was started for, and how many ride along: `#1204 +2`.
  public String requests() {
    int riders = build.riders().size();
    return build.request() + (riders == 0 ? "" : " +" + riders);
  }

  /// What is out of the ordinary with it; "" for nothing.
  public String remark() {
    if (build.leaseUntil().isPresent()) {
      return "slave not heard";
    }
    return build.stop().map(stop -> "stopping, asked by " + stop.by()).orElse("");
  }
}
