package org.yardmaster.master.store;

import java.util.List;

/// Builds that count as lost, and of which their slave has not spoken since.
interface LostMapper extends Table<Long, OrderRow> {
  List<OrderRow> all();
}
