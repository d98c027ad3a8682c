package org.yardmaster.master.store;

import java.util.List;

/// Builders.
interface BuilderMapper extends Table<Long, BuilderRow> {
  List<BuilderRow> all();
}
