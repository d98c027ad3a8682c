package org.yardmaster.protocol.model;

import java.time.Instant;

/// A request that lost too many builds is set aside until a person takes it back: since when, why.
public record Shelved(Instant at, String reason) {}
