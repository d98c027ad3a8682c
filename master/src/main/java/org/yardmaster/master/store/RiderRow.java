package org.yardmaster.master.store;

import java.util.List;
import org.yardmaster.protocol.model.Build;

/// One of the other requests that an ended build was made for, as a row.
record RiderRow(long build, long request) {

  static List<RiderRow> of(Build build) {
    return build.riders().stream()
        .map(rider -> new RiderRow(build.id().value(), rider.value()))
        .toList();
  }
}
