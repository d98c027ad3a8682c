package org.yardmaster.master.store;

import java.util.List;
import java.util.Optional;
import org.apache.ibatis.annotations.Param;
import org.yardmaster.master.store.CommandRow.AuditRow;

/// The audit.
interface CommandMapper extends Table<Long, CommandRow> {
  void undone(@Param("number") long number, @Param("by") long by);

  Optional<CommandRow> byNumber(long number);

  Optional<CommandRow> newestUndoable(String user);

  /// The newest, newest first.
  List<AuditRow> newest(int limit);
}
