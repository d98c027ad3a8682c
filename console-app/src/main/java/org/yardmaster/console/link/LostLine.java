package org.yardmaster.console.link;

import java.time.Instant;

/// A lost line: since when, when the next try comes (both by our own clock), and what went wrong.
public record LostLine(Instant since, Instant nextTry, String why) {}
