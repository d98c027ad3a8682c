package org.yardmaster.master.store;

import java.util.List;
import java.util.Optional;
import org.apache.ibatis.annotations.Param;
import org.jspecify.annotations.Nullable;

/// Builds that have ended.
interface FinishedBuildMapper extends Table<Long, FinishedBuildRow> {
  Optional<FinishedBuildRow> byId(long id);

  /// Oldest first.
  List<FinishedBuildRow> ofRequest(long request);

  /// Newest first; null is any.
  List<FinishedBuildRow> newest(
      @Param("builder") @Nullable String builder,
      @Param("slave") @Nullable String slave,
      @Param("before") long before,
      @Param("limit") int limit);
}
