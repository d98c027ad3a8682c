package org.yardmaster.master.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.ibatis.annotations.Param;
import org.yardmaster.master.store.CommandRow.ClientIdRow;

/// The clients' ids of the commands of the last day.
interface ClientIdMapper extends Table<String, ClientIdRow> {

  /// The number of the command, if it was carried out after `after`.
  Optional<Long> number(@Param("clientId") String clientId, @Param("after") Instant after);

  /// Those of commands that were carried out until `until`, `most` at the most, oldest first.
  List<String> oldest(@Param("until") Instant until, @Param("most") int most);
}
