package org.yardmaster.master.store;

import java.util.List;

/// What running builds were told to do.
interface OrderMapper extends Table<Long, OrderRow> {
  List<OrderRow> all();
}
