package org.yardmaster.master.store;

import java.util.List;

/// Incidents that are not over and told.
interface IncidentMapper extends Table<Long, IncidentRow> {
  List<IncidentRow> all();
}
