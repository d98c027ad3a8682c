package org.yardmaster.console.builders;

import java.util.Comparator;
import java.util.Optional;
import org.yardmaster.console.farm.LiveRow;
import org.yardmaster.protocol.model.RequestId;
import org.yardmaster.protocol.model.Schedule;

/// One schedule as its table shows it.
public final class ScheduleRow extends LiveRow {
  static final Comparator<ScheduleRow> BY_NAME = Comparator.comparing(ScheduleRow::name);

  private Schedule schedule;

  ScheduleRow(Schedule schedule) {
    this.schedule = schedule;
  }

  void told(Schedule now) {
    schedule = now;
    touch();
  }

  public Schedule schedule() {
    return schedule;
  }

  public String name() {
    return schedule.name();
  }

  public String builder() {
    return schedule.definition().builder();
  }

  /// `30 2 * * *`.
  public String times() {
    return schedule.definition().times().text();
  }

  public String zone() {
    return schedule.definition().zone().getId();
  }

  /// The request it submitted last; empty if it never did.
  public Optional<RequestId> last() {
    return schedule.last();
  }

  /// What became of its last times; "" if nothing is out of the ordinary.
  public String remark() {
    int skipped = schedule.skipped();
    if (skipped == 0) {
      return "";
    }
    String request = last().map(RequestId::toString).orElse("its last request");
    return "skipped " + (skipped == 1 ? "once" : skipped + " times") + ": " + request + " waits";
  }
}
