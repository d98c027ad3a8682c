package org.yardmaster.protocol.model;

import java.time.Instant;

/// A queued request is kept from starting: by whom, since when and why. It keeps its place.
public record Hold(String by, Instant at, String reason) {}
