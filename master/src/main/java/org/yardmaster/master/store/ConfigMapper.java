package org.yardmaster.master.store;

import java.util.Optional;

/// Versions of the configuration; the highest is in force.
interface ConfigMapper extends Table<Long, ConfigRow> {
  Optional<ConfigRow> inForce();
}
