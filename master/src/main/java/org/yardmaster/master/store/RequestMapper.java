package org.yardmaster.master.store;

import org.apache.ibatis.session.ResultHandler;

/// Requests that have not ended.
interface RequestMapper extends Table<Long, RequestRow> {
  /// All of them, one after the other: a long queue is not held twice.
  void all(ResultHandler<RequestRow> each);
}
