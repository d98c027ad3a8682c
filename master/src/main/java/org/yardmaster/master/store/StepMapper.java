package org.yardmaster.master.store;

import java.util.List;

/// Steps of builds that have ended; the key is the build.
interface StepMapper extends Table<Long, StepRow> {

  /// All steps of these builds, in order.
  List<StepRow> ofBuilds(List<Long> builds);
}
