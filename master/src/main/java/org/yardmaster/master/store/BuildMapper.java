package org.yardmaster.master.store;

import java.util.List;

/// Running builds.
interface BuildMapper extends Table<Long, BuildRow> {
  List<BuildRow> all();
}
