package org.yardmaster.master.farm;

import java.time.Instant;

/// An event with the instant at which the loop took it in: whole milliseconds, never running
/// backwards.
public record Stamped(Instant at, Event event) {}
