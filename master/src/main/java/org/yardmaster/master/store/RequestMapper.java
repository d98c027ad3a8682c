package org.yardmaster.master.store;

import java.util.List;

/// Requests that have not ended.
interface RequestMapper extends Table<Long, RequestRow> {
  List<RequestRow> all();
}
