package org.yardmaster.protocol.model;

import java.time.Instant;
import java.util.Optional;

/// An operator's mark on a slave: no new builds there, until a time or until put back in service.
public record OutOfService(String by, Instant at, String reason, Optional<Instant> until) {}
