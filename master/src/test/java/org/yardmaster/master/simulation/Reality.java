package org.yardmaster.master.simulation;

import java.util.Map;
import java.util.TreeMap;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.BuildOrder;
import org.yardmaster.protocol.model.RequestId;

/// What really runs in the simulated world, whatever anybody believes.
final class Reality {
  private final Map<BuildId, RequestId> running = new TreeMap<>();
  private final Map<BuildId, String> begun = new TreeMap<>();

  /// Processes of a build begin somewhere.
  void begins(BuildOrder order, String where) {
    String before = begun.put(order.build(), where);
    if (before != null) {
      throw new AssertionError(order.build() + " begins on " + where + ", and began on " + before);
    }
    running.forEach((build, request) -> {
      if (request.equals(order.request())) {
        throw new AssertionError(
            "%s runs twice: as %s on %s and as %s on %s"
                .formatted(request, build, begun.get(build), order.build(), where));
      }
    });
    running.put(order.build(), order.request());
  }

  /// No process of the build is left.
  void ends(BuildId build) {
    running.remove(build);
  }
}
