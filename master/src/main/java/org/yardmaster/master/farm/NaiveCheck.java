package org.yardmaster.master.farm;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.yardmaster.protocol.model.Builder;
import org.yardmaster.protocol.model.Request;
import org.yardmaster.protocol.model.RequestId;
import org.yardmaster.protocol.model.Slave;

/// Looks for requests that should have been started, by asking the rules about every queued request
/// on every slave. Knows nothing of the indexes of [Dispatch]: between two events there is none,
/// unless one of these is wrong.
final class NaiveCheck {
  private final Rows rows;
  private final Rules rules;

  NaiveCheck(Rows rows, Rules rules) {
    this.rows = rows;
    this.rules = rules;
  }

  /// Looks at `most` requests after this one, in order of their ids.
  Missed after(RequestId last, int most) {
    List<Slave> able = rows.slaves().values().stream().filter(rules::mayStart).toList();
    if (able.isEmpty() || !rules.farmMayStart()) {
      return new Missed(List.of(), 0, Optional.empty());
    }
    List<Request> slice =
        rows.requests().tailMap(new RequestId(last.value() + 1)).values().stream()
            .limit(most)
            .toList();
    List<RequestId> missed = new ArrayList<>();
    for (Request request : slice) {
      if (canStart(request, able)) {
        missed.add(request.id());
      }
    }
    return new Missed(
        missed,
        slice.size(),
        slice.size() < most ? Optional.empty() : Optional.of(slice.getLast().id()));
  }

  private boolean canStart(Request request, List<Slave> able) {
    Builder builder = rows.builder(request.builder()).orElseThrow();
    return rules.mayStart(request)
        && rules.mayStart(builder)
        && able.stream().anyMatch(slave -> rules.mayStart(request, builder, slave));
  }
}
