package org.yardmaster.master.store;

import java.time.Duration;
import java.time.Instant;
import org.yardmaster.protocol.model.FinishedRequest;
import org.yardmaster.protocol.model.Outcome;

/// A request of history as a row.
record FinishedRequestRow(
    RequestRow request,
    String builderName,
    String outcome,
    Instant finishedAt,
    long waitedMs,
    String slaveName,
    String endedBy,
    String detail) {

  static FinishedRequestRow of(FinishedRequest finished) {
    return new FinishedRequestRow(
        RequestRow.of(finished.request()),
        finished.builderName(),
        finished.outcome().name(),
        finished.finishedAt(),
        finished.waited().toMillis(),
        finished.slaveName(),
        finished.endedBy(),
        finished.detail());
  }

  FinishedRequest toFinished() {
    return new FinishedRequest(
        request.toRequest(),
        builderName,
        Outcome.valueOf(outcome),
        finishedAt,
        Duration.ofMillis(waitedMs),
        slaveName,
        endedBy,
        detail);
  }
}
