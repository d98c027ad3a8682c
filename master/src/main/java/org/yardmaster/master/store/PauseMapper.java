package org.yardmaster.master.store;

import java.util.List;
import org.yardmaster.protocol.model.PauseScope;

/// Pauses.
interface PauseMapper extends Table<PauseScope, PauseRow> {
  List<PauseRow> all();
}
