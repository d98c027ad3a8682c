package org.yardmaster.master.farm;

import java.util.List;
import java.util.Optional;
import org.yardmaster.protocol.model.RequestId;

/// What a look at a part of the queue found: requests that nothing keeps from starting and that
/// have not started. `last` is where to look on, empty when the whole queue has been looked at.
public record Missed(List<RequestId> requests, int looked, Optional<RequestId> last) {
  public Missed {
    requests = List.copyOf(requests);
  }
}
