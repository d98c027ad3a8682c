package org.yardmaster.master.farm;

import java.time.Instant;
import org.yardmaster.protocol.model.FarmConfig;

/// A configuration that is or was in force: who put it there, when, and the text it was read from.
/// Version 0 is the empty farm before any.
public record ConfigVersion(long version, String by, Instant at, FarmConfig config, String text) {}
