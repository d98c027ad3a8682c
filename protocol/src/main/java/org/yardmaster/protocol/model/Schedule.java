package org.yardmaster.protocol.model;

import java.time.Instant;
import java.util.Optional;

/// A schedule as it stands: when it submits next (never, where its times name no day), and what it
/// submitted last. `skipped` counts the times since then at which it submitted nothing because that
/// request was still queued.
public record Schedule(
    String name,
    ScheduleDefinition definition,
    Optional<Instant> nextAt,
    Optional<RequestId> last,
    int skipped) {}
