package org.yardmaster.console.link;

import java.time.Instant;
import java.util.Optional;

/// A lost line: since when, when the next try comes (both by our own clock; empty if none does),
/// and what went wrong.
public record LostLine(Instant since, Optional<Instant> nextTry, String why) {}
