package org.yardmaster.protocol.model;

import java.time.Duration;
import java.time.Instant;

/// A request that has ended, as history keeps it. `waited` is the time from its submission to the
/// start of its last build, or to its cancelling. `endedBy` is who cancelled or stopped it, ""
/// where nobody did; `slaveName` the slave of its last build, "" if there was none.
public record FinishedRequest(
    Request request,
    String builderName,
    Outcome outcome,
    Instant finishedAt,
    Duration waited,
    String slaveName,
    String endedBy,
    String detail) {}
