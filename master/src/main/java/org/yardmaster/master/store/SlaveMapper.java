package org.yardmaster.master.store;

import java.util.List;

/// Slaves.
interface SlaveMapper extends Table<Long, SlaveRow> {
  List<SlaveRow> all();
}
