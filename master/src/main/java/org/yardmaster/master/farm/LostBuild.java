package org.yardmaster.master.farm;

import java.util.SortedMap;
import org.yardmaster.protocol.model.Build;
import org.yardmaster.protocol.model.RequestId;
import org.yardmaster.protocol.model.Sorted;

/// A build that counts as lost, and of which its slave has not spoken since. `attempts` tells how
/// often each request it was made for had been started by then: one that has not been started again
/// can still have its result.
public record LostBuild(Build build, SortedMap<RequestId, Integer> attempts) {
  public LostBuild {
    attempts = Sorted.map(attempts);
  }
}
