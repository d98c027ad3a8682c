package org.yardmaster.console.builders;

import java.util.SortedMap;
import java.util.TreeMap;
import javafx.collections.ObservableList;
import org.yardmaster.console.farm.FarmModel;
import org.yardmaster.console.farm.FarmObserver;
import org.yardmaster.console.farm.OrderedRows;
import org.yardmaster.protocol.message.FarmChange;
import org.yardmaster.protocol.model.Schedule;

/// The farm's schedules by name.
public final class SchedulesViewModel implements FarmObserver {
  private final OrderedRows<ScheduleRow> rows = new OrderedRows<>(ScheduleRow.BY_NAME);
  private final SortedMap<String, ScheduleRow> byName = new TreeMap<>();

  public SchedulesViewModel(FarmModel farm) {
    farm.observe(this);
  }

  @Override
  public void begins(int changes) {
    rows.begin(changes);
  }

  @Override
  public void cleared() {
    byName.clear();
    rows.clear();
  }

  @Override
  public void changed(FarmChange change) {
    switch (change) {
      case FarmChange.ScheduleKept(Schedule schedule) -> keep(schedule);
      case FarmChange.ScheduleGone(String name) -> drop(name);
      default -> {}
    }
  }

  @Override
  public void ends() {
    rows.end();
  }

  private void keep(Schedule schedule) {
    ScheduleRow known = byName.get(schedule.name());
    if (known == null) {
      ScheduleRow row = new ScheduleRow(schedule);
      byName.put(schedule.name(), row);
      rows.add(row);
    } else {
      rows.change(known, () -> known.told(schedule));
    }
  }

  private void drop(String name) {
    ScheduleRow row = byName.remove(name);
    if (row != null) {
      rows.remove(row);
    }
  }

  public ObservableList<ScheduleRow> rows() {
    return rows.shown();
  }
}
