package org.yardmaster.master.store;

import java.time.Instant;
import java.util.Optional;
import org.apache.ibatis.annotations.Param;
import org.yardmaster.master.store.CommandRow.ClientIdRow;

/// The clients' ids of the commands of the last day.
interface ClientIdMapper extends Table<String, ClientIdRow> {

  /// The number of the command, if it was carried out after `after`.
  Optional<Long> number(@Param("clientId") String clientId, @Param("after") Instant after);

  void forgetUntil(Instant instant);
}
