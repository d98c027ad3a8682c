package org.yardmaster.master.farm;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yardmaster.protocol.model.BuildId;
import org.yardmaster.protocol.model.OrderKey;
import org.yardmaster.protocol.model.RequestId;

/// Those who want the same of the same locks, and lack nothing else: only the first of them counts.
interface Waiting {

  /// The first of them, if there is one.
  Optional<OrderKey> first();

  /// What they want, in the order in which locks may be taken.
  List<Wish> wishes();

  /// The builds that wait, each with its request; for requests that wait to start, the first.
  Map<RequestId, Optional<BuildId>> waiters();
}
