package org.yardmaster.master.store;

import java.util.List;
import java.util.Optional;
import org.apache.ibatis.annotations.Param;
import org.jspecify.annotations.Nullable;

/// Requests that have ended.
interface FinishedRequestMapper extends Table<Long, FinishedRequestRow> {
  Optional<FinishedRequestRow> byId(long id);

  /// Newest first; null is any.
  List<FinishedRequestRow> newest(
      @Param("builder") @Nullable String builder,
      @Param("outcome") @Nullable String outcome,
      @Param("before") long before,
      @Param("limit") int limit);
}
