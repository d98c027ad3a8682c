package org.yardmaster.master.store;

import java.util.List;

/// Schedules as they stand.
interface ScheduleMapper extends Table<String, ScheduleRow> {
  List<ScheduleRow> all();
}
