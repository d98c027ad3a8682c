package org.yardmaster.protocol.model;

import java.time.Instant;
import java.util.Optional;

/// Nothing new starts in `scope`: by whom, since when, why, and until when if an end was given.
public record Pause(
    PauseScope scope, String by, Instant at, String reason, Optional<Instant> until) {}
